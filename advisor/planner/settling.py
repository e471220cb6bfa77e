"""Whether the best path is the same whatever the open levels turn out to be, and which level to ask about next."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from advisor.planner.assuming import path_of, strongest_rival
from advisor.planner.boxes import Box, Implication, narrowed_box, open_levels
from advisor.planner.compiled import CompiledCatalog
from advisor.planner.effort import Effort, LimitReached
from advisor.planner.path import NODE_LIMIT, plan_path
from advisor.planner.problem import Learner, Plan
from advisor.planner.replay import level_history, start_levels

SPLIT_LIMIT = 64
"""How often a box is cut in two before it counts as open; none of 7,500 tiny catalogues needed it more than once."""

MOST_COMPARED = 2
"""How many skills are compared by what each saves alone, a solving each; on the shipped catalogue comparing three or
four asked as many questions (100 learners), comparing all 0.4 fewer of 17 in twice the time (40 learners)."""

Saving = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Settlement:
    """`plan` is the best path at the low ends of `box`, which holds what finished courses and implications add.

    `settled`: every completion of the box has this path, the same courses in the same programs. Otherwise `witness`
    are levels of open skills that give another path, and `gap_levels` and `gap_points` are what knowing better saves
    at the most: pinned courses and goal levels reached beyond the plan's, and points when there are none of those.
    `proven` is false when a limit was reached; then the path counts as open, with every open skill for a witness.
    """

    plan: Plan
    box: Box
    settled: bool
    proven: bool = True
    gap_levels: int = 0
    gap_points: int = 0
    witness: Mapping[str, int] = field(default_factory=dict)


def settle(
    catalog: CompiledCatalog,
    learner: Learner,
    tops: Mapping[str, int],
    implications: Sequence[Implication] = (),
    *,
    node_limit: int = NODE_LIMIT,
) -> Settlement:
    """The settlement of `Settling`."""
    return Settling(catalog, learner, tops, implications, node_limit=node_limit).settlement


class Settling:
    """One learner whose levels are the low ends; `tops` are the highest levels of the skills that are open.

    Raises ValueError for a learner that does not fit the catalogue, and when no completion keeps the implications.
    """

    def __init__(
        self,
        catalog: CompiledCatalog,
        learner: Learner,
        tops: Mapping[str, int],
        implications: Sequence[Implication] = (),
        *,
        node_limit: int = NODE_LIMIT,
    ) -> None:
        self.catalog, self.learner = catalog, learner
        self.implications, self.node_limit = tuple(implications), node_limit
        self.box = self.narrowed(Box(start_levels(catalog, learner), dict(tops)))
        self.splits_left = SPLIT_LIMIT
        self.plans: dict[frozenset[tuple[str, int]], Plan] = {}
        self.plan = self.plan_at(self.box)
        self.path = path_of(self.plan)

    @cached_property
    def settlement(self) -> Settlement:
        try:
            found = self.counterexample(self.box)
        except LimitReached:
            witness = {skill: self.box.top(skill) for skill in self.box.open_skills}
            return Settlement(self.plan, self.box, settled=not witness, proven=False, witness=witness)
        if found is None:
            return Settlement(self.plan, self.box, settled=True)
        levels, points = self.saving(found)
        return Settlement(
            self.plan, self.box, settled=False, gap_levels=levels, gap_points=points, witness=self.above_low(found)
        )

    def next_skill(self, askable: Container[str] | None = None) -> str | None:
        """The open skill to ask about, None when the path is settled or the witness names no skill of `askable`.

        Of the witness's skills that imply most, the one whose top level alone changes the path and saves most. When
        none does so alone, one of a least set of skills that does so together. Ties go by name.
        """
        skills = [skill for skill in sorted(self.settlement.witness) if askable is None or skill in askable]
        if len(skills) < 2 or not self.settlement.proven:
            return next(iter(skills), None)
        alone = {skill: self.narrowed(self.box.raised({skill: self.box.top(skill)})) for skill in skills}
        telling = sorted(skills, key=lambda skill: -sum(alone[skill].lows.values()))[:MOST_COMPARED]
        decisive = [skill for skill in telling if self.changes_path(alone[skill])]
        if not decisive:
            least = self.least_witness()
            decisive = [skill for skill in skills if skill in least] or skills
        return max(sorted(decisive), key=lambda skill: self.saving(alone[skill]))

    def least_witness(self) -> list[str]:
        """Skills of the witness none of which can go back to its low end without the path being the plan's again."""
        witness = self.settlement.witness
        for skill in sorted(witness):
            if skill in witness:
                without = self.narrowed(self.box.capped(skill, self.box.low(skill)))
                fewer = self.narrowed(
                    self.box.raised({name: min(level, without.top(name)) for name, level in witness.items()})
                )
                if self.changes_path(fewer):
                    witness = self.above_low(fewer)
        return sorted(witness)

    def counterexample(self, box: Box) -> Box | None:
        """A part of the box whose low ends have another path, or None. Raises LimitReached.

        What a level saves the path is its own penalties, but for courses that help each other in a circle, which it
        can save more; when that blurs the answer the box is cut in two at a level that the rival supposes.
        """
        if self.changes_path(box):
            return box
        learner, plan = replace(self.learner, levels=box.lows), self.plan_at(box)
        unknown = open_levels(self.catalog, box, self.implications)
        rival = strongest_rival(self.catalog, learner, plan, unknown, Effort(self.node_limit))
        if not (rival.proven and plan.proven):
            raise LimitReached
        if rival.path == self.path and not rival.saves:
            return None
        inside = self.narrowed(box.raised(rival.levels))
        return inside if self.changes_path(inside) else self.in_halves(box, rival.levels)

    def in_halves(self, box: Box, levels: Mapping[str, int]) -> Box | None:
        self.splits_left -= 1
        if self.splits_left < 0 or not levels:
            raise LimitReached
        skill = min(levels)
        upper = self.counterexample(self.narrowed(box.raised({skill: levels[skill]})))
        return upper or self.counterexample(self.narrowed(box.capped(skill, levels[skill] - 1)))

    def plan_at(self, box: Box) -> Plan:
        """The best path at the low ends."""
        key = frozenset(box.lows.items())
        if key not in self.plans:
            learner = replace(self.learner, levels=box.lows)
            self.plans[key] = plan_path(self.catalog, learner, node_limit=self.node_limit)
        return self.plans[key]

    def changes_path(self, box: Box) -> bool:
        return path_of(self.plan_at(box)) != self.path

    def narrowed(self, box: Box) -> Box:
        return narrowed_box(box, self.implications)

    def above_low(self, box: Box) -> dict[str, int]:
        return {skill: box.low(skill) for skill in self.box.open_skills if box.low(skill) > self.box.low(skill)}

    def saving(self, box: Box) -> Saving:
        """What the best path at the box's low ends saves over the plan there."""
        best, plan = self.plan_at(box).objective, self.plan.objective
        after = level_history(self.catalog, self.learner, self.plan)[-1]
        missing = sum(
            max(0, level - max(after.get(skill, 0), box.low(skill))) for skill, level in self.learner.goal.items()
        )
        spared = sum(box.low(skill) >= level for step in self.plan.steps for skill, level in step.unmet_helps)
        gained = plan.pinned_missing + missing - best.pinned_missing - best.levels_missing
        points = plan.points - self.learner.weights.help * spared - best.points
        return gained, 0 if gained else points
