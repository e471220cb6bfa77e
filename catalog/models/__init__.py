"""The curated catalogue. It knows nothing of people, answers or plans."""

from catalog.models import outgoing as _outgoing  # noqa: F401  Django has to see it; nobody else may name it
from catalog.models.checks import Check, CheckItem, CheckOption
from catalog.models.claims import Claim, Source
from catalog.models.courses import Course, Outcome, Part, Requirement
from catalog.models.desk import Draft, Revision
from catalog.models.editorial import Guide, Question
from catalog.models.exchange import CatalogueImport, ImportedRow
from catalog.models.links import LinkCheck, LinkHost
from catalog.models.reports import FactReport
from catalog.models.versions import CatalogueVersion
from catalog.models.vocabulary import MAX_LEVEL, Implication, Level, Platform, Provider, Skill

__all__ = [
    "MAX_LEVEL",
    "CatalogueImport",
    "CatalogueVersion",
    "Check",
    "CheckItem",
    "CheckOption",
    "Claim",
    "Course",
    "Draft",
    "FactReport",
    "Guide",
    "Implication",
    "ImportedRow",
    "Level",
    "LinkCheck",
    "LinkHost",
    "Outcome",
    "Part",
    "Platform",
    "Provider",
    "Question",
    "Requirement",
    "Revision",
    "Skill",
    "Source",
]
