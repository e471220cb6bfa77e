"""People, what they aim at, the paths they were given and how far they are."""

from advisor.models.activity import Activity
from advisor.models.goals import Goal, Target
from advisor.models.intake import DataKind, Dismissal
from advisor.models.nicknames import Nickname
from advisor.models.paths import Answers, Completion, Path, Snapshot, Step
from advisor.models.people import User
from advisor.models.revisions import PathVersion, Proposal
from advisor.models.sharing import CalendarFeed, DigestChoice, DigestDelivery, ShareLink
from advisor.models.standards import Persona, Weights
from advisor.models.tracking import Note, StudyLog, Timer, TrackingChange

__all__ = [
    "Activity",
    "Answers",
    "CalendarFeed",
    "Completion",
    "DataKind",
    "DigestChoice",
    "DigestDelivery",
    "Dismissal",
    "Goal",
    "Nickname",
    "Note",
    "Path",
    "PathVersion",
    "Persona",
    "Proposal",
    "ShareLink",
    "Snapshot",
    "Step",
    "StudyLog",
    "Target",
    "Timer",
    "TrackingChange",
    "User",
    "Weights",
]
