"""Courses, and a learner's own paths, side by side. What is compared stands in the address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from advisor.answers import AnswerError, AnswerSet, parse_answers
from advisor.catalogues import current_advisor
from advisor.drafts import read_draft
from advisor.limits import planning
from advisor.models import Path
from advisor.pairs import is_pair_of_bundles, pair_name, pair_path, read_pair
from advisor.path_versus import compare_plans
from advisor.planning import Advisor
from advisor.posters import pair_poster
from advisor.snapshot import Catalogue
from advisor.versus import KNOWS_BASICS, Side, newcomer_to, overlaps, side_of
from advisor.versus_orders import Comparison
from advisor.versus_wording import OVERLAP_FORMULA, VersusWording
from advisor.views.paths import owner
from catalog.addresses import absolute
from catalog.browsing import Selection, quoted, read_text
from catalog.models import Skill
from catalog.posters import picture_of
from catalog.searching import current_listing

FEWEST, MOST = 2, 4
FOUND_SHOWN = 12
# What answers hold besides what the learner is able and wishes to do; a comparison has an aim of its own.
AIMS = ("goal", "targets", "pinned", "finish_by")


@dataclass(frozen=True, slots=True)
class Choice:
    """The courses to compare, by slug, and what could not be used."""

    slugs: tuple[str, ...]
    notices: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        return len(self.slugs) >= FEWEST

    @property
    def is_full(self) -> bool:
        return len(self.slugs) >= MOST

    def address(self, slugs: Iterable[str]) -> str:
        return f"{reverse('advisor:compare')}?{urlencode([('course', slug) for slug in slugs])}"


@login_not_required
@require_GET
@planning
def compare(request: HttpRequest) -> HttpResponse:
    advisor = current_advisor()
    choice = read_choice(request.GET.getlist("course"), advisor.catalogue)
    return show(request, advisor, choice)


@login_not_required
@require_GET
@planning
def compare_pair(request: HttpRequest, pair: str) -> HttpResponseBase:
    """The one address of two bundles, in the order of their slugs; other pairs have theirs at `compare`."""
    advisor = current_advisor()
    slugs = read_pair(pair, advisor.catalogue)
    if slugs is None:
        raise Http404
    if not is_pair_of_bundles(slugs, advisor.catalogue):
        return redirect(Choice(slugs, ()).address(slugs))
    if pair != pair_name(slugs):
        return redirect(pair_path(slugs), permanent=True)
    return show(request, advisor, Choice(slugs, ()))


def read_choice(given: Sequence[str], catalogue: Catalogue) -> Choice:
    slugs: list[str] = []
    notices: list[str] = []
    for slug in filter(None, given):
        course = catalogue.courses.get(slug)
        if course is None:
            notices.append(f"The catalogue has no course {quoted(slug)}. Search for it by name below.")
        elif not course.is_published:
            notices.append(f"{course.title} is retired and is no longer compared.")
        elif slug in slugs:
            notices.append(f"{course.title} was named twice; it counts once.")
        elif len(slugs) == MOST:
            notices.append(f"{course.title} was left out: at most {MOST} are compared. Remove one to make room.")
        else:
            slugs.append(slug)
    return Choice(tuple(slugs), tuple(notices))


def show(request: HttpRequest, advisor: Advisor, choice: Choice) -> HttpResponse:
    notices = list(choice.notices)
    context: dict[str, Any] = {
        "chosen": chosen(choice, advisor.catalogue),
        "choice": choice,
        **search(request.GET.get("q", ""), choice, advisor.catalogue, notices),
    }
    if choice.is_enough:
        sides = [side_of(advisor.catalogue, slug) for slug in choice.slugs]
        answers, trouble = own_answers(request, advisor.catalogue)
        notices += [trouble] if trouble else []
        context |= side_by_side(advisor, sides, answers)
        context |= shared_as(choice, advisor.catalogue)
    return render(request, "advisor/compare.html", {**context, "notices": notices})


def shared_as(choice: Choice, catalogue: Catalogue) -> dict[str, Any]:
    """One address whichever course is named first; a pair of bundles has a page and a picture of its own."""
    if not is_pair_of_bundles(choice.slugs, catalogue):
        return {"canonical_url": absolute(choice.address(sorted(choice.slugs)))}
    poster, name = pair_poster(catalogue, choice.slugs), pair_name(choice.slugs)
    return {
        "canonical_url": absolute(pair_path(choice.slugs)),
        "picture": picture_of(poster, "advisor:pair_picture", name),
    }


def chosen(choice: Choice, catalogue: Catalogue) -> list[dict[str, str]]:
    return [
        {
            "slug": slug,
            "title": catalogue.courses[slug].title,
            "without": choice.address(other for other in choice.slugs if other != slug),
        }
        for slug in choice.slugs
    ]


def search(given: str, choice: Choice, catalogue: Catalogue, notices: list[str]) -> dict[str, Any]:
    """Courses to add: those that match the words, or bundles when nothing is asked and too few are chosen."""
    text = read_text(given, notices)
    if choice.is_full or not (text or not choice.is_enough):
        return {"text": text, "found": []}
    if text:
        found = [entry.slug for entry in current_listing().search(Selection(text=text))[: FOUND_SHOWN + MOST]]
    else:
        found = [slug for slug, course in catalogue.offered.items() if course.is_bundle]
    fresh = [slug for slug in found if slug not in choice.slugs and slug in catalogue.courses][:FOUND_SHOWN]
    courses = [catalogue.courses[slug] for slug in fresh]
    found_rows = [
        {"title": course.title, "provider": course.provider, "address": choice.address((*choice.slugs, course.slug))}
        for course in courses
    ]
    return {"text": text, "found": found_rows}


def own_answers(request: HttpRequest, catalogue: Catalogue) -> tuple[AnswerSet | None, str]:
    """The learner's answers when they say what is held, and a sentence when they can't be used."""
    data = read_draft(request).answers
    if not (data.get("levels") or data.get("taken")):
        return None, ""
    try:
        return answers_of({name: value for name, value in data.items() if name not in AIMS}, catalogue), ""
    except AnswerError as error:
        return None, f"Your answers could not be used for this page ({error.field}: {error.message}). They are kept."


def answers_of(data: dict[str, Any], catalogue: Catalogue) -> AnswerSet:
    """Answers with an aim that the comparison replaces; skills outside the vocabulary are left out of the levels."""
    aim = {"targets": dict.fromkeys(list(catalogue.skills)[:1], 1)}
    return parse_answers({**data, **aim}, catalogue, today=timezone.localdate())


def side_by_side(advisor: Advisor, sides: Sequence[Side], answers: AnswerSet | None) -> dict[str, Any]:
    wording = VersusWording(advisor.catalogue)
    rows, skills = wording.rows(sides), wording.skill_rows(sides)
    readers = [
        reader(name, Comparison(advisor, sides, own), wording) for name, own in readers_of(answers, advisor, sides)
    ]
    return {
        "sides": [{"slug": side.slug, "title": side.facts.title} for side in sides],
        "is_mine": answers is not None,
        "readers": readers,
        "rows": [row for row in rows if row.differs],
        "common_rows": [row for row in rows if not row.differs],
        "skills": [row for row in skills if row.differs],
        "common_skills": [row for row in skills if not row.differs],
        "overlaps": [wording.overlap(found) for found in overlaps(sides)],
        "formula": OVERLAP_FORMULA,
    }


def readers_of(answers: AnswerSet | None, advisor: Advisor, sides: Sequence[Side]) -> list[tuple[str, AnswerSet]]:
    if answers:
        return [("For you", answers)]
    general = (("For a newcomer", newcomer_to(sides)), ("If you know the basics", KNOWS_BASICS))
    skills = advisor.catalogue.skills
    return [
        (name, answers_of({"levels": {skill: levels[skill] for skill in levels if skill in skills}}, advisor.catalogue))
        for name, levels in general
    ]


def reader(name: str, comparison: Comparison, wording: VersusWording) -> dict[str, Any]:
    """What the page says to one reader."""
    verdicts = [
        {
            "headline": wording.headline(verdict),
            "fact": wording.fact(verdict),
            "more": [text for text in (wording.before(verdict), wording.second_needs(verdict)) if text],
        }
        for verdict in comparison.verdicts
    ]
    weak = comparison.weak_maths
    return {
        "name": name,
        "holds": wording.holder(comparison.held),
        "headline": wording.short_answer(comparison),
        "verdicts": verdicts,
        "orders": [wording.order(order) for order in comparison.orders],
        "weak": [wording.maths_part(part) for part in weak.maths_parts],
        "weak_headline": wording.short_answer(weak),
        "bottom_line": wording.bottom_line(comparison),
    }


@require_GET
def compare_paths(request: HttpRequest) -> HttpResponse:
    """Two to four of the owner's paths; anybody else's is not found."""
    own = {str(path.pk): path for path in Path.objects.owned_by(owner(request))}
    wanted = list(dict.fromkeys(request.GET.getlist("path")))
    if any(number not in own for number in wanted):
        raise Http404
    paths = [own[number] for number in wanted]
    names = dict(Skill.objects.values_list("slug", "name"))
    notice = "" if FEWEST <= len(paths) <= MOST else f"Choose {FEWEST} to {MOST} paths; {len(paths)} are chosen."
    context = {
        "own": [{"path": path, "is_chosen": number in wanted} for number, path in own.items()],
        "notice": notice if wanted else "",
        "formula": OVERLAP_FORMULA,
        "versus": compare_plans([(path.title, path.get_absolute_url(), path.plan) for path in paths], names)
        if FEWEST <= len(paths) <= MOST
        else None,
    }
    return render(request, "advisor/compare_paths.html", context)
