"""Files of 10,000 courses in and out: processor seconds, the longest request of the dry run, and the most memory.

    python -m tests.bench.exchange_bench
    python -m tests.bench.exchange_bench --rows 2000

Each format has a database and processes of its own, so that one does not hide what another takes. The file holds the
shipped courses again and again under other names; it is uploaded and checked a step at a time as in the admin. Checked,
files of all formats are the same, so that only the first one is applied; then everything is exported in each format.
Ends with 1 when a process takes more memory than the limit.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any

LIMIT_MEGABYTES = 200
FORMATS = ("csv", "xlsx", "json")


def start(database: Path) -> None:
    """Settings are read from here on."""
    os.environ["DATABASE_URL"] = f"sqlite:///{database}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()


def prepare(directory: Path, rows: int) -> None:
    """A database with the shipped catalogue, and the files."""
    start(directory / "shipped.sqlite3")
    from django.core.management import call_command
    from django.db import connection

    from advisor.models import User
    from catalog.exchange.writing import documents
    from catalog.models import Course

    call_command("migrate", verbosity=0)
    call_command("load_catalog", verbosity=0)
    User.objects.create_user("curator@example.org", is_staff=True, is_superuser=True)
    shipped = [document for document in documents(Course.objects.all()) if not document["parts"]]
    copies = [
        {**document, "slug": f"copy-{number}", "title": f"{document['title'][:180]} {number}", "superseded_by": None}
        for number, document in enumerate(islice(cycle(shipped), rows))
    ]
    for format in FORMATS:
        write(copies, format, directory / f"courses.{format}")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def write(found: Any, format: str, target: Path) -> None:
    from catalog.exchange.writing import write_csv, write_json, write_xlsx

    if format == "xlsx":
        with write_xlsx(found) as book, target.open("wb") as file:
            shutil.copyfileobj(book, file)
        return
    with target.open("w", encoding="utf-8", newline="") as file:
        file.writelines((write_csv if format == "csv" else write_json)(found))


def bring_in(path: Path, *, applies: bool) -> None:
    from advisor.models import User
    from catalog.exchange import jobs
    from catalog.exchange.reading import File

    user = User.objects.get()
    file = File(path.name, path.suffix[1:], lambda: path.open("rb"))
    uploaded, job = timed(lambda: jobs.begin(file, by=user, publishes=False))
    steps = []
    while job.state == "checking":
        steps.append(timed(lambda: jobs.check_on(job))[0])
    assert job.state == "ready", list(job.rows.filter(verdict="wrong")[:3].values_list("number", "problems"))
    print(
        f"{path.suffix[1:]:4} in:  upload {uploaded:.1f} s, {len(steps)} steps of at most {max(steps):.1f} s and "
        f"{sum(steps):.1f} s together, {peak()} MB",
        flush=True,
    )
    if applies:
        seconds, done = timed(lambda: jobs.apply(job, by=user, digest=job.digest))
        print(f"      applied in {seconds:.1f} s: {done.added:,} courses, {peak()} MB")


def bring_out(path: Path) -> None:
    from catalog.exchange.writing import documents
    from catalog.models import Course

    seconds, _ = timed(lambda: write(documents(Course.objects.all()), path.suffix[1:], path))
    print(f"{path.suffix[1:]:4} out: {seconds:.1f} s, {path.stat().st_size / 1e6:.1f} MB of file, {peak()} MB")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the processor, so that what else runs on the machine does not count."""
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def peak() -> int:
    """Megabytes of this process at its largest."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run_each(directory: Path, rows: int) -> int:
    """How many processes took too much memory or failed."""
    print(f"Writing files of {rows:,} courses", flush=True)
    run("--prepare", str(directory), "--rows", str(rows))
    failed = 0
    for format in FORMATS:
        database = directory / f"{format}.sqlite3"
        shutil.copy(directory / "shipped.sqlite3", database)
        failed += run("--in", str(directory / f"courses.{format}"), "--database", str(database))
    for format in FORMATS:
        database = directory / f"{FORMATS[0]}.sqlite3"
        failed += run("--out", str(directory / f"again.{format}"), "--database", str(database))
    return failed


def run(*arguments: str) -> int:
    return int(subprocess.run([sys.executable, "-m", "tests.bench.exchange_bench", *arguments]).returncode != 0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    for name in ("--prepare", "--in", "--out", "--database"):
        parser.add_argument(name, type=Path, help=argparse.SUPPRESS)
    options = vars(parser.parse_args())
    if options["prepare"]:
        prepare(options["prepare"], options["rows"])
        return 0
    if not options["database"]:
        with tempfile.TemporaryDirectory() as directory:
            return int(run_each(Path(directory), options["rows"]) > 0)
    start(options["database"])
    if options["in"]:
        bring_in(options["in"], applies=options["in"].suffix == f".{FORMATS[0]}")
    else:
        bring_out(options["out"])
    return int(peak() > LIMIT_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
