"""Ways to a goal, from what the learner knows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from advisor import planner
from advisor.ask.library import Learner, Library
from advisor.ask.links import course_link
from advisor.ask.naming import choose_between, settled
from advisor.ask.query import Answer, Clarify, Item, Mention, Option, Query
from advisor.ask.sayings import money, number, plural, skills_at
from advisor.planning import Solution
from advisor.wording import LEVEL_WORDS, Wording, join
from advisor.wording import hours as hours_of_minutes

WORKING = 2
FOUNDATIONS = ("python", "school-maths")


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal by its slug, or targets of the learner's own, or a course; `name` says which in words."""

    name: str
    targets: Mapping[str, int]
    goal: str | None = None
    pinned: tuple[str, ...] = ()


def aim_of(query: Query, learner: Learner, library: Library) -> Aim | None:
    """What the question is after; the goal that the learner gave before when it names none."""
    goals, filters = library.catalogue.goals, query.filters
    courses = [slug for slug in settled([m for m in query.mentions if m.courses], library) if isinstance(slug, str)]
    if filters.goal in goals:
        return _goal_aim(str(filters.goal), library)
    if courses:
        slug = courses[0]
        return Aim(library.profile(slug).title, {}, pinned=(slug,))
    skills = filters.skills or tuple(skill for mention in query.mentions for skill in mention.skills)
    if skills:
        targets = {skill: WORKING for skill in skills if library.teachers.get(skill)}
        return Aim(skills_at(library.catalogue, targets), targets) if targets else None
    return _goal_aim(learner.answers.goal, library) if learner.answers.goal in goals else None


def _goal_aim(slug: str | None, library: Library) -> Aim:
    goal = library.catalogue.goals[str(slug)]
    return Aim(f"the goal “{goal.title}”", goal.targets, goal=goal.slug)


def answer_path(query: Query, learner: Learner, library: Library) -> Answer:
    named = [mention for mention in query.mentions if mention.courses]
    unsure = next((one for one in settled(named, library) if isinstance(one, Mention)), None)
    if unsure and not query.filters.goal and not query.filters.skills:
        return choose_between(unsure, library)
    aim = aim_of(query, learner, library)
    if aim is None:
        if query.unread:
            return replace(
                ask_for_goal(library, learner, f"No goal here is called “{' '.join(query.unread)}”."), courses=()
            )
        return ask_for_goal(library, learner, "A path needs a goal.")
    answer, solution = path_of(aim, learner, library)
    if solution is None or not solution.plan.steps:
        return answer
    weeks, minutes = solution.calendar.schedule.weeks, solution.expected_minutes
    bill = solution.calendar.timetable.bill.total_cents
    extent = "" if learner.answers.certificate else " without certificates"
    lead = (
        f"{answer.lead} About {hours_of_minutes(minutes)}: {plural(weeks, 'week')} at "
        f"{number(float(learner.answers.hours_per_week))} "
        f"hours a week, "
        f"{money(bill, learner.answers.budget.currency)}{extent}."
    )
    return replace(answer, lead=lead)


def path_of(aim: Aim, learner: Learner, library: Library) -> tuple[Answer, Solution | None]:
    """The best path with the reason for each step, as a plan made from the same answers has it."""
    offered = {slug for slug in aim.pinned if library.profile(slug).is_offered}
    pinned = tuple(sorted({*learner.answers.pinned, *offered}))
    answers = replace(learner.answers, goal=aim.goal, targets=aim.targets, pinned=pinned)
    advisor = library.advisor_for(answers)
    solution = advisor.solve(answers)
    order = solution.calendar.order
    if not order:
        reached = solution.plan.objective.levels_missing == 0
        text = (
            f"You already hold what {aim.name} asks for."
            if reached and not aim.pinned
            else f"No course in the catalogue leads closer to {aim.name} within these limits."
        )
        return Answer(text, goal=aim.goal), None
    reasons = planner.step_reasons(advisor.compiled, solution.problem.learner, solution.plan)
    wording = Wording(library.catalogue)
    why = {step.course: wording.step(because) for step, because in zip(solution.plan.steps, reasons, strict=True)}
    items = tuple(Item(why[slug], slug, library.profile(slug).title) for slug in order)
    best = "The best path" if solution.plan.proven else "A good path, not proven to be the best,"
    lead = (
        f"{best} to {aim.name} {_from(learner, library)}: {plural(len(order), 'course')}, first "
        f"{library.profile(order[0]).title}."
    )
    notes: tuple[str, ...] = ()
    if solution.plan.objective.levels_missing:
        gaps = planner.unmet(advisor.compiled, solution.problem.learner, solution.plan)
        notes = (f"Out of reach: {join(wording.skill(gap.skill, gap.wanted) for gap in gaps)}.",)
    clarify = None if learner.is_known or learner.says_levels else _ask_for_level(aim, library)
    links = tuple(course_link(slug) for slug in order)
    return Answer(lead, tuple(order), items, notes, clarify=clarify, links=links, goal=aim.goal), solution


def _from(learner: Learner, library: Library) -> str:
    held = {skill: level for skill, level in learner.held(library).items() if level}
    return f"from {skills_at(library.catalogue, held, most=4)}" if held else "from zero"


def _ask_for_level(aim: Aim, library: Library) -> Clarify | None:
    """The foundation that most often changes where a path begins, in the learner's words."""
    relevant = library.lean_advisor.relevant_skills(aim.targets) if aim.targets else ()
    skill = next((skill for skill in FOUNDATIONS if skill in relevant), None)
    if skill is None:
        return None
    facts = library.catalogue.skills[skill]
    options = tuple(
        Option(f"{LEVEL_WORDS[level].capitalize()}: {text}", {"levels": f"{skill}:{level}"})
        for level, text in enumerate(facts.descriptors)
    )
    return Clarify(f"How well do you know {facts.name}?", options)


def ask_for_goal(library: Library, learner: Learner, lead: str) -> Answer:
    options = tuple(Option(goal.title, {"goal": goal.slug}) for goal in library.catalogue.goals.values())
    return Answer(lead, clarify=Clarify("What do you want to do?", options))
