"""Imports in the admin: uploaded, checked a piece at a time, applied once."""

import gzip
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from hashlib import file_digest
from io import BytesIO
from shutil import copyfileobj
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalog.exchange.applying import Done, Overtaken, Refused, apply_file
from catalog.exchange.checking import Checked, Known, Verdict, add_to_trail, check_file, outline
from catalog.exchange.cycles import find_loop, node_data, present_nodes
from catalog.exchange.problems import Problem, Unreadable
from catalog.exchange.reading import OPEN_EDX, File
from catalog.exchange.workbooks import row_lines
from catalog.models import CatalogueImport, ImportedRow

State = CatalogueImport.State
# One request checks for about this long, so that a page answers while a large file is being checked.
SECONDS_A_STEP = 0.8
KEPT_FOR = timedelta(days=7)
MOST_EACH = 5
LONGEST_SHOWN = 300


def file_of(job: CatalogueImport) -> File:
    content = bytes(job.content)
    return File(
        name=job.name,
        format=job.format,
        open=lambda: gzip.open(BytesIO(content)),  # type: ignore[arg-type,return-value]
        mapping=job.mapping,
        platform=job.platform,
        is_kept=True,
    )


def begin(file: File, *, by: Any, publishes: bool) -> CatalogueImport:
    """Keeps the file, packed, in the database; old imports go. Raises Unreadable."""
    coming, total = outline(file)
    with file.open() as stream:
        digest = file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
    packed = BytesIO()
    with file.open() as stream, gzip.open(packed, "wb", compresslevel=3) as target:
        if file.format == "xlsx":
            target.writelines(row_lines(stream))
        else:
            copyfileobj(stream, target)
    with transaction.atomic():
        forget_old(by)
        return CatalogueImport.objects.create(
            made_by=by,
            name=file.name[:200],
            format=file.format,
            mapping=file.mapping,
            platform=file.platform,
            publishes=publishes and file.mapping != OPEN_EDX,
            digest=digest,
            content=packed.getvalue(),
            outline=coming,
            total=total,
        )


def forget_old(by: Any) -> None:
    """Imports past their age, and those of this user but for the newest."""
    CatalogueImport.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()
    newest = CatalogueImport.objects.filter(made_by=by).values_list("pk", flat=True)[: MOST_EACH - 1]
    CatalogueImport.objects.filter(made_by=by).exclude(pk__in=list(newest)).delete()


def check_on(job: CatalogueImport, *, seconds: float = SECONDS_A_STEP) -> None:
    """Check some more rows; the last step looks for loops. What was checked meanwhile is left alone."""
    if job.state != State.CHECKING:
        return
    until = time.monotonic() + seconds
    found: list[Checked] = []
    try:
        for rows in check_file(file_of(job), Known.read(job.outline), publishes=job.publishes, start=job.checked):
            found += rows
            if time.monotonic() > until:
                break
    except Unreadable as error:
        job.total = job.checked + len(found)
        keep(job, found, [error.problem])
        return
    keep(job, found, [])


def keep(job: CatalogueImport, rows: Sequence[Checked], problems: Sequence[Problem]) -> None:
    checked, trail = job.checked + len(rows), add_to_trail(job.trail, rows)
    with transaction.atomic():
        own = CatalogueImport.objects.filter(pk=job.pk, checked=job.checked, state=State.CHECKING, trail=job.trail)
        if own.update(checked=checked, trail=trail, total=job.total):
            ImportedRow.objects.bulk_create(report(job, rows), batch_size=200)
            keep_problems(job, problems)
            job.checked, job.trail = checked, trail
            if checked >= job.total:
                finish(job)
    job.refresh_from_db(fields=["checked", "trail", "state", "total"])


def report(job: CatalogueImport, rows: Iterable[Checked]) -> Iterable[ImportedRow]:
    for row in rows:
        is_written = row.verdict in (Verdict.ADDED, Verdict.CHANGED)
        yield ImportedRow(
            catalogue_import=job,
            number=row.row,
            slug=row.slug,
            title=row.title,
            verdict=row.verdict,
            changes=[[shown(change.label), shown(change.old), shown(change.new)] for change in row.changes()],
            problems=[[problem.column, shown(problem.message)] for problem in row.problems],
            node=node_data(row.document) if row.document and is_written else None,
        )


def shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def keep_problems(job: CatalogueImport, problems: Iterable[Problem]) -> None:
    """Those that a row of its own did not bring; they join the row where it is reported."""
    for problem in problems:
        row = job.rows.filter(number=problem.row or 0).first() or ImportedRow(
            catalogue_import=job, number=problem.row or 0
        )
        row.verdict = Verdict.WRONG
        row.problems = [*row.problems, [problem.column, shown(problem.message)]]
        row.save()


def finish(job: CatalogueImport) -> None:
    """All rows are checked: what they make together is looked at."""
    if not job.rows.filter(verdict=Verdict.WRONG).exists():
        pending = job.rows.exclude(node=None).values_list("number", "node")
        if loop := find_loop(((number, node) for number, node in pending.iterator() if node), present_nodes()):
            keep_problems(job, [loop])
    is_wrong = job.rows.filter(verdict=Verdict.WRONG).exists()
    CatalogueImport.objects.filter(pk=job.pk).update(state=State.WRONG if is_wrong else State.READY)


def counts(job: CatalogueImport) -> dict[str, int]:
    found = Counter(job.rows.order_by().values_list("verdict", flat=True))
    return {verdict: found[verdict] for verdict in Verdict.values}


def apply(job: CatalogueImport, *, by: Any, digest: str) -> Done:
    """Apply the file that was checked, when its digest is the one that was seen.

    Raises Overtaken when the catalogue changed since; the check then begins anew.
    """
    try:
        with transaction.atomic():
            current = CatalogueImport.objects.select_for_update().get(pk=job.pk)
            if current.state != State.READY or current.digest != digest:
                raise Overtaken("This is not the file that was checked, or it is applied already.")
            done = apply_file(
                file_of(current),
                current.outline,
                by=by,
                comment=f"Import of {current.name}" + (", skills missing" if current.mapping else ""),
                publishes=current.publishes,
                trail=current.trail,
            )
            current.state, current.content, current.applied_at = State.APPLIED, b"", timezone.now()
            current.save(update_fields=["state", "content", "applied_at"])
            current.rows.update(node=None)
    except (Overtaken, Refused) as error:
        restart(job)
        raise Overtaken(f"{error} It is checked anew; look at it again.") from error
    return done


def restart(job: CatalogueImport) -> None:
    with transaction.atomic():
        own = CatalogueImport.objects.filter(pk=job.pk, state__in=[State.READY, State.WRONG])
        if own.update(state=State.CHECKING, checked=0, trail=""):
            ImportedRow.objects.filter(catalogue_import=job).delete()
