"""Paths that a guide offers. What a path is, the catalogue does not know: the setting GUIDE_PLANS names who does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class PlanCard:
    """`given` are the answers in words, `headline` the path's figures, `address` a page that starts with them."""

    title: str
    given: str
    headline: str
    address: str


class PlanCards(Protocol):
    """Both take what a shortcode gives, such as `{"goal": "deep-learning", "python": "2"}`."""

    def problem(self, given: Mapping[str, str]) -> str:
        """One sentence on what can't be used; empty when all can."""

    def card(self, given: Mapping[str, str]) -> PlanCard | None:
        """None when no path can be planned any more. Asks the database as often for ten cards as for one."""


def plan_cards() -> PlanCards:
    cards: PlanCards = import_string(settings.GUIDE_PLANS)()
    return cards
