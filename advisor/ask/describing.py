"""What a course or a skill is, what it asks for, and what it still adds."""

from collections.abc import Mapping
from dataclasses import replace

from advisor.ask.library import Learner, Library
from advisor.ask.links import compare_links, course_link, guide_link, library_link
from advisor.ask.naming import choose_between, not_known, settled
from advisor.ask.profiles import Profile
from advisor.ask.query import Answer, Filters, Item, Mention, Query
from advisor.ask.sayings import LANGUAGE_WORDS, in_brief, plural, price, rating, sentence, skill_at, skills_at
from advisor.versus import MATHS, missing, raised
from advisor.wording import LEVEL_WORDS, join

SHOWN = 5
NEEDS_GUIDE = "maths-and-python-you-need"
JOB_GUIDE = "does-it-lead-to-a-job"


def answer_about(query: Query, learner: Learner, library: Library) -> Answer:
    named = [*query.mentions, query.after] if query.after else list(query.mentions)
    chosen = settled([mention for mention in named if mention and mention.courses], library)
    if not query.mentions or (query.unread and not any(mention.courses for mention in query.mentions)):
        return not_known(query.unread)
    subject = query.mentions[0]
    if not subject.courses:
        return _about_skill(subject, learner, library)
    first = chosen[0]
    if isinstance(first, Mention):
        return choose_between(first, library)
    profile = library.profile(first)
    if query.after:
        return _after(profile, query.after, chosen, learner, library)
    lead, items = _aspect(query, profile, learner, library)
    others = tuple(slug for slug in subject.courses if slug != first)
    notes = (
        (f"Other courses go by this name: {join(library.profile(slug).title for slug in others)}.",) if others else ()
    )
    return Answer(lead, (first,), items, notes, links=(course_link(first), *_guides(query, library)))


def _guides(query: Query, library: Library) -> tuple[str, ...]:
    wanted = {"needs": NEEDS_GUIDE, "maths": NEEDS_GUIDE, "worth": JOB_GUIDE}.get(query.aspect)
    return (guide_link(wanted),) if wanted in library.guides and wanted else ()


def _aspect(query: Query, profile: Profile, learner: Learner, library: Library) -> tuple[str, tuple[Item, ...]]:
    facts, title = profile.facts, profile.title
    if query.filters.language:
        return f"{title} is in {LANGUAGE_WORDS.get(facts.language, facts.language)}.", (
            Item(in_brief(profile), profile.slug, title),
        )
    brief = Item(in_brief(profile), profile.slug, title)
    match query.aspect:
        case "needs" | "maths":
            return _needs(query, profile, learner, library), (brief,)
        case "skip":
            return f"{title}: skip it if this is you. {sentence(facts.skip_if)}", (
                Item(sentence(facts.best_for), title="Best for"),
                brief,
            )
        case "worth" | "fit":
            return _worth(query, profile, learner, library), (
                Item(sentence(facts.best_for), title="Best for"),
                Item(sentence(facts.skip_if), title="Skip it if"),
                *(Item(sentence("; ".join(facts.weaknesses)), title="Weak points") for _ in facts.weaknesses[:1]),
                brief,
            )
        case "tools":
            tools = ", ".join(profile.extra.tools) or "none is recorded"
            return f"{title}, tools: {sentence(tools)}", (brief,)
        case "teaches":
            if query.asked_skills:
                return " ".join(_taught(skill, profile, library) for skill in query.asked_skills), (brief,)
            topics = f" Topics: {', '.join(profile.extra.topics)}." if profile.extra.topics else ""
            return f"{title} teaches {skills_at(library.catalogue, profile.outcomes, most=12)}.{topics}", (brief,)
        case "hard":
            return (
                f"{title} is {facts.level}, with {facts.maths} maths and {facts.coding} coding, {facts.style} in "
                f"style. It asks for "
                f"{skills_at(library.catalogue, profile.requires) or 'nothing'}.",
                (brief,),
            )
        case "who":
            people = join(profile.extra.instructors) or "no person is named"
            return f"{title}: {people}, for {facts.provider}.", (brief,)
        case "certificate":
            has = "gives a certificate" if facts.has_certificate else "gives no certificate"
            return f"{title} {has}: {sentence(price(profile))}", (brief,)
        case "rating":
            return f"{title}: {sentence(rating(profile))}", (brief,)
        case "weak":
            weak = "; ".join(facts.weaknesses) or "none is recorded"
            return f"{title}, weak points: {sentence(weak)}", (brief,)
        case "current":
            return _current(profile, library), (brief,)
        case _:
            return (
                (
                    f"{title}: {sentence(profile.extra.summary)} It teaches "
                    f"{skills_at(library.catalogue, profile.outcomes, most=5)}."
                ),
                (
                    brief,
                    Item(skills_at(library.catalogue, profile.requires) or "nothing", title="Asks for"),
                    *(
                        Item(sentence(text), title=name)
                        for name, text in (("Best for", facts.best_for), ("Skip it if", facts.skip_if))
                        if text
                    ),
                ),
            )


def _current(profile: Profile, library: Library) -> str:
    newer = profile.facts.superseded_by
    year = (
        f"This edition is of {profile.extra.year}. "
        if profile.extra.year
        else "The year of this edition is not recorded. "
    )
    if newer in library.profiles and newer:
        return f"{profile.title} is replaced by a newer edition, {library.profile(newer).title}. {year}".strip()
    checked = f"Last checked on {profile.extra.reviewed_on}." if profile.extra.reviewed_on else ""
    return f"{profile.title} has no newer edition here. {year}{checked}".strip()


