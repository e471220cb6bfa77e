"""The chosen courses on the calendar: from steps of a plan to days, hours and money."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from advisor import planner
from advisor.answers import AnswerSet
from advisor.money import Timetable, timetable
from advisor.problems import charge_for
from advisor.schedule import Schedule, Workload, schedule
from advisor.snapshot import Catalogue


@dataclass(frozen=True, slots=True)
class Calendar:
    """`order` is the order on the calendar, which may differ from the planner's where that is cheaper."""

    order: tuple[str, ...]
    within: Mapping[str, str | None]
    timetable: Timetable
    finishes_low: date
    finishes_high: date
    unpriced: tuple[str, ...]

    @property
    def schedule(self) -> Schedule:
        return self.timetable.schedule


def lay_out(
    steps: tuple[planner.Step, ...], answers: AnswerSet, catalogue: Catalogue, held: Mapping[str, int]
) -> Calendar:
    """Schedule and price the steps; `held` are the levels before the first one."""
    within = _bundles(steps, catalogue)
    workloads = tuple(_workloads(steps, within, answers, catalogue, held))
    table = timetable(workloads, weekly_minutes=answers.weekly_minutes, start=answers.start)
    share = table.schedule.share
    low, high = (
        schedule(
            table.workloads, weekly_minutes=answers.weekly_minutes, start=answers.start, which=which, share=share
        ).finishes_on
        for which in ("low", "high")
    )
    unpriced = tuple(
        step.course
        for step in steps
        if not charge_for(catalogue.courses[step.course], certificate=answers.certificate).is_known
    )
    return Calendar(tuple(load.course for load in table.workloads), within, table, low, high, unpriced)


def _bundles(steps: tuple[planner.Step, ...], catalogue: Catalogue) -> dict[str, str | None]:
    """The bundle each course is taken in: the planner's, or one that another course of the path belongs to as well."""
    taken = {step.course for step in steps}
    within = {step.course: step.program for step in steps}
    for bundle in catalogue.courses.values():
        together = [part for part, _ in bundle.parts if part in taken]
        if len(together) > 1:
            for part in together:
                within[part] = within[part] or bundle.slug
    return within


def _workloads(
    steps: tuple[planner.Step, ...],
    within: Mapping[str, str | None],
    answers: AnswerSet,
    catalogue: Catalogue,
    held: Mapping[str, int],
) -> Iterator[Workload]:
    suppliers: dict[tuple[str, int], str] = {}
    levels = dict(held)
    earlier: set[str] = set()
    for step in steps:
        course = catalogue.courses[step.course]
        assert course.minutes is not None
        needs = {suppliers[fact] for fact in course.requires.items() if fact in suppliers}
        needs |= _parts_before(step, catalogue) & earlier
        charge = charge_for(course, certificate=answers.certificate)
        yield Workload(
            course=course.slug,
            low_minutes=course.minutes[0],
            expected_minutes=course.minutes[1],
            high_minutes=course.minutes[2],
            platform=course.platform if charge.monthly else None,
            monthly_price=charge.monthly,
            one_off=charge.one_off,
            one_off_label=course.title,
            needs=frozenset(needs),
            helped_by=frozenset(suppliers[fact] for fact in course.helpful.items() if fact in suppliers),
            bundle=within[course.slug],
        )
        for skill, level in course.teaches.items():
            for gained in range(levels.get(skill, 0) + 1, level + 1):
                suppliers[skill, gained] = course.slug
            levels[skill] = max(levels.get(skill, 0), level)
        earlier.add(course.slug)


def _parts_before(step: planner.Step, catalogue: Catalogue) -> set[str]:
    """The part that a course within a bundle has to follow."""
    if step.program is None:
        return set()
    parts = [part for part, _ in catalogue.courses[step.program].parts]
    index = parts.index(step.course)
    if index == 0 or dict(catalogue.courses[step.program].parts)[step.course]:
        return set()
    return {parts[index - 1]}
