"""What the picture of a comparison and of a shared path says."""

from collections.abc import Mapping, Sequence
from typing import Any

from advisor.journey import hours_text
from advisor.snapshot import Catalogue
from advisor.versus import overlap, side_of
from advisor.versus_wording import VersusWording, estimated
from catalog.pictures import Poster, Track

PAIR_COLOURS = (1, 2)
PATH_COLOUR = 1


def pair_poster(catalogue: Catalogue, slugs: Sequence[str]) -> Poster:
    """Each of the two is a line with its courses as stations. Raises KeyError for one that the catalogue lacks."""
    sides = [side_of(catalogue, slug) for slug in sorted(slugs)]
    wording = VersusWording(catalogue)
    tracks = tuple(
        Track(tuple(catalogue.courses[member].title for member in side.members), colour)
        for side, colour in zip(sides, PAIR_COLOURS, strict=True)
    )
    hours = " or ".join(wording.hours_of(side) for side in sides)
    shared = f"Which first? {overlap(sides[0].outcomes, sides[1].outcomes)} % of what they teach is shared"
    prices = {estimated(wording.price(side.facts), side.facts, "price") for side in sides}
    # Two prices beside two ranges of hours would be cut off, and half a price says something false.
    facts = (hours, *prices) if len(prices) == 1 else (hours,)
    return Poster(f"{' or '.join(side.facts.title for side in sides)}?", shared, tracks, facts)


def path_poster(title: str, plan: Mapping[str, Any]) -> Poster:
    """The plan alone, without anything that its owner recorded."""
    courses = tuple(step["title"] for step in plan["steps"])
    weeks = f"{plan['weeks']} week{'' if plan['weeks'] == 1 else 's'}"
    hours = hours_text(plan["hours"]["low"], plan["hours"]["high"])
    return Poster(title, "A path of courses", (Track(courses, PATH_COLOUR),), (hours, weeks, cost_text(plan["cost"])))


def cost_text(cost: Mapping[str, Any]) -> str:
    if cost["total"]:
        return f"{cost['total']:,.2f}".removesuffix(".00") + f" {cost['currency']}"
    return "cost not known" if cost.get("unknown") else "free"
