"""A catalogue turned into bits once, to be planned on for many learners.

A fact is one bit: a skill held at a level (level 2 implies the bit of level 1), a program enrolled in, or a course done
that a later part of a program waits for. An option is one way to spend effort: a course on its own, a course within a
program, or enrolling in a program.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.planner.checks import check_catalog
from advisor.planner.problem import Catalog, Course, Program


@dataclass(frozen=True, slots=True)
class Option:
    """`course` and `program` are positions; enrolling has no course, a course on its own no program.

    `needs` names only the highest level asked of a skill; `needs_all` and `gives` hold the lower levels too.
    """

    course: int | None
    program: int | None
    needs: int
    needs_all: int
    gives: int


@dataclass(frozen=True, slots=True)
class CompiledCatalog:
    """`courses` and `programs` are sorted by id, so the order of rows is of no consequence."""

    catalog: Catalog
    courses: tuple[Course, ...]
    programs: tuple[Program, ...]
    course_at: Mapping[str, int]
    skill_at: Mapping[str, int]
    options: tuple[Option, ...]
    """By course, then program; those that enrol come first."""
    options_of: tuple[tuple[int, ...], ...]
    """Options of each course."""
    givers: tuple[tuple[int, ...], ...]
    """Options that give each fact."""
    helps: tuple[int, ...]
    """Facts that help in each course and that its requirements do not imply."""
    helps_all: tuple[int, ...]
    """The same with the lower levels."""
    teaches: tuple[int, ...]
    """Facts that each course gives, the one of being done included."""

    @property
    def fact_count(self) -> int:
        return len(self.givers)

    @property
    def skill_fact_count(self) -> int:
        """Facts about skills are the lowest; those about programs and courses come after them."""
        return len(self.catalog.skills) * self.catalog.max_level

    def skill_facts(self, skill: str, level: int) -> int:
        """The bits of the skill up to the level."""
        return ((1 << level) - 1) << self.skill_at[skill] * self.catalog.max_level

    def skill_fact(self, skill: str, level: int) -> int:
        """The bit of the skill at the level, 0 for level 0."""
        return 1 << self.skill_at[skill] * self.catalog.max_level + level - 1 if level else 0


def compile_catalog(catalog: Catalog) -> CompiledCatalog:
    """Raises ValueError, naming the place, when the catalogue makes no sense."""
    check_catalog(catalog)
    return _Compiler(catalog).result()


class _Compiler:
    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.courses = tuple(sorted(catalog.courses, key=lambda course: course.id))
        self.programs = tuple(sorted(catalog.programs, key=lambda program: program.id))
        self.course_at = {course.id: i for i, course in enumerate(self.courses)}
        self.skill_at = {skill: i for i, skill in enumerate(sorted(catalog.skills))}
        self.enrolled_at = len(catalog.skills) * catalog.max_level
        self.done: dict[str, int] = {}
        for program in self.programs:
            for before, part in zip(program.parts, program.parts[1:], strict=False):
                if part not in program.standalone and before not in self.done:
                    self.done[before] = 1 << self.enrolled_at + len(self.programs) + len(self.done)

    def top(self, levels: Mapping[str, int]) -> int:
        size = self.catalog.max_level
        return sum(1 << self.skill_at[skill] * size + level - 1 for skill, level in levels.items() if level)

    def all(self, levels: Mapping[str, int]) -> int:
        size = self.catalog.max_level
        return sum(((1 << level) - 1) << self.skill_at[skill] * size for skill, level in levels.items())

    def result(self) -> CompiledCatalog:
        teaches = tuple(self.all(course.teaches) | self.done.get(course.id, 0) for course in self.courses)
        options = self.options(teaches)
        options_of: list[list[int]] = [[] for _ in self.courses]
        givers: list[list[int]] = [[] for _ in range(self.enrolled_at + len(self.programs) + len(self.done))]
        for i, option in enumerate(options):
            if option.course is not None:
                options_of[option.course].append(i)
            for fact in bit_positions(option.gives):
                givers[fact].append(i)
        return CompiledCatalog(
            catalog=self.catalog,
            courses=self.courses,
            programs=self.programs,
            course_at=self.course_at,
            skill_at=self.skill_at,
            options=options,
            options_of=tuple(map(tuple, options_of)),
            givers=tuple(map(tuple, givers)),
            helps=tuple(self.top(course.helps) & ~self.all(course.requires) for course in self.courses),
            helps_all=tuple(self.all(course.helps) for course in self.courses),
            teaches=teaches,
        )

    def options(self, teaches: tuple[int, ...]) -> tuple[Option, ...]:
        in_program = {part for program in self.programs for part in program.parts}
        standalone = {part for program in self.programs for part in program.standalone}
        options = []
        for i, course in enumerate(self.courses):
            if course.id in standalone or course.id not in in_program:
                options.append(self.option(i, None, 0, teaches[i]))
        for p, program in enumerate(self.programs):
            enrolled = 1 << self.enrolled_at + p
            options.append(Option(None, p, 0, 0, enrolled))
            for k, part in enumerate(program.parts):
                first = k == 0 or part in program.standalone
                waits = enrolled if first else enrolled | self.done[program.parts[k - 1]]
                at = self.course_at[part]
                options.append(self.option(at, p, waits, teaches[at]))
        return tuple(sorted(options, key=_place))

    def option(self, course: int, program: int | None, waits: int, gives: int) -> Option:
        requires = self.courses[course].requires
        return Option(course, program, self.top(requires) | waits, self.all(requires) | waits, gives)


def _place(option: Option) -> tuple[int, int]:
    return (
        -1 if option.course is None else option.course,
        -1 if option.program is None else option.program,
    )


def bit_positions(mask: int) -> list[int]:
    """Positions of the bits that are set, lowest first."""
    positions = []
    while mask:
        low = mask & -mask
        positions.append(low.bit_length() - 1)
        mask ^= low
    return positions
