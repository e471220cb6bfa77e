"""Writing what was read from an exported file into an account: everything in one transaction, nothing twice."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from advisor.actions import plan_steps
from advisor.changes import lock_owner
from advisor.models import Answers, Completion, Dismissal, Goal, Note, Path, Snapshot, Step, StudyLog, User
from advisor.records import digest
from catalog.models import Course, Skill

Json = dict[str, Any]

COMPLETION_FIELDS = ("state", "started_on", "finished_on", "skip_reason", "evidence_url", "project_url")
# SQLite allows about thirty thousand values in a statement.
ROWS_AT_ONCE = 500
# Lists of course slugs within answers.
COURSE_LISTS = ("taken", "pinned", "exclude")
SKILL_LISTS = ("exclude_teaching", "dismissed")
SKILL_TABLES = ("targets", "levels", "overrides")


class UnknownNames(Exception):
    """The file names courses that this catalogue does not have, and nobody has said what to do about it."""

    def __init__(self, courses: tuple[str, ...]) -> None:
        super().__init__(", ".join(courses))
        self.courses = courses


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many of each were added, how many were there already, and what was kept out."""

    added: Mapping[str, int]
    already_there: int
    left_out: tuple[str, ...]


def import_account(*, user: User, document: Mapping[str, Any], leave_out: bool = False) -> Outcome:
    """Add the records of `read_document` to the account. What the account has already stays as it is.

    A path is known by the moment it was made, a completion and a note by the course, hours by course, day, minutes and
    note. Raises UnknownNames for courses that the catalogue does not have; with `leave_out` they are kept out.
    """
    known = Known()
    unknown = tuple(sorted(set(named_courses(document)) - known.courses.keys()))
    if unknown and not leave_out:
        raise UnknownNames(unknown)
    with transaction.atomic():
        lock_owner(user)
        importer = _Importer(user, known)
        importer.paths(document["paths"], document["catalogues"])
        importer.completions(document["completions"])
        importer.study_logs(document["study_logs"])
        importer.notes(document["notes"])
        importer.drafts(document.get("answers", []))
        importer.dismissals(document.get("dismissed", []))
    return Outcome(dict(importer.added), importer.already_there, unknown)


def named_courses(document: Mapping[str, Any]) -> Iterator[str]:
    """Every course that a path leads through or that something was recorded for."""
    for path in document["paths"]:
        for step in path["plan"]["steps"]:
            yield step["course"]
            if step["within"]:
                yield step["within"]
    for name in ("completions", "study_logs", "notes"):
        yield from (row["course"] for row in document[name])


class Known:
    """The names of this catalogue with their keys; drafts are not for learners and count as unknown."""

    def __init__(self) -> None:
        self.courses = dict(Course.objects.visible().values_list("slug", "pk"))
        self.skills = dict(Skill.objects.values_list("slug", "pk"))
        self.goals = dict(Goal.objects.values_list("slug", "pk"))

    def answers(self, answers: Json) -> Json:
        """The answers without names that mean nothing here; they would make the answers unusable."""
        kept = dict(answers)
        for names, known in ((COURSE_LISTS, self.courses), (SKILL_LISTS, self.skills)):
            kept |= {name: [one for one in kept[name] if one in known] for name in names if name in kept}
        for name in SKILL_TABLES:
            if name in kept:
                kept[name] = {skill: level for skill, level in kept[name].items() if skill in self.skills}
        return kept

    def plan(self, plan: Json) -> Json:
        """The plan without courses that are unknown here; the rest as it was, with the hours of what is left."""
        steps = [step for step in plan["steps"] if step["course"] in self.courses]
        kept = {**plan, "steps": [self._step(step) for step in steps]}
        for name in ("known", "not_chosen"):
            if name in plan:
                kept[name] = [told for told in plan[name] if told["course"] in self.courses]
        if "alternatives" in plan:
            kept["alternatives"] = [one for one in plan["alternatives"] if self.courses.keys() >= set(one["courses"])]
        if len(steps) < len(plan["steps"]):
            kept["steps"] = [{**step, "alongside": False} for step in kept["steps"]]
            kept["hours"] = {
                end: round(sum(step["hours"][end] for step in steps), 2) for end in ("low", "expected", "high")
            }
        return kept

    def _step(self, step: Json) -> Json:
        kept = dict(step)
        if step["within"] not in self.courses:
            kept |= {name: None for name in ("within", "within_title") if name in step}
        if "or_else" in step:
            kept["or_else"] = [other for other in step["or_else"] if other["course"] in self.courses]
        return kept


