"""Whether pages cost the same for a million people as for a thousand, on PostgreSQL.

    python -m tests.bench.scale_bench                   a million people, or as many as fit in ten minutes of filling
    python -m tests.bench.scale_bench --minutes 1       fewer

A server of its own, thrown away at the end, is filled with copies of one real path: for each person three paths (one of
them archived, one with its steps), seven completions and thirteen logs of study time; a tenth want the weekly digest.
At a thousand people and at the end, dashboard, path page and library are asked for by people drawn by lot, each once,
and the digest looks for the thousand that are due. Ends with 1 when a query scans a table of people's rows from end to
end, or when a page takes more than half as long again as at a thousand.
"""

import argparse
import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any

from tests.postgres import FORGETFUL, postgres_server

PEOPLE = 1_000_000
FEW = 1_000
CHUNK = 5_000
# Both cores of a small machine.
FILLERS = 2
# Above the person who was there already.
OFFSET = 1_000
# A server that only has to be filled fast: nothing in it has to survive.
HASTY = (
    *FORGETFUL,
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=16GB",
    "checkpoint_timeout=1h",
    "autovacuum=off",
    "shared_buffers=1GB",
    "maintenance_work_mem=512MB",
)
ASKED = 30
MOST_RATIO = 1.5
LIBRARY = "/courses/?q=python"
# The digest's morning for everybody who wants it.
MORNING = datetime(2027, 3, 8, 7, tzinfo=UTC)
PEOPLES = {"advisor_user", "advisor_path", "advisor_step", "advisor_completion", "advisor_studylog", "advisor_activity"}

USERS = """INSERT INTO advisor_user (id, password, is_superuser, is_staff, is_active, date_joined, email)
    SELECT g, '!', false, false, true, now(), 'person-' || g || '@example.org' FROM generate_series(%(a)s, %(b)s) g"""
PATHS = """INSERT INTO advisor_path (user_id, goal_id, title, answers, problem, snapshot_id, plan, version,
        checked_basis, is_archived, created_at, updated_at)
    SELECT g, goal_id, title, answers, problem, snapshot_id, plan, version,
        checked_basis, k = 3, created_at, updated_at
    FROM generate_series(%(a)s, %(b)s) g, generate_series(1, 3) k, advisor_path t WHERE t.id = %(path)s"""
STEPS = """INSERT INTO advisor_step (path_id, position, course_id, bundle_id, hours_expected, starts_on, finishes_on)
    SELECT p.id, s.position, s.course_id, s.bundle_id, s.hours_expected, s.starts_on, s.finishes_on
    FROM (SELECT min(id) AS id FROM advisor_path WHERE user_id BETWEEN %(a)s AND %(b)s GROUP BY user_id) p,
        advisor_step s WHERE s.path_id = %(path)s"""
COMPLETIONS = """INSERT INTO advisor_completion (user_id, course_id, state, started_on, finished_on, skip_reason,
        evidence_url, project_url, created_at, updated_at)
    SELECT g, c, 'done', date '2026-01-05', date '2026-02-05', '', '', '', now(), now()
    FROM generate_series(%(a)s, %(b)s) g, (SELECT id AS c FROM catalog_course ORDER BY (id * 7919) %% 143 LIMIT 7) q"""
LOGS = """INSERT INTO advisor_studylog (user_id, course_id, minutes, "on", note, created_at)
    SELECT g, (SELECT min(id) FROM catalog_course), 30, date '2026-11-21' - 9 * k, '', now()
    FROM generate_series(%(a)s, %(b)s) g, generate_series(1, 13) k"""
ACTIVITY = """INSERT INTO advisor_activity (user_id, token)
    SELECT g, gen_random_uuid()::text FROM generate_series(%(a)s, %(b)s) g"""
# Of all who want it, as many as there are due at a thousand people are due now; the others later this week.
DIGESTS = """INSERT INTO advisor_digestchoice (user_id, is_wanted, time_zone, weekday, changed_at, look_at)
    SELECT g, true, 'UTC', 0, timestamptz '2020-01-01',
        CASE WHEN g <= %(few)s THEN NULL ELSE timestamptz '2027-03-15' END
    FROM generate_series(%(a)s, %(b)s) g WHERE g <= %(few)s OR g %% 10 = 0"""


@dataclass(frozen=True)
class Cost:
    """Milliseconds: of the whole answer, and of its queries."""

    whole: float
    queries: float


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare pages at a thousand and at a million people.")
    parser.add_argument("--minutes", type=float, default=10, help="how long filling may take")
    parser.add_argument("--people", type=int, default=PEOPLE)
    options = parser.parse_args()
    with postgres_server(HASTY) as server:
        prepare(server.url)
        return compare(options.people, options.minutes * 60)


