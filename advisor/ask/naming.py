"""When a question names a course that is several, or none: which one is meant."""

from collections.abc import Iterable, Sequence

from advisor.ask.library import Library
from advisor.ask.links import course_link, guide_link, library_link
from advisor.ask.query import Answer, Clarify, Filters, Item, Mention, Option
from advisor.ask.sayings import byline, hours, skills_at
from advisor.wording import join

COST_GUIDE = "cost-and-financial-aid"


def choose_between(mention: Mention, library: Library, *, lead: str = "", guides: Iterable[str] = ()) -> Answer:
    """A clarifying answer that says what sets the courses apart, the best-known first."""
    slugs = by_fame(mention.courses, library)
    items = tuple(Item(_apart(slug, library), slug, library.profile(slug).title) for slug in slugs)
    options = tuple(Option(_label(slug, library), {"course": slug}) for slug in slugs)
    text = lead or f"{_count(len(slugs)).capitalize()} programs go by this name; look at who made them."
    links = (*(course_link(slug) for slug in slugs), *(guide_link(slug) for slug in guides if slug in library.guides))
    return Answer(text, slugs, items, clarify=Clarify("Which one do you mean?", options), links=links)


def by_fame(slugs: Sequence[str], library: Library) -> tuple[str, ...]:
    """Those with most ratings first."""
    return tuple(sorted(slugs, key=lambda slug: (-library.profile(slug).extra.raters, slug)))


def _count(number: int) -> str:
    return (
        ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")[number] if number <= 8 else str(number)
    )


def _label(slug: str, library: Library) -> str:
    profile = library.profile(slug)
    return f"{profile.title}, {profile.facts.provider}"


def _apart(slug: str, library: Library) -> str:
    profile = library.profile(slug)
    needs = skills_at(library.catalogue, profile.requires, most=3) or "nothing"
    facts = profile.facts
    people = f" with {join(profile.extra.instructors[:2])}" if profile.extra.instructors else ""
    return (
        f"by {byline(profile)}{people}; {facts.level}, {facts.style} style, {facts.maths} maths; {hours(profile)}; "
        f"asks for {needs}. {profile.extra.summary}"
    )


def settled(mentions: Sequence[Mention], library: Library) -> list[str | Mention]:
    """Each mention's course; one that can be several takes the one that has most in common with the others."""
    sure = [library.profile(mention.courses[0]) for mention in mentions if len(mention.courses) == 1]
    people = {person for profile in sure for person in profile.extra.instructors}
    chosen: list[str | Mention] = []
    taken = {profile.slug for profile in sure}
    for mention in mentions:
        if not mention.is_open:
            chosen.append(mention.courses[0] if mention.courses else mention)
            continue
        rivals = [slug for slug in mention.courses if slug not in taken] or list(mention.courses)
        close = [slug for slug in rivals if people & set(library.profile(slug).extra.instructors)]
        pick = close or (rivals if len(rivals) == 1 else [])
        chosen.append(pick[0] if len(pick) == 1 else mention)
    return chosen


def readings(mentions: Sequence[Mention], chosen: Sequence[str], library: Library) -> tuple[str, ...]:
    """For each name of several courses, which one the answer is about."""
    notes = []
    for mention in mentions:
        pick = next((slug for slug in mention.courses if slug in chosen), None)
        if mention.is_open and pick:
            others = names((slug for slug in mention.courses if slug != pick), library)
            notes.append(f"“{mention.text}” is read as {_label(pick, library)}. Others go by that name: {others}.")
    return tuple(notes)


def not_known(words: Sequence[str]) -> Answer:
    name = f"“{' '.join(words)}”" if words else "that name"
    return Answer(
        f"The catalogue has no course called {name}, so there is nothing to say about it.",
        links=(library_link(Filters()),),
    )


def representative(skills: Sequence[str], library: Library) -> str | None:
    """The course that stands for a topic: a bundle that names it and that most people rated."""
    pool = [slug for skill in skills for slug in library.teachers.get(skill, ())]
    named = [slug for slug in pool if set(skills) & library.title_topics[slug]] or pool
    if not named:
        return None

    def merit(slug: str) -> tuple[int, int, str]:
        profile = library.profile(slug)
        return (-(profile.facts.kind != "book"), -profile.extra.raters, slug)

    return min(dict.fromkeys(named), key=merit)


def names(slugs: Iterable[str], library: Library) -> str:
    return join(library.profile(slug).title for slug in slugs)