class _Importer:
    def __init__(self, user: User, known: Known) -> None:
        self.user = user
        self.known = known
        self.added: Counter[str] = Counter()
        self.already_there = 0

    def _fresh(self, rows: Iterable[Json], key: str, taken: Collection[object]) -> Iterator[Json]:
        """Rows that the account does not have, of courses that the catalogue has."""
        for row in rows:
            if "course" in row and row["course"] not in self.known.courses:
                continue
            if row[key] in taken:
                self.already_there += 1
            else:
                yield row

    def paths(self, rows: Iterable[Json], catalogues: Mapping[str, Json]) -> None:
        taken = set(Path.objects.owned_by(self.user).values_list("created_at", flat=True))
        snapshots: dict[str, Snapshot] = {}
        for row in self._fresh(rows, "created_at", taken):
            plan = self.known.plan(row["plan"])
            if row["plan"]["steps"] and not plan["steps"]:
                continue
            name = row["catalogue_digest"]
            snapshot = snapshots[name] = snapshots.get(name) or _snapshot(catalogues[name])
            path = Path(
                user=self.user,
                goal_id=self.known.goals.get(row["goal"]),
                title=row["title"],
                answers=self.known.answers(row["answers"]),
                problem=row["problem"],
                plan=plan,
                snapshot=snapshot,
                is_archived=row["is_archived"],
            )
            self._keep("paths", [(path, row)])
            Step.objects.bulk_create(plan_steps(path, plan))

    def completions(self, rows: Iterable[Json]) -> None:
        taken = set(Completion.objects.owned_by(self.user).values_list("course__slug", flat=True))
        self._keep(
            "completions",
            [
                (self._about_course(Completion, row, COMPLETION_FIELDS), row)
                for row in self._fresh(rows, "course", taken)
            ],
        )

    def study_logs(self, rows: Iterable[Json]) -> None:
        """The same hours may have been logged twice on purpose, so equal ones are counted, not merged."""
        here = Counter(StudyLog.objects.filter(user=self.user).values_list("course__slug", "on", "minutes", "note"))
        fresh = []
        for row in self._fresh(rows, "course", ()):
            key = (row["course"], row["on"], row["minutes"], row.get("note", ""))
            if here[key]:
                here[key] -= 1
                self.already_there += 1
            else:
                fresh.append((self._about_course(StudyLog, row, ("on", "minutes", "note")), row))
        self._keep("study logs", fresh)

    def notes(self, rows: Iterable[Json]) -> None:
        taken = set(Note.objects.filter(user=self.user).values_list("course__slug", flat=True))
        fresh = self._fresh(rows, "course", taken)
        self._keep("notes", [(self._about_course(Note, row, ("text",)), row) for row in fresh])

    def drafts(self, rows: Iterable[Json]) -> None:
        """An account has one unfinished questionnaire; a second one comes in as finished."""
        own = Answers.objects.filter(user=self.user)
        has_open = own.filter(is_finished=False).exists()
        fresh = []
        for row in self._fresh(rows, "created_at", set(own.values_list("created_at", flat=True))):
            is_finished = row["is_finished"] or has_open
            has_open = has_open or not is_finished
            data = self.known.answers(row["data"])
            fresh.append((Answers(user=self.user, data=data, trail=row["trail"], is_finished=is_finished), row))
        self._keep("questionnaires", fresh)

    def dismissals(self, rows: Iterable[Json]) -> None:
        taken = set(Dismissal.objects.filter(user=self.user).values_list("skill__slug", flat=True))
        by_skill = {row["skill"]: row for row in rows if row["skill"] in self.known.skills}
        fresh = self._fresh(by_skill.values(), "skill", taken)
        self._keep(
            "dismissed prerequisites",
            [(Dismissal(user=self.user, skill_id=self.known.skills[row["skill"]]), row) for row in fresh],
        )

    def _about_course(self, model: type[models.Model], row: Json, names: Iterable[str]) -> models.Model:
        values = {name: row[name] for name in names if name in row}
        return model(user=self.user, course_id=self.known.courses[row["course"]], **values)

    def _keep(self, what: str, rows: Sequence[tuple[models.Model, Json]]) -> None:
        """Store the rows with the moments they had; storing alone would stamp them with now."""
        if not rows:
            return
        made = [row for row, _ in rows]
        manager = type(made[0])._default_manager
        manager.bulk_create(made, batch_size=ROWS_AT_ONCE)
        names = [name for name in ("created_at", "updated_at") if hasattr(made[0], name)]
        for row, given in rows:
            for name in names:
                setattr(row, name, given.get(name, getattr(row, name)))
        manager.bulk_update(made, names, batch_size=ROWS_AT_ONCE)
        self.added[what] += len(made)


def _snapshot(catalog: Json) -> Snapshot:
    """Named by its content, so a file can neither change another's catalogue nor stand in for it."""
    found, _ = Snapshot.objects.get_or_create(digest=digest(catalog), defaults={"catalog": catalog})
    return found