def _needs(query: Query, profile: Profile, learner: Learner, library: Library) -> str:
    """What it asks for; of the skills asked about, whether each is among that."""
    catalogue, asked = library.catalogue, query.asked_skills
    if not asked and query.aspect == "maths":
        asked = tuple(skill for skill in MATHS if skill in catalogue.skills)
    if asked:
        sentences = [_need_of(skill, profile, library) for skill in asked if len(asked) == 1 or _asks(profile, skill)]
        lead = " ".join(sentences) or f"{profile.title} asks for none of that."
        load = f" Its maths load is {profile.facts.maths}." if set(asked) & set(MATHS) else ""
        return f"{lead}{load}"
    required = skills_at(catalogue, profile.requires, most=8) or "nothing"
    text = f"{profile.title} asks for {required}."
    if more := missing(profile.helpful, profile.requires):
        text += f" It is easier with {skills_at(catalogue, more, most=8)}."
    if learner.is_known or learner.says_levels:
        gaps = missing(profile.requires, learner.held(library))
        text += f" You still need {skills_at(catalogue, gaps)}." if gaps else " You hold all that it asks for."
    return text


def _taught(skill: str, profile: Profile, library: Library) -> str:
    level = profile.outcomes.get(skill, 0)
    if level:
        return f"Yes, {profile.title} teaches {skill_at(library.catalogue, skill, level)}."
    return f"No, {profile.title} does not teach {library.catalogue.skills[skill].name}."


def _asks(profile: Profile, skill: str) -> bool:
    return skill in profile.requires or skill in profile.helpful


def _need_of(skill: str, profile: Profile, library: Library) -> str:
    name = library.catalogue.skills[skill].name
    required, helpful = profile.requires.get(skill, 0), profile.helpful.get(skill, 0)
    if required:
        more = f", and {LEVEL_WORDS[helpful]} makes it easier" if helpful > required else ""
        return f"Yes, {profile.title} asks for {skill_at(library.catalogue, skill, required)}{more}."
    if helpful:
        return (
            f"{name} is not required for {profile.title}, but it is easier with "
            f"{skill_at(library.catalogue, skill, helpful)}."
        )
    teaches = profile.outcomes.get(skill, 0)
    taught = f"; it teaches it ({LEVEL_WORDS[teaches]})" if teaches else ""
    return f"No, {profile.title} does not ask for {name}{taught}."


def _worth(query: Query, profile: Profile, learner: Learner, library: Library) -> str:
    if learner.is_known or learner.says_levels or (query.aspect == "fit" and query.filters.level == "beginner"):
        return _gain(profile, learner.held(library), "With what you know", library)
    return (
        f"{profile.title} is worth it for whom it fits: it teaches "
        f"{skills_at(library.catalogue, profile.outcomes, most=5)}."
    )


def _gain(profile: Profile, held: Mapping[str, int], frame: str, library: Library) -> str:
    new = missing(profile.outcomes, held)
    gaps = missing(profile.requires, held)
    catalogue = library.catalogue
    if not new:
        return f"{frame}, {profile.title} adds nothing: you hold all that it teaches."
    text = (
        f"{frame}, {profile.title} adds {skills_at(catalogue, new)}: {len(new)} of the "
        f"{plural(len(profile.outcomes), 'skill')} it teaches."
    )
    return (
        f"{text} Before it you still need {skills_at(catalogue, gaps)}."
        if gaps
        else f"{text} You hold all that it asks for."
    )


def _after(profile: Profile, after: Mention, chosen: list[str | Mention], learner: Learner, library: Library) -> Answer:
    """Whether the course is worth it after another one, or after having a skill at working level."""
    earlier = [one for one in chosen[1:] if isinstance(one, str)]
    if after.courses and not earlier:
        return choose_between(after, library)
    outcomes = dict(library.profile(earlier[0]).outcomes) if earlier else dict.fromkeys(after.skills, 2)
    brought = dict(library.profile(earlier[0]).requires) if earlier else {}
    held = raised(raised(learner.held(library), outcomes), brought)
    name = library.profile(earlier[0]).title if earlier else skills_at(library.catalogue, outcomes)
    new = missing(profile.outcomes, held)
    verdict = "Yes." if len(new) * 2 >= len(profile.outcomes) else "Only for part of it." if new else "No."
    again = {skill: level for skill, level in profile.outcomes.items() if skill not in new}
    items = (
        [Item(skills_at(library.catalogue, again, most=8), title=f"You would hold already after {name}")]
        if again
        else []
    )
    items.append(Item(in_brief(profile), profile.slug, profile.title))
    slugs = (profile.slug, *earlier[:1])
    return Answer(
        f"{verdict} {_gain(profile, held, f'After {name}', library)}", slugs, tuple(items), links=compare_links(slugs)
    )


def _about_skill(mention: Mention, learner: Learner, library: Library) -> Answer:
    skill = library.catalogue.skills[mention.skills[0]]
    levels = tuple(
        Item(f"“{text}”", title=LEVEL_WORDS[level].capitalize())
        for level, text in enumerate(skill.descriptors)
        if level
    )
    teachers = {slug for each in mention.skills for slug in library.teachers.get(each, ())}
    named = sorted(
        teachers,
        key=lambda slug: (
            not set(mention.skills) & library.title_topics[slug],
            -library.profile(slug).extra.raters,
            slug,
        ),
    )[:SHOWN]
    shown = tuple(Item(in_brief(library.profile(slug)), slug, library.profile(slug).title) for slug in named)
    lead = (
        f"{skill.name} is a skill in the area {skill.area}; {plural(len(teachers), 'course')} here teach it. What "
        f"you can say at each level:"
    )
    links = (*(course_link(slug) for slug in named), library_link(replace(Filters(), skills=(skill.slug,))))
    return Answer(lead, tuple(named), (*levels, *shown), links=links)
