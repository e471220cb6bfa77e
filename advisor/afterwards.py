"""What a path leaves uncovered that work will ask for, and courses of the catalogue that would cover it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from advisor.answers import AnswerError, AnswerSet, Budget, parse_answers
from advisor.journey import LEVEL_WORDS, hours_text
from advisor.planning import Advisor, Solution
from advisor.snapshot import Catalogue

Levels = Mapping[str, int]

# Working levels of those who build models themselves, and of those who write code for data at all.
MODELLING = {
    "supervised-learning": 2,
    "neural-networks": 2,
    "reinforcement-learning": 2,
    "recommender-systems": 2,
    "llm-apps": 2,
    "mlops": 2,
}
CODING = {"python": 2, "sql": 2, **MODELLING}


@dataclass(frozen=True, slots=True)
class Theme:
    """Something that courses rarely teach on the way. `targets` are the levels at which it counts as covered.

    It is offered to those who hold one of the levels of `concerns` after their path; nobody else would use it.
    """

    key: str
    title: str
    reason: str
    targets: Levels
    concerns: Levels


THEMES = (
    Theme(
        "messy-data",
        "Messy data",
        "Exercises come with clean tables. At work you find, join and repair the data first.",
        {"data-wrangling": 2},
        CODING,
    ),
    Theme(
        "production",
        "Debugging in production",
        "A model that did well in a notebook fails differently in use, and somebody has to find out why.",
        {"ml-strategy": 2, "mlops": 1},
        MODELLING,
    ),
    Theme(
        "experiments",
        "Experiment tracking",
        "After the tenth run nobody remembers which data and settings gave which result.",
        {"mlops": 2},
        MODELLING,
    ),
    Theme(
        "team-code",
        "Code in a team",
        "Others have to read, test and change what you wrote.",
        {"software-engineering": 2},
        CODING,
    ),
    Theme(
        "interviews",
        "Interviews",
        "Interviews ask you to explain aloud, at a board, what you have done so far with tools at hand.",
        {"ml-interviews": 2},
        MODELLING,
    ),
    Theme(
        "portfolio",
        "Projects to show",
        "Certificates say what you sat through; a project that runs shows what you can do.",
        {"ml-portfolio": 2},
        MODELLING,
    ),
)


@dataclass(frozen=True, slots=True)
class NextCourse:
    slug: str
    title: str
    source: str
    hours: str
    teaches: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NextSteps:
    """A theme that is open, and the shortest way to cover it; `hours` are those of all its courses."""

    theme: Theme
    courses: tuple[NextCourse, ...]
    hours: str


def next_steps(
    *, plan: Mapping[str, Any], answers: object, problem: Mapping[str, Any], advisor: Advisor
) -> Iterator[NextSteps]:
    """The open themes of a saved path in order; a theme that nothing in the catalogue covers is left out.

    The courses of the path count as finished. What the catalogue has lost since then is ignored.
    """
    catalogue = advisor.catalogue
    levels = levels_after(plan, problem, catalogue)
    after = _answers_after(plan, answers, levels, catalogue)
    for theme in THEMES:
        targets = {skill: level for skill, level in theme.targets.items() if skill in catalogue.skills}
        is_open = any(levels.get(skill, 0) < level for skill, level in targets.items())
        if not is_open or not any(levels.get(skill, 0) >= level for skill, level in theme.concerns.items()):
            continue
        solution = advisor.solved(replace(after, targets=targets))
        if solution.plan.steps and not solution.plan.objective.levels_missing:
            yield _next_steps(theme, solution)


def levels_after(plan: Mapping[str, Any], problem: Mapping[str, Any], catalogue: Catalogue) -> dict[str, int]:
    """What the learner held before the path, raised by what its courses teach."""
    levels = dict(problem.get("levels", {}))
    for step in plan["steps"]:
        for skill, level in step["teaches"].items():
            levels[skill] = max(levels.get(skill, 0), level)
    return {skill: level for skill, level in levels.items() if skill in catalogue.skills}


def _answers_after(plan: Mapping[str, Any], answers: object, levels: Levels, catalogue: Catalogue) -> AnswerSet:
    """The learner's wishes, without what concerned the path alone: its money, its dates, its pins."""
    try:
        before = parse_answers(answers, catalogue, today=timezone.localdate())
    except AnswerError:
        before = parse_answers({"targets": {next(iter(catalogue.skills)): 1}}, catalogue, today=timezone.localdate())
    finished = {step["course"] for step in plan["steps"]} & catalogue.courses.keys()
    return replace(
        before,
        goal=None,
        levels=levels,
        overrides={},
        dismissed=(),
        taken=tuple(sorted(finished.union(before.taken))),
        pinned=(),
        finish_by=None,
        budget=Budget(free_only=before.budget.free_only, currency=before.budget.currency),
    )


def _next_steps(theme: Theme, solution: Solution) -> NextSteps:
    catalogue = solution.advisor.catalogue
    names = {slug: skill.name for slug, skill in catalogue.skills.items()}
    courses = [catalogue.courses[slug] for slug in solution.calendar.order]
    minutes = [course.minutes or (0, 0, 0) for course in courses]
    return NextSteps(
        theme=theme,
        courses=tuple(
            NextCourse(
                slug=course.slug,
                title=course.title,
                source=" on ".join(dict.fromkeys((course.provider, course.platform))),
                hours=hours_text(low / 60, high / 60),
                teaches=tuple((names[skill], LEVEL_WORDS[level]) for skill, level in course.teaches.items()),
            )
            for course, (low, _, high) in zip(courses, minutes, strict=True)
        ),
        hours=hours_text(sum(low for low, _, _ in minutes) / 60, sum(high for _, _, high in minutes) / 60),
    )
