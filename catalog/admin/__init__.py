"""The curators' desk for the catalogue."""

from catalog.admin.checks import CheckAdmin, CheckItemAdmin
from catalog.admin.claims import ClaimAdmin
from catalog.admin.courses import CourseAdmin
from catalog.admin.drafts import DraftAdmin
from catalog.admin.outgoing import AffiliateLinkAdmin, OutgoingClickAdmin
from catalog.admin.pages import GuideAdmin, QuestionAdmin
from catalog.admin.reports import FactReportAdmin
from catalog.admin.vocabulary import ImplicationAdmin, PlatformAdmin, ProviderAdmin, SkillAdmin

__all__ = [
    "AffiliateLinkAdmin",
    "CheckAdmin",
    "CheckItemAdmin",
    "ClaimAdmin",
    "CourseAdmin",
    "DraftAdmin",
    "FactReportAdmin",
    "GuideAdmin",
    "ImplicationAdmin",
    "OutgoingClickAdmin",
    "PlatformAdmin",
    "ProviderAdmin",
    "QuestionAdmin",
    "SkillAdmin",
]
