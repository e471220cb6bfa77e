"""People, what they aim at, the paths they were given and how far they are."""

from advisor.models.goals import Goal, Target
from advisor.models.paths import Answers, Completion, Path, Snapshot, Step
from advisor.models.people import User

__all__ = ["Answers", "Completion", "Goal", "Path", "Snapshot", "Step", "Target", "User"]
