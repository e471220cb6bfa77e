"""The preview of a draft, worked out piece by piece.

A piece takes a bounded time, so that a page can show how far it is. What is worked out waits in the cache; a lost cache
or another process only means doing it again.
"""

import json
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.core.cache import cache

from advisor.catalogues import current_advisor
from advisor.impact.edits import Edit
from advisor.impact.goals import Unreached, newly_unreached
from advisor.impact.idle import Idle, newly_idle
from advisor.impact.paths import Known, PathEffect, PathPreview
from advisor.impact.personas import PersonaEffect, Standard, persona_effects
from advisor.impact.tally import Tally
from advisor.models import Completion, Path, Persona
from advisor.planning import Advisor
from advisor.revisions import Done
from advisor.snapshot import read_catalogue
from catalog.desk.documents import digest
from catalog.desk.drafts import applied
from catalog.graph import read_nodes, skill_names
from catalog.loops import Nodes, describe_nesting, describe_succession, describe_waiting
from catalog.models import CatalogueVersion, Draft

SECONDS_A_PIECE = 0.8
PATHS_AT_ONCE = 20
KEPT_FOR_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a preview holds for: one document on one state of the catalogue, on one day."""

    draft: int
    document: str
    token: str
    today: date

    @classmethod
    def of(cls, draft: Draft, *, today: date) -> "Stamp":
        return cls(draft.pk, digest({"document": draft.document}), CatalogueVersion.current() or "", today)

    @property
    def key(self) -> str:
        return digest({"impact": [self.draft, self.document, self.token, self.today.isoformat()]})


@dataclass
class Impact:
    """`loops` are sentences. With `refusal`, a sentence, the draft can't be written and nothing else is known.

    `last` is the key of the last path held against the edit; `is_whole` says that none is left.
    """

    total: int = 0
    refusal: str = ""
    personas: tuple[PersonaEffect, ...] = ()
    unreached: tuple[Unreached, ...] = ()
    goals_gone: tuple[str, ...] = ()
    idle: tuple[Idle, ...] = ()
    loops: tuple[str, ...] = ()
    tally: Tally = field(default_factory=Tally)
    last: int = 0
    is_whole: bool = False


class _Workshop:
    """All that the pieces of one preview share within a process."""

    def __init__(self, stamp: Stamp) -> None:
        before = current_advisor()
        old = read_nodes()
        with applied(Draft.objects.get(pk=stamp.draft)):
            after = Advisor(read_catalogue())
            self.loops = tuple(_new_loops(old, read_nodes(), skill_names()))
        self.edit = Edit(before, after)
        self.paths = PathPreview(self.edit, _known(stamp.token), stamp.today)
        self._effects: dict[str, PathEffect] = {}

    def effect(self, path: Path, done: Done) -> PathEffect:
        """Paths of the same problem are worked out once."""
        if not self.edit.changes_planning:
            return self.paths.effect(path, done)
        asked = [
            path.answers,
            path.problem,
            path.snapshot.digest,
            [[step["course"], step["within"]] for step in path.plan["steps"]],
            [sorted(done.finished), sorted(done.under_way)],
        ]
        key = json.dumps(asked, sort_keys=True)
        if key not in self._effects:
            self._effects[key] = self.paths.effect(path, done)
        return self._effects[key]


@lru_cache(maxsize=2)
def _workshop(stamp: Stamp) -> _Workshop:
    return _Workshop(stamp)


@lru_cache(maxsize=1)
def _known(token: str) -> Known:
    return Known()


def edit_of(stamp: Stamp) -> Edit:
    """Raises ValueError as `applied` does."""
    return _workshop(stamp).edit


def forget() -> None:
    """As in a process that has just started."""
    _workshop.cache_clear()
    _known.cache_clear()


def _new_loops(before: Nodes, after: Nodes, skills: dict[str, str]) -> Iterator[str]:
    if waiting := describe_waiting(after, skills, before=before):
        yield waiting
    for describe in (describe_nesting, describe_succession):
        sentence = describe(after)
        if sentence and sentence != describe(before):
            yield sentence


def standards() -> tuple[Standard, ...]:
    return tuple(Standard(row.name, row.answers, row.expectations) for row in Persona.objects.active())


def impact_so_far(stamp: Stamp) -> Impact | None:
    found = cache.get(stamp.key)
    return found if isinstance(found, Impact) else None


def go_on(stamp: Stamp, *, seconds: float = SECONDS_A_PIECE) -> Impact:
    """The impact with another piece worked out, of about so many seconds; the first piece is all but the paths."""
    until = time.monotonic() + seconds
    found = impact_so_far(stamp) or _begin(stamp)
    while not found.is_whole and time.monotonic() < until:
        _hold_paths(found, _workshop(stamp), until)
    cache.set(stamp.key, found, KEPT_FOR_SECONDS)
    return found


def _begin(stamp: Stamp) -> Impact:
    try:
        shop = _workshop(stamp)
    except ValueError as error:
        return Impact(refusal=str(error), is_whole=True)
    edit, today = shop.edit, stamp.today
    before, after = edit.before.catalogue, edit.after.catalogue
    effects = persona_effects(standards(), edit, today=today)
    return Impact(
        total=Path.objects.active().count(),
        personas=effects,
        unreached=newly_unreached(edit.before, edit.after, effects, today=today),
        goals_gone=tuple(goal.title for slug, goal in before.goals.items() if slug not in after.goals),
        idle=newly_idle(before, after),
        loops=shop.loops,
    )


def _hold_paths(found: Impact, shop: _Workshop, until: float) -> None:
    waiting = Path.objects.active().filter(pk__gt=found.last).select_related("snapshot").defer("snapshot__catalog")
    paths = list(waiting.order_by("pk")[:PATHS_AT_ONCE])
    done = _done([path.user_id for path in paths])
    for path in paths:
        found.tally.add(shop.effect(path, done[path.user_id]))
        found.last = path.pk
        if time.monotonic() > until:
            return
    found.is_whole = len(paths) < PATHS_AT_ONCE


def _done(users: Sequence[int]) -> dict[int, Done]:
    states: defaultdict[int, dict[str, str]] = defaultdict(dict)
    rows = Completion.objects.filter(user__in=users).values_list("user_id", "course__slug", "state")
    for user, course, state in rows:
        states[user][course] = state
    return {user: Done.of(states[user]) for user in users}
