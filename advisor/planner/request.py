"""A learner's question on a compiled catalogue: what is held, what is wanted, which options matter and are open."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from advisor.planner.compiled import CompiledCatalog, Option
from advisor.planner.pricing import course_allowed, price_allowed, program_allowed
from advisor.planner.problem import Learner


class Choice(NamedTuple):
    """An open option as the learner sees it, facts held at the start and facts of no use left out.

    `at` is its position in the catalogue; `helps` are the facts that cost points when not held at the course.
    """

    at: int
    option: Option
    needs: int
    gives: int
    helps: int


class Request:
    """Facts held at the start, facts wanted, and the open options that could lead from the one to the other.

    `pins` gives each pinned course that is not taken a fact of its own, above the facts of the catalogue. With
    `lifted` the filters bar nothing; options that they would bar are told by `is_barred`. Facts that are `assumable`
    count as within reach.
    """

    def __init__(
        self, compiled: CompiledCatalog, learner: Learner, *, lifted: bool = False, assumable: int = 0
    ) -> None:
        self.compiled = compiled
        self.learner = learner
        self.lifted = lifted
        self.assumable = assumable
        self.taken = frozenset(compiled.course_at[course] for course in learner.taken)
        self.held = self._held()
        self.goal = self._facts(learner.goal) & ~self.held
        pinned = sorted(compiled.course_at[course] for course in learner.pinned - learner.taken)
        self.pins = {course: 1 << compiled.fact_count + k for k, course in enumerate(pinned)}
        self.dismissed = self._dismissed()
        self.wanted = self.goal | sum(self.pins.values())
        self.counts_helps = learner.weights.help > 0
        filters = learner.filters
        self.filtered = bool(filters.free_only or filters.languages or filters.exclude) and not lifted
        useful, self.relevant = self._walk_back()
        self.choices, self.reachable = self._walk_forward(useful)
        self.wanted &= self.reachable

    def needs(self, option: Option) -> int:
        """Facts the option asks for that are not held at the start."""
        needs = option.needs & ~self.held
        if option.course in self.dismissed:
            needs &= ~self.dismissed[option.course]
        return needs

    def gives(self, option: Option) -> int:
        """New facts the option gives, those of no use left out."""
        gives = option.gives & self.relevant
        if option.course in self.pins:
            gives |= self.pins[option.course]
        return gives

    def helps(self, course: int) -> int:
        """Facts that cost points when they are not held at the course."""
        if not self.counts_helps:
            return 0
        return self.compiled.helps[course] & ~self.held & ~self.dismissed.get(course, 0)

    def is_open(self, option: Option) -> bool:
        return option.course not in self.taken and not (self.filtered and self.is_barred(option))

    def is_barred(self, option: Option) -> bool:
        """Whether a filter forbids the option."""
        compiled, learner = self.compiled, self.learner
        if option.program is not None and not program_allowed(learner, compiled.programs[option.program]):
            return True
        if option.course is None:
            return False
        course = compiled.courses[option.course]
        if not course_allowed(learner, course):
            return True
        return not price_allowed(learner, course, alone=option.program is None)

    def _held(self) -> int:
        held = self._facts(self.learner.levels)
        credited = -1 if self.learner.credits_taken else -1 << self.compiled.skill_fact_count
        for course in self.taken:
            held |= self.compiled.teaches[course] & credited
        return held

    def _facts(self, levels: Mapping[str, int]) -> int:
        facts = 0
        for skill, level in levels.items():
            facts |= self.compiled.skill_facts(skill, level)
        return facts

    def _dismissed(self) -> dict[int, int]:
        dismissed: dict[int, int] = {}
        top = self.compiled.catalog.max_level
        for course, skill in self.learner.dismissed:
            at = self.compiled.course_at[course]
            dismissed[at] = dismissed.get(at, 0) | self.compiled.skill_facts(skill, top)
        return dismissed

    def _walk_back(self) -> tuple[list[tuple[int, int]], int]:
        """Positions and needs of the open options that give anything the wanted facts rest on, and all those facts."""
        options, givers = self.compiled.options, self.compiled.givers
        found: list[tuple[int, int]] = []
        visited: set[int] = set()
        pending = seen = self.goal
        queue: Iterable[int] = [at for course in self.pins for at in self.compiled.options_of[course]]
        while queue or pending:
            for at in queue:
                if at in visited:
                    continue
                visited.add(at)
                option = options[at]
                if self.is_open(option):
                    asks = self.needs(option)
                    found.append((at, asks))
                    if self.counts_helps and option.course is not None:
                        asks |= self.helps(option.course)
                    pending |= asks & ~seen
                    seen |= asks
            lowest = pending & -pending
            pending ^= lowest
            queue = givers[lowest.bit_length() - 1] if lowest else ()
        return found, seen

    def _walk_forward(self, useful: list[tuple[int, int]]) -> tuple[list[Choice], int]:
        """The options that can ever be taken, in the catalogue's order, and all facts within reach."""
        options = self.compiled.options
        waiting = [(at, needs, self.gives(options[at])) for at, needs in useful]
        usable: list[tuple[int, int, int]] = []
        reached, reachable = self.assumable, -1
        while reached != reachable:
            reachable, later = reached, []
            for entry in waiting:
                if entry[1] & ~reached:
                    later.append(entry)
                elif entry[2]:
                    reached |= entry[2]
                    usable.append(entry)
            waiting = later
        usable.sort()
        return [self._choice(*entry) for entry in usable], reachable

    def _choice(self, at: int, needs: int, gives: int) -> Choice:
        option = self.compiled.options[at]
        return Choice(at, option, needs, gives, 0 if option.course is None else self.helps(option.course))
