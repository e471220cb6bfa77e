"""Courses that fit a wish, best first: by fit to what was asked, then by what learners said of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from advisor.ask.library import Learner, Library
from advisor.ask.limits import describe
from advisor.ask.links import course_link, library_link
from advisor.ask.matching import HOURS_PER_WEEK, LOADS, matching
from advisor.ask.profiles import Profile
from advisor.ask.query import Answer, Clarify, Filters, Item, Option, Query
from advisor.ask.sayings import hours, plural, price, rating, skills_at
from advisor.versus import missing

SHOWN = 5
COURSE_LEVELS = ("beginner", "intermediate", "advanced")
# An average course, and how many ratings it takes to be believed against it: half the usual Coursera count.
AVERAGE_STARS, AVERAGE_WEIGHT = 4.2, 200
# A rating whose count nobody states is believed as if few had given it.
RATERS_NOT_STATED = 10


@dataclass(frozen=True, slots=True)
class Match:
    """A course with how well it fits; `fit` counts points, more is better."""

    profile: Profile
    fit: int

    @property
    def evidence(self) -> float:
        """Stars of five, drawn towards the average while few have rated."""
        stars, raters = self.profile.extra.stars, self.profile.extra.raters or RATERS_NOT_STATED
        if stars is None:
            return AVERAGE_STARS - 0.1
        return (stars * raters + AVERAGE_STARS * AVERAGE_WEIGHT) / (raters + AVERAGE_WEIGHT)


def ranked(slugs: Iterable[str], filters: Filters, learner: Learner, library: Library) -> list[Match]:
    held = learner.held(library) if learner.is_known or learner.says_levels else None
    found = [Match(profile, _fit(profile, filters, held, library)) for profile in map(library.profile, slugs)]

    best = max((match.fit for match in found), default=0)

    def merit(match: Match) -> tuple[float, ...]:
        profile = match.profile
        minutes = profile.minutes[1] if profile.minutes else 10**6
        first: tuple[float, ...] = ()
        if filters.sort == "cheapest":
            first = (_price_rank(profile),)
        elif filters.sort == "gentlest":
            facts = profile.facts
            first = (COURSE_LEVELS.index(facts.level), LOADS.index(facts.maths))
        elif filters.sort == "shortest":
            is_called = bool(set(filters.skills) & library.title_topics[profile.slug])
            first = (match.fit * 2 < best and not is_called, minutes)
        return (*first, -match.fit, -match.evidence, minutes)

    return sorted(found, key=lambda match: (merit(match), match.profile.slug))


def _price_rank(profile: Profile) -> int:
    return ("free", "audit", "one-off", "subscription").index(profile.facts.price_model)


def _fit(profile: Profile, filters: Filters, held: dict[str, int] | None, library: Library) -> int:
    asked = set(filters.skills)
    taught = profile.outcomes
    points = sum(min(taught.get(skill, 0), 2) for skill in asked)
    if asked:
        points += _called(profile, filters, library)
        # Whoever says nothing of themselves is better off where the topic itself is not asked for.
        points -= held is None and filters.level is None and not asked.isdisjoint(profile.requires)
    title = library.lexicon.title_words[profile.slug]
    points += 2 * sum(word in title for word in filters.words)
    if held is not None:
        points += 2 * (not missing(profile.requires, held))
        points -= 4 * all(held.get(skill, 0) >= level for skill, level in taught.items())
    return points


def _called(profile: Profile, filters: Filters, library: Library) -> int:
    """Points for a title, or else another text, that calls the topic as the question does."""
    if not filters.terms:
        return 2 * bool(set(filters.skills) & library.title_topics[profile.slug])
    title, text = library.lexicon.identity[profile.slug], library.text_words[profile.slug]
    terms = [set(term.split()) for term in filters.terms]
    return sum(3 if term <= title else 1 if term <= text else 0 for term in terms)


def answer_find(query: Query, learner: Learner, library: Library) -> Answer:
    filters = query.filters
    if not _has_topic(filters) and not query.unread:
        return _ask_for_topic(filters, learner, library)
    if query.unread and not _has_topic(filters):
        return Answer(f"The catalogue has nothing on {_quoted(query.unread)}.", links=(library_link(Filters()),))
    like = {
        slug for mention in query.mentions for course in mention.courses for slug in library.catalogue.members(course)
    }
    found = ranked(set(matching(filters, library)) - like, filters, learner, library)
    unread = query.unread
    if not found and filters.words and filters.skills:
        # The skill is what was asked for; the other words may be how it was put.
        unread, filters = (*unread, *filters.words), replace(filters, words=())
        found = ranked(matching(filters, library), filters, learner, library)
    notes = (*_unread_note(unread), *_price_note(filters))
    if not found:
        return _nothing(filters, learner, library, notes)
    shown = found[:SHOWN]
    items = tuple(
        Item(_line(match.profile, filters, library), match.profile.slug, match.profile.title) for match in shown
    )
    lead = f"{plural(len(found), 'course')} for {describe(filters, library)}."
    lead += " Best fit first; among equal fits, what learners rated." if len(found) > 1 else ""
    slugs = tuple(match.profile.slug for match in shown)
    links = (*(course_link(slug) for slug in slugs), library_link(filters))
    return Answer(lead, slugs, items, notes, links=links)


def _has_topic(filters: Filters) -> bool:
    return bool(filters.skills or filters.words or filters.platform or filters.provider or filters.instructor)


def _line(profile: Profile, filters: Filters, library: Library) -> str:
    taught = {skill: profile.outcomes[skill] for skill in filters.skills if skill in profile.outcomes}
    most = taught or dict(sorted(profile.outcomes.items(), key=lambda pair: (-pair[1], pair[0]))[:2])
    teaches = f"teaches {skills_at(library.catalogue, most)}; " if most else ""
    return f"{teaches}{profile.facts.level}; {hours(profile)}; {price(profile)}; {rating(profile)}"


DROPPABLE = (
    "medium",
    "max_hours",
    "max_price",
    "exclude",
    "level",
    "style",
    "maths",
    "coding",
    "kind",
    "certificate",
    "free",
    "language",
    "platform",
    "provider",
    "instructor",
    "words",
)


def _nothing(filters: Filters, learner: Learner, library: Library, notes: tuple[str, ...]) -> Answer:
    """Plainly nothing, and what is there when one limit is left out."""
    items, links = [], []
    blank = Filters()
    for name in DROPPABLE:
        if getattr(filters, name) == getattr(blank, name):
            continue
        wider = replace(filters, **{name: getattr(blank, name)})
        found = ranked(matching(wider, library), wider, learner, library) if _has_topic(wider) else []
        if found:
            best = found[0].profile
            items.append(
                Item(
                    f"{plural(len(found), 'course')} for {describe(wider, library)}; first {best.title}, {hours(best)}"
                )
            )
            links += [course_link(best.slug), library_link(wider)]
    lead = f"The catalogue has no course for {describe(filters, library)}."
    lead += " With one limit less there are:" if items else ""
    return Answer(lead, (), tuple(items), notes, links=tuple(dict.fromkeys(links)))


def _ask_for_topic(filters: Filters, learner: Learner, library: Library) -> Answer:
    areas = dict.fromkeys(skill.area for skill in library.catalogue.skills.values())
    firsts = {skill.area: skill.slug for skill in reversed(list(library.catalogue.skills.values()))}
    options = tuple(Option(library.catalogue.skills[firsts[area]].name, {"skill": firsts[area]}) for area in areas)
    lead = (
        f"There are {plural(len(matching(filters, library)), 'course')} for {describe(filters, library)}; say what "
        f"the course should be about."
    )
    return Answer(lead, clarify=Clarify("What should the course be about?", options), links=(library_link(filters),))


def _price_note(filters: Filters) -> Iterable[str]:
    if filters.max_price:
        pace = f"{filters.hours_per_week or HOURS_PER_WEEK:g} hours a week"
        paid = "with the certificate" if filters.certificate else "without a certificate"
        yield f"Prices are compared in USD as recorded, {paid}; a subscription is counted at {pace}."


def _unread_note(unread: Sequence[str]) -> Iterable[str]:
    if unread:
        yield f"Nothing here speaks of {_quoted(unread)} as well; this is the answer without it."


def _quoted(words: Iterable[str]) -> str:
    return f"“{' '.join(words)}”"
