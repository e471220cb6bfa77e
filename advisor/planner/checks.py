"""Refuse catalogues and learners that make no sense, with one line that names the place."""

from collections.abc import Iterable, Mapping

from advisor.planner.problem import RATING_TOP, Catalog, Course, Learner, Program


def check_catalog(catalog: Catalog) -> None:
    """Raises ValueError at the first fault."""
    if catalog.max_level < 1:
        raise ValueError(f"max_level: is {catalog.max_level}, must be at least 1")
    _refuse_repeats("skills", catalog.skills)
    _refuse_repeats("courses", (course.id for course in catalog.courses))
    _refuse_repeats("programs", (program.id for program in catalog.programs))
    skills = frozenset(catalog.skills)
    for course in catalog.courses:
        _check_course(course, skills, catalog.max_level)
    ids = frozenset(course.id for course in catalog.courses)
    for program in catalog.programs:
        _check_program(program, ids)


def check_learner(learner: Learner, catalog: Catalog, course_ids: Iterable[str] | None = None) -> None:
    """Raises ValueError at the first fault; `course_ids` saves collecting them again."""
    skills = frozenset(catalog.skills)
    courses = frozenset(course.id for course in catalog.courses) if course_ids is None else frozenset(course_ids)
    check_levels("levels", learner.levels, skills, catalog.max_level)
    check_levels("goal", learner.goal, skills, catalog.max_level)
    _refuse_unknown("taken", learner.taken, courses)
    _refuse_unknown("pinned", learner.pinned, courses)
    if learner.filters.exclude - courses:
        programs = {program.id for program in catalog.programs}
        _refuse_unknown("filters.exclude", learner.filters.exclude - courses, programs)
    weights = learner.weights
    for name in ("minute", "cent", "quality", "style", "help"):
        _refuse_negative(f"weights.{name}", getattr(weights, name))
    if learner.budget is not None:
        _refuse_negative("budget", learner.budget)
    for place, table in (("surcharges", learner.surcharges), ("prices", learner.prices)):
        _refuse_unknown(place, table, courses)
        for course, value in table.items():
            _refuse_negative(f"{place}.{course}", value)
    _refuse_unknown("dismissed", (course for course, _ in learner.dismissed), courses)
    _refuse_unknown("dismissed", (skill for _, skill in learner.dismissed), skills)


def check_levels(place: str, levels: Mapping[str, int], skills: frozenset[str], max_level: int) -> None:
    for skill, level in levels.items():
        if skill not in skills:
            raise ValueError(f"{place}: unknown skill {skill!r}")
        if not 0 <= level <= max_level:
            raise ValueError(f"{place}.{skill}: is {level}, must be 0 to {max_level}")


def _check_course(course: Course, skills: frozenset[str], max_level: int) -> None:
    place = f"course {course.id!r}"
    _refuse_negative(f"{place}: minutes", course.minutes)
    _refuse_negative(f"{place}: price", course.price)
    if course.rating is not None and not 0 <= course.rating <= RATING_TOP:
        raise ValueError(f"{place}: rating: is {course.rating}, must be 0 to {RATING_TOP}")
    check_levels(f"{place}: requires", course.requires, skills, max_level)
    check_levels(f"{place}: helps", course.helps, skills, max_level)
    check_levels(f"{place}: teaches", course.teaches, skills, max_level)


def _check_program(program: Program, courses: frozenset[str]) -> None:
    place = f"program {program.id!r}"
    _refuse_negative(f"{place}: fee", program.fee)
    _refuse_repeats(f"{place}: parts", program.parts)
    for part in program.parts:
        if part not in courses:
            raise ValueError(f"{place}: parts: {part!r} is missing from courses")
    for part in sorted(program.standalone):
        if part not in program.parts:
            raise ValueError(f"{place}: standalone: {part!r} is none of its parts")


def _refuse_repeats(place: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{place}: {name!r} appears twice")
        seen.add(name)


def _refuse_unknown(place: str, names: Iterable[str], known: Iterable[str]) -> None:
    unknown = sorted(set(names).difference(known))
    if unknown:
        raise ValueError(f"{place}: unknown {unknown[0]!r}")


def _refuse_negative(place: str, value: int) -> None:
    if value < 0:
        raise ValueError(f"{place}: is {value}, must be 0 or more")
