"""Lints that need goals, saved paths or the planner."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from django.db.models import Count

from advisor.catalogues import current_advisor
from advisor.impact.goals import unreached_from_nothing
from advisor.impact.idle import Idle, idle_courses, learnable
from advisor.impact.tally import SMALLEST_GROUP
from advisor.impact.wording import idle_sentence
from advisor.models import Goal, Step, Target
from advisor.planning import Advisor
from advisor.snapshot import CourseFacts
from catalog.health.lints import Lint, Row, Severity, register
from catalog.health.shelf import Shelf
from catalog.models import Course, Level, Requirement

# Other lints, or the course's own page, say these already.
SAID_ELSEWHERE = {"not-offered", "no-hours", "older"}


def unreachable_goals(shelf: Shelf) -> Iterator[Row]:
    advisor = current_advisor()
    catalogue = advisor.catalogue
    rows = {goal.title: goal for goal in Goal.objects.all()}
    slugs = {skill.name: skill.slug for skill in catalogue.skills.values()}
    for found in unreached_from_nothing(advisor, today=shelf.today):
        goal = rows[found.goal]
        for name in found.skills:
            level = catalogue.goals[goal.slug].targets[slugs[name]]
            what = f"Who knows nothing can't get to {name} at {Level(level).label}: {gap(slugs[name], level, advisor)}."
            yield Row(goal.title, what, goal, "targets-group")


@lru_cache(maxsize=1)
def within_reach(advisor: Advisor) -> tuple[Mapping[str, CourseFacts], Mapping[str, int]]:
    """The courses that can be planned, and the levels that they lead to."""
    planned = {slug: course for slug, course in advisor.catalogue.offered.items() if not course.is_bundle}
    return planned, learnable(planned)


def gap(skill: str, level: int, advisor: Advisor) -> str:
    """Where the way to the skill breaks: the first need on it that no course leads to."""
    (planned, held), skills = within_reach(advisor), advisor.catalogue.skills
    seen = {(skill, level)}
    while True:
        teachers = [course for course in planned.values() if course.teaches.get(skill, 0) >= level]
        if not teachers:
            return f"no course that can be planned teaches {skills[skill].name} at {Level(level).label}"
        lacking = [
            (course.title, need, at)
            for course in teachers
            for need, at in course.requires.items()
            if held.get(need, 0) < at
        ]
        if not lacking:
            return "its courses can't be taken before the parts that come first in their bundles"
        further = [each for each in lacking if each[1:] not in seen]
        if not further:
            title, need, at = lacking[0]
            return f"“{title}” requires {skills[need].name} at {Level(at).label}, in a circle"
        _, skill, level = further[0]
        seen.add((skill, level))


def untaught_skills(shelf: Shelf) -> Iterator[Row]:
    """The highest need of each skill that is above what courses lead to; a goal's need is told before a course's."""
    needs = [(target.level, target.skill_id, target.goal) for target in Target.objects.select_related("goal")]
    public = {course.pk for course in shelf.published}
    highest_taught = shelf.highest_taught
    asked = [
        (ask.level, ask.skill_id, shelf.courses[ask.course_id])
        for ask in shelf.asks
        if ask.level > highest_taught.get(ask.skill_id, 0)
        and ask.kind == Requirement.Kind.REQUIRED
        and ask.course_id in public
    ]
    told: set[int] = set()
    for level, skill, row in sorted([*needs, *asked], key=lambda need: (-need[0], not isinstance(need[2], Goal))):
        taught = highest_taught.get(skill, 0)
        if level > taught and skill not in told:
            told.add(skill)
            highest = f"courses lead to {Level(taught).label} only" if taught else "no course teaches it"
            who, anchor = ("wants", "targets-group") if isinstance(row, Goal) else ("requires", "requirements-group")
            what = f"“{row}” {who} it at {Level(level).label}, and {highest}."
            yield Row(shelf.skills[skill].name, what, row, anchor)


def orphan_skills(shelf: Shelf) -> Iterator[Row]:
    used = {skill for levels in shelf.teaches.values() for skill in levels} | {ask.skill_id for ask in shelf.asks}
    used |= set(Target.objects.order_by("pk").values_list("skill_id", flat=True))
    for pk, skill in shelf.skills.items():
        if pk not in used:
            yield Row(skill.name, "No course teaches or asks for it, and no goal wants it.", skill, "name")


def idle(shelf: Shelf) -> Iterator[Row]:
    return (row for why, row in idle_rows(shelf) if why not in {*SAID_ELSEWHERE, "dominated"})


def dominated(shelf: Shelf) -> Iterator[Row]:
    return (row for why, row in idle_rows(shelf) if why == "dominated")


def idle_rows(shelf: Shelf) -> Iterator[tuple[str, Row]]:
    """Courses that are never recommended, by slug, each with the kind of reason."""
    anchors = {"unreachable": "requirements-group", "useless": "outcomes-group"}
    advisor = current_advisor()
    rows = {course.slug: course for course in shelf.courses.values()}
    for slug, found in sorted(known_idle(advisor).items()):
        anchor = anchors.get(found.why, "status")
        yield found.why, Row(rows[slug].title, idle_sentence(found, advisor.catalogue), rows[slug], anchor)


@lru_cache(maxsize=1)
def known_idle(advisor: Advisor) -> Mapping[str, Idle]:
    """Worked out once for a catalogue: two lints ask for it, on the page each in a request of its own."""
    return idle_courses(advisor.catalogue)


def retired_on_paths(shelf: Shelf) -> Iterator[Row]:
    steps = Step.objects.filter(
        path__is_archived=False, course__status=Course.Status.RETIRED, course__superseded_by__isnull=True
    )
    counts = steps.order_by().values_list("course_id").annotate(people=Count("path__user", distinct=True))
    for pk, people in counts.filter(people__gte=SMALLEST_GROUP).order_by("course__title"):
        course = shelf.courses[pk]
        yield Row(course.title, f"The paths of {people} people name it.", course, "superseded_by")


for lint in (
    Lint(
        "unreachable-goals",
        "Goals that can't be reached",
        "Learners choose the goal and get a path that stops short of it.",
        Severity.WRONG,
        unreachable_goals,
        is_slow=True,
    ),
    Lint(
        "untaught-skills",
        "Skills that nobody teaches",
        "Only learners who bring the skill along can follow the course or meet the goal.",
        Severity.DOUBTFUL,
        untaught_skills,
    ),
    Lint(
        "idle-courses",
        "Courses that are never recommended",
        "Nobody gets such a course unless they ask for it by name; often a need or a skill is entered wrongly.",
        Severity.DOUBTFUL,
        idle,
        is_slow=True,
    ),
    Lint(
        "retired-on-paths",
        "Retired courses without a successor that paths still name",
        "The learners on these paths are told that the course is gone, and not what to take instead.",
        Severity.DOUBTFUL,
        retired_on_paths,
    ),
    Lint(
        "dominated-courses",
        "Courses that another one replaces",
        "Another course does as much for no more, so this one is never recommended; is what sets it apart entered?",
        Severity.UNTIDY,
        dominated,
        is_slow=True,
    ),
    Lint(
        "orphan-skills",
        "Skills that nothing uses",
        "Learners may be asked about a skill that changes nothing.",
        Severity.UNTIDY,
        orphan_skills,
    ),
):
    register(lint)