def prepare(url: str) -> None:
    os.environ |= {"DATABASE_URL": url, "ALLOWED_HOSTS": "testserver", "LOG_LEVEL": "ERROR"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    for command in ("migrate", "load_catalog"):
        call_command(command, verbosity=0)
    call_command("createcachetable", verbosity=0)


def compare(people: int, seconds: float) -> int:
    from django.db import connection

    from advisor.models import Path
    from tests.bench.web_bench import user_with_path

    user_with_path()
    template = Path.objects.get().pk
    few = fill(1, FEW, template, time.monotonic() + seconds)
    before, _ = measure(few)
    began = time.monotonic()
    many = fill(few + 1, people, template, began + seconds)
    print(f"Filled to {many:,} people in {time.monotonic() - began:.0f} s: {rows_held(connection)}.")
    after, scanned = measure(many)
    return report(before, after, scanned)


def fill(first: int, last: int, path: int, until: float) -> int:
    """The number of people there are then. Triggers and keys are not asked: every row is a copy of a good one."""
    from django.db import connection

    chunks = chunks_until(first, last, until)
    lock = threading.Lock()
    threads = [threading.Thread(target=insert, args=[chunks, lock, path]) for _ in range(FILLERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT max(id) FROM advisor_user")
        done: int = cursor.fetchone()[0] - OFFSET
    print(file=sys.stderr)
    return done


def chunks_until(first: int, last: int, until: float) -> Iterator[tuple[int, int]]:
    for start in range(first, last + 1, CHUNK):
        if time.monotonic() > until:
            return
        yield start, min(last, start + CHUNK - 1)
        print(f"\r{start:,} people", end="", file=sys.stderr, flush=True)


def insert(chunks: Iterator[tuple[int, int]], lock: threading.Lock, path: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        while True:
            with lock:
                chunk = next(chunks, None)
            if chunk is None:
                break
            values = {"a": OFFSET + chunk[0], "b": OFFSET + chunk[1], "path": path, "few": OFFSET + FEW}
            for statement in (USERS, PATHS, STEPS, COMPLETIONS, LOGS, ACTIVITY, DIGESTS):
                cursor.execute(statement, values)
    connection.close()


def rows_held(connection: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, reltuples::bigint FROM pg_class WHERE relname = ANY(%s)", [sorted(PEOPLES)])
        counts = dict(cursor.fetchall())
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    named = {"paths": "advisor_path", "completions": "advisor_completion", "logs": "advisor_studylog"}
    return ", ".join(f"{counts[table]:,} {name}" for name, table in named.items()) + f", {size / 2**30:.1f} GB"


def measure(people: int) -> tuple[dict[str, Cost], set[str]]:
    """What each page costs, and the tables of people's rows that a query reads from end to end."""
    from django.test import Client

    from advisor.models import Path, User

    rng = random.Random(people)
    users = [User.objects.get(pk=OFFSET + rng.randint(1, people)) for _ in range(ASKED)]
    clients = []
    for user in users:
        client = Client()
        client.force_login(user)
        clients.append((client, Path.objects.filter(user=user).order_by("pk")[0].get_absolute_url()))
    costs, scanned = {}, set()
    pages: dict[str, Callable[[str], str]] = {"dashboard": lambda _: "/dashboard/", "path": lambda path: path}
    for name, address in {**pages, "library": lambda _: LIBRARY}.items():
        costs[name], tables = cost_of(lambda pair, at=address: pair[0].get(at(pair[1])), clients)
        scanned |= tables
    costs["digest"], tables = cost_of(lambda _: digest_of_all_due(), range(3))
    return costs, scanned | tables


def digest_of_all_due() -> None:
    from advisor.digest import batches, unsent, write_digests

    found = sum(len(write_digests(unsent(batch.due, MORNING))) for batch in batches(MORNING))
    assert found == FEW, found


def cost_of(act: Callable[[Any], object], subjects: Sequence[Any]) -> tuple[Cost, set[str]]:
    from django.core.cache import caches
    from django.db import connection

    from config.observing import QueryTally

    whole, queries = [], []
    act(subjects[0])
    for subject in subjects:
        caches["pages"].clear()
        tally, began = QueryTally(), time.perf_counter()
        with connection.execute_wrapper(tally):
            act(subject)
        whole.append((time.perf_counter() - began) * 1000)
        queries.append(tally.seconds * 1000)
    return Cost(median(whole), median(queries)), set(scans_of(lambda: act(subjects[-1])))


def scans_of(act: Callable[[], object]) -> Iterator[str]:
    """Tables of people's rows that the planner would read from end to end, though they are large."""
    from django.core.cache import caches
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    caches["pages"].clear()
    with CaptureQueriesContext(connection) as asked:
        act()
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            if query["sql"].startswith("SELECT"):
                cursor.execute("EXPLAIN (FORMAT JSON) " + query["sql"].replace("%", "%%"), [])
                (plan,) = cursor.fetchone()
                yield from scanned_in((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])


def scanned_in(node: dict[str, Any]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan" and node["Relation Name"] in PEOPLES:
        yield node["Relation Name"]
    for inner in node.get("Plans", ()):
        yield from scanned_in(inner)


def report(before: dict[str, Cost], after: dict[str, Cost], scanned: set[str]) -> int:
    print(f"{'':<12}{'at 1,000: ms':>14}{'queries':>10}{'now: ms':>12}{'queries':>10}{'ratio':>8}")
    is_bad = bool(scanned)
    for name, small in before.items():
        large = after[name]
        ratio = large.whole / small.whole
        is_bad |= ratio > MOST_RATIO
        print(f"{name:<12}{small.whole:14.1f}{small.queries:10.1f}{large.whole:12.1f}{large.queries:10.1f}{ratio:8.2f}")
    print(f"Read from end to end: {', '.join(sorted(scanned)) or 'none of the tables of people'}.")
    return int(is_bad)


if __name__ == "__main__":
    sys.exit(main())
