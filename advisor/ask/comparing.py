"""What sets courses apart, and which of two comes first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from advisor.ask.library import Learner, Library
from advisor.ask.links import compare_links, course_link, guide_link, library_link
from advisor.ask.naming import by_fame, not_known, readings, representative, settled
from advisor.ask.profiles import Profile
from advisor.ask.query import Answer, Clarify, Filters, Item, Mention, Option, Query
from advisor.ask.sayings import in_brief, plural, skills_at
from advisor.snapshot import GoalFacts
from advisor.versus import (
    KNOWS_BASICS,
    MATHS,
    Levels,
    Verdict,
    decide,
    missing,
    newcomer_to,
    overlap,
    raised,
    side_of,
)
from advisor.versus_orders import Comparison
from advisor.versus_wording import SECOND_FOLLOWS, VersusWording
from advisor.wording import hours as hours_of_minutes
from advisor.wording import join

ML_OR_DL_GUIDE = "machine-learning-or-deep-learning-first"
ML_OR_DL = {"supervised-learning", "neural-networks"}
MOST = 4


def answer_compare(query: Query, learner: Learner, library: Library) -> Answer:
    if all(mention.skills and not mention.courses for mention in query.mentions) and len(query.mentions) > 1:
        goals = [goal for mention in query.mentions for goal in _goals_of(mention, library)]
        return _compare_goals(goals, library) if len(goals) > 1 else _compare_skills(query.mentions, library)
    slugs, trouble = _courses(query, library)
    if trouble:
        return trouble
    profiles = [library.profile(slug) for slug in slugs]
    items = [Item(in_brief(profile), profile.slug, profile.title) for profile in profiles]
    items += [Item(text) for text in _differences(profiles, library)]
    lead = f"{join(profile.title for profile in profiles)} side by side."
    if len(profiles) == 2:
        lead += f" {_order_sentence(profiles[0], profiles[1], learner, library)}"
    notes = readings(query.mentions, slugs, library)
    return Answer(lead, tuple(slugs), tuple(items), notes, links=compare_links(slugs))


def _courses(query: Query, library: Library) -> tuple[list[str], Answer | None]:
    """The courses to look at side by side, or the answer that has to come before."""
    chosen: list[str] = []
    for one in settled(query.mentions, library):
        if isinstance(one, str):
            chosen.append(one)
        elif one.courses:
            chosen.append(by_fame(one.courses, library)[0])
        elif stands := representative(one.skills, library):
            chosen.append(stands)
    chosen = list(dict.fromkeys(chosen))[:MOST]
    if len(chosen) < 2 or (query.unread and len(chosen) < 2):
        lone = not_known(query.unread)
        if chosen:
            return [], replace(
                lone,
                lead=f"{lone.lead} The other one is {library.profile(chosen[0]).title}.",
                courses=tuple(chosen),
                items=(Item(in_brief(library.profile(chosen[0])), chosen[0], library.profile(chosen[0]).title),),
                links=(course_link(chosen[0]),),
            )
        return [], lone
    return chosen, None


def _differences(profiles: Sequence[Profile], library: Library) -> list[str]:
    lines = []
    for what in ("maths", "coding", "style", "practice"):
        values = [getattr(profile.facts, what) for profile in profiles]
        if len(set(values)) > 1:
            pairs = join(f"{value} in {profile.title}" for value, profile in zip(values, profiles, strict=True))
            lines.append(f"{what.capitalize()}: {pairs}.")
    for profile in profiles:
        others = [other for other in profiles if other is not profile]
        only = {
            skill: level
            for skill, level in profile.outcomes.items()
            if all(other.outcomes.get(skill, 0) < level for other in others)
        }
        if only:
            lines.append(f"Only {profile.title} teaches {skills_at(library.catalogue, only)}.")
    if len(profiles) == 2:
        shared = overlap(profiles[0].outcomes, profiles[1].outcomes)
        lines.append(f"They share {shared} % of what they teach, counted in skill levels.")
    return lines


def held_by(learner: Learner, library: Library, *compared: Profile) -> dict[str, int]:
    """What is known to be held; of whoever says nothing, what a newcomer to the courses compared holds."""
    if learner.is_known or learner.says_levels:
        held = {**learner.held(library), **learner.answers.overrides}
        return {skill: level for skill, level in held.items() if level}
    return _reader(newcomer_to(side_of(library.catalogue, profile.slug) for profile in compared), library)


def _reader(levels: dict[str, int], library: Library) -> dict[str, int]:
    return {skill: level for skill, level in levels.items() if skill in library.catalogue.skills}


def verdict_for(one: Profile, other: Profile, learner: Learner, library: Library) -> Verdict:
    """The same verdict as on the page that compares the two."""
    return _verdict(one, other, held_by(learner, library, one, other), library)


def _verdict(one: Profile, other: Profile, held: Levels, library: Library) -> Verdict:
    return decide(side_of(library.catalogue, one.slug), side_of(library.catalogue, other.slug), held)


def _order_sentence(one: Profile, other: Profile, learner: Learner, library: Library) -> str:
    text = VersusWording(library.catalogue).paragraph(verdict_for(one, other, learner, library))
    return text if learner.is_known or learner.says_levels else f"For a newcomer: {text}"


def answer_order(query: Query, learner: Learner, library: Library) -> Answer:
    if len(query.mentions) > 1 and all(mention.skills and not mention.courses for mention in query.mentions):
        return _order_skills(query.mentions, library)
    slugs, trouble = _courses(query, library)
    if trouble:
        return trouble
    one, other = (library.profile(slug) for slug in slugs[:2])
    decide = _order_for if learner.is_known or learner.says_levels else _order_for_anybody
    return replace(decide(one, other, learner, library), notes=readings(query.mentions, slugs, library))


def _order_for(one: Profile, other: Profile, learner: Learner, library: Library) -> Answer:
    verdict = verdict_for(one, other, learner, library)
    first, second = _in_turn(verdict, one, other)
    spared, target = (second, first) if verdict.kind in ("directly", "known") else (first, second)
    items = (*_maths(verdict, learner, library), *_left_out(verdict, learner, library))
    return Answer(
        _order_sentence(one, other, learner, library),
        (first.slug, second.slug),
        (*items, *_both_ways(spared, target, learner, library)),
        links=compare_links([first.slug, second.slug]),
    )


def _in_turn(verdict: Verdict, one: Profile, other: Profile) -> tuple[Profile, Profile]:
    return (other, one) if verdict.first == other.slug else (one, other)


def _maths(verdict: Verdict, learner: Learner, library: Library) -> Iterator[Item]:
    """The courses of the maths part that the verdict speaks of."""
    waiting = {verdict.first: verdict.missing, verdict.second: verdict.between}
    if verdict.kind not in SECOND_FOLLOWS:
        del waiting[verdict.second]
    slugs = [slug for slug, lacking in waiting.items() if slug and set(lacking) & set(MATHS)]
    if not slugs:
        return
    advisor = library.advisor_for(replace(learner.answers, pinned=tuple(slugs)))
    sides = [side_of(advisor.catalogue, slug) for slug in slugs]
    comparison, wording = Comparison(advisor, sides, learner.answers), VersusWording(library.catalogue)
    yield from (Item(wording.maths_part(comparison.maths_part(side))) for side in sides if side.members)


def _left_out(verdict: Verdict, learner: Learner, library: Library) -> Iterator[Item]:
    """What is missed by going directly to the other one."""
    if verdict.kind == "directly" and verdict.second:
        profile = library.profile(verdict.second)
        added = missing(profile.outcomes, held_by(learner, library))
        yield Item(skills_at(library.catalogue, added) or "nothing new", title=f"{profile.title} would add")


def _order_for_anybody(one: Profile, other: Profile, learner: Learner, library: Library) -> Answer:
    wording = VersusWording(library.catalogue)
    verdict = verdict_for(one, other, learner, library)
    knowing = _verdict(one, other, _reader(KNOWS_BASICS, library), library)
    first, second = _in_turn(verdict, one, other)
    items = (
        Item(wording.paragraph(knowing), title="If you know the basics"),
        *_both_ways(first, second, learner, library),
    )
    links = compare_links([first.slug, second.slug])
    answer = Answer(_order_sentence(one, other, learner, library), (first.slug, second.slug), items, links=links)
    if verdict.kind != "required":
        return answer
    return replace(
        answer,
        clarify=_clarify(verdict.because, library),
        links=(*links, *_guide({*first.outcomes, *second.outcomes}, library)),
    )


def _clarify(basics: Levels, library: Library) -> Clarify:
    levels = ",".join(f"{skill}:{level}" for skill, level in basics.items())
    none = ",".join(f"{skill}:0" for skill in basics)
    options = (Option("No, I am new to it", {"levels": none}), Option("Yes", {"levels": levels}))
    return Clarify(f"Do you know {skills_at(library.catalogue, basics, most=4)} already?", options)


def _guide(skills: set[str], library: Library) -> tuple[str, ...]:
    return (guide_link(ML_OR_DL_GUIDE),) if skills >= ML_OR_DL and ML_OR_DL_GUIDE in library.guides else ()


def _both_ways(first: Profile, second: Profile, learner: Learner, library: Library) -> tuple[Item, ...]:
    """What the planner makes of each order: hours in all, with what has to be learned besides."""
    held = learner.held(library)
    lines = []
    for early, late in ((first, second), (second, first)):
        gaps = missing(early.requires, held)
        left = missing(late.requires, raised(held, early.outcomes))
        text = f"to begin {early.title} you need {skills_at(library.catalogue, gaps, most=4) or 'nothing more'}"
        text += f"; after it {late.title} still needs {skills_at(library.catalogue, left, most=4) or 'nothing more'}"
        lines.append(Item(text, title=f"{early.title} first"))
    return (*lines, *_planned(first, second, learner, library))


def _planned(first: Profile, second: Profile, learner: Learner, library: Library) -> tuple[Item, ...]:
    """The shortest way to both, and to the second without the first, each with what they need before."""
    if not first.is_offered or not second.is_offered:
        return ()
    excluded = tuple(sorted({*learner.answers.exclude, first.slug}))
    with_both = replace(learner.answers, pinned=tuple(sorted({first.slug, second.slug})))
    with_one = replace(learner.answers, pinned=(second.slug,), exclude=excluded)
    both, lone = (library.advisor_for(answers).solve(answers) for answers in (with_both, with_one))
    lines = []
    for title, solution, own in (
        ("The shortest way to both", both, {*first.members, *second.members}),
        (f"{second.title} without {first.title}", lone, set(second.members)),
    ):
        if solution.plan.objective.pinned_missing:
            lines.append(Item("no other course in the catalogue fills what is missing", title=title))
            continue
        others = [slug for slug in solution.calendar.order if slug not in own]
        besides = f", with {plural(len(others), 'course')} to prepare" if others else ""
        lines.append(Item(f"about {hours_of_minutes(solution.expected_minutes)} in all{besides}", title=title))
    return tuple(lines)


def _order_skills(mentions: Sequence[Mention], library: Library) -> Answer:
    """Which of two topics comes first, told from what the courses on each ask for."""
    one, other = mentions[0].skills, mentions[1].skills
    if one == other:
        slugs = tuple(slug for slug in [representative(one, library)] if slug)
        return Answer(f"Courses here teach both as one: {_topic(one, library)}.", slugs, links=compare_links(slugs))
    forth, back = _asking(other, one, library), _asking(one, other, library)
    names = [_topic(skills, library) for skills in (one, other)]
    if forth[0] * max(back[1], 1) >= back[0] * max(forth[1], 1):
        first, second, ahead, behind, order = names[0], names[1], forth, back, (one, other)
    else:
        first, second, ahead, behind, order = names[1], names[0], back, forth, (other, one)
    lead = (
        f"{first} first."
        if ahead[0] or behind[0]
        else f"Either can come first: no course on {second} asks for {first}, nor the other way round."
    )
    items = (
        Item(f"{ahead[0]} of {plural(ahead[1], 'course')} on {second} ask for {first} or are easier with it"),
        Item(f"{behind[0]} of {plural(behind[1], 'course')} on {first} ask for {second} or are easier with it"),
    )
    slugs = tuple(dict.fromkeys(slug for skills in order if (slug := representative(skills, library))))
    shown = tuple(Item(in_brief(library.profile(slug)), slug, library.profile(slug).title) for slug in slugs)
    links = (*compare_links(slugs), *_guide({*one, *other}, library))
    return Answer(lead, slugs, (*items, *shown), links=links)


def _topic(skills: Sequence[str], library: Library) -> str:
    if tuple(skills) == ("supervised-learning",):
        return "Machine learning"
    if tuple(skills) == ("neural-networks",):
        return "Deep learning"
    return join(library.catalogue.skills[skill].name for skill in skills)


def _asking(later: Sequence[str], earlier: Sequence[str], library: Library) -> tuple[int, int]:
    """How many courses on the later topic ask for the earlier one, or are easier with it, of how many."""
    teachers = {slug for skill in later for slug in library.teachers.get(skill, ())}
    own = [library.profile(slug) for slug in teachers if not set(earlier) & set(library.profile(slug).outcomes)]
    asking = sum(bool(set(earlier) & {*profile.requires, *profile.helpful}) for profile in own)
    return asking, len(own)


def _goals_of(mention: Mention, library: Library) -> list[GoalFacts]:
    return [goal for goal in library.catalogue.goals.values() if tuple(goal.targets) == mention.skills]


def _compare_goals(goals: Sequence[GoalFacts], library: Library) -> Answer:
    items = [Item(f"asks for {skills_at(library.catalogue, goal.targets)}", title=goal.title) for goal in goals]
    shared = overlap(goals[0].targets, goals[1].targets)
    lead = f"{join(f'“{goal.title}”' for goal in goals[:2])} have {shared} % in common, counted in skill levels."
    return Answer(lead, items=tuple(items), links=(library_link(Filters()),))


def _compare_skills(mentions: Sequence[Mention], library: Library) -> Answer:
    items, slugs = [], []
    for mention in mentions[:MOST]:
        skill = library.catalogue.skills[mention.skills[0]]
        count = len({slug for each in mention.skills for slug in library.teachers.get(each, ())})
        items.append(
            Item(f"“{skill.descriptors[2]}”; {plural(count, 'course')} teach it", title=_topic(mention.skills, library))
        )
        if slug := representative(mention.skills, library):
            slugs.append(slug)
            profile = library.profile(slug)
            items.append(Item(in_brief(profile), slug, profile.title))
    slugs = list(dict.fromkeys(slugs))
    order = _order_skills(mentions, library)
    names = join(_topic(mention.skills, library) for mention in mentions[:MOST])
    return Answer(
        f"{names}: what each lets you say at working level, and a course that stands for it. {order.lead}",
        tuple(slugs),
        (*items, *order.items[:2]),
        links=order.links if len(slugs) < 3 else compare_links(slugs),
    )
