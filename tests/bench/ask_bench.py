"""Search and the question box on a large catalogue: how long a question takes, on SQLite and on PostgreSQL.

    python -m tests.bench.ask_bench                    10,000 courses on both databases
    python -m tests.bench.ask_bench --courses 1000     fewer
    python -m tests.bench.ask_bench --database sqlite  one database

The catalogue is the shipped one with copies of its courses under other names, so it has the same skills, prerequisites
and words. The catalogue is read once, as a running site does; then each question counts with its queries, and a search
with all that the first page of results shows. "Wall" is the time that passed, "busy" what this process worked in it,
which other programs on the machine do not lengthen. Ends with 1 when the 95th percentile of either is above the limit
by the wall clock, or when the two databases answer differently.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

LIMIT = 0.050
QUESTIONS = Path(__file__).parent.parent / "data" / "ask_questions.json"
DAY = date(2027, 1, 4)
Lap = tuple[float, float, str]
SEARCHES = (
    "python",
    "machine learning",
    "deep learning andrew ng",
    "sql coursera",
    "statistics",
    "neural",
    "no such words",
)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure search and the question box.")
    parser.add_argument("--courses", type=int, default=10_000)
    parser.add_argument("--database", choices=("sqlite", "postgres"), action="append")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return measure(options.courses)
    results = {name: run(name, options.courses) for name in options.database or ("sqlite", "postgres")}
    for name, result in results.items():
        print(f"{name}: {options.courses:,} courses, read in {result['read']:.1f} s")
        for what in ("ask", "search"):
            for clock in ("wall", "busy"):
                p50, p95, most = (1000 * value for value in result[what][clock])
                print(f"  {what:<7} {clock}  median {p50:6.1f} ms   p95 {p95:6.1f} ms   most {most:6.1f} ms")
        print(f"  slowest: {result['slowest']}")
    agree = len({result["digest"] for result in results.values()}) == 1
    if not agree:
        print("The databases answer differently.")
    quick = all(result[what]["wall"][1] <= LIMIT for result in results.values() for what in ("ask", "search"))
    return 0 if agree and quick else 1


def run(name: str, courses: int) -> dict:
    """A process of its own for each database, since settings are read once."""
    with database(name) as url:
        command = [sys.executable, "-m", "tests.bench.ask_bench", "--inside", "--courses", str(courses)]
        done = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def database(name: str) -> Iterator[str]:
    if name == "sqlite":
        with tempfile.TemporaryDirectory() as directory:
            yield f"sqlite:///{directory}/bench.sqlite3"
    else:
        from tests.postgres import running_postgres

        with running_postgres() as url:
            yield url


def measure(courses: int) -> int:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from tests.bench.large_catalogue import make_catalogue

    make_catalogue(courses)
    print(json.dumps(timed()))
    return 0


def timed() -> dict:
    from advisor.ask.library import current_library
    from advisor.ask.parsing import UnusableQuestion, check_question
    from advisor.ask.replies import ask
    from catalog.searching import current_listing
    from tests.bench.large_catalogue import search

    start = time.perf_counter()
    current_library()
    current_listing()
    read = time.perf_counter() - start
    asked, answers = [], []
    for row in json.loads(QUESTIONS.read_text(encoding="utf-8")):
        try:
            text = check_question(row["question"])
        except UnusableQuestion:
            continue
        with stopwatch(asked, text):
            reply = ask(text, current_library(), today=DAY)
        answers.append(reply.as_json())
    found = []
    for text in SEARCHES * 5:
        with stopwatch(found, text):
            answers.append(search(text))
    digest = json.dumps(answers, sort_keys=True)
    return {
        "read": read,
        "ask": spread(asked),
        "search": spread(found),
        "slowest": [f"{1000 * wall:.0f} ms {text}" for wall, _, text in sorted(asked, reverse=True)[:12]],
        "digest": digest,
    }


@contextmanager
def stopwatch(laps: list[Lap], text: str) -> Iterator[None]:
    """Adds the seconds that passed, and those that this process was busy, which other programs do not lengthen."""
    wall, busy = time.perf_counter(), time.process_time()
    yield
    laps.append((time.perf_counter() - wall, time.process_time() - busy, text))


def spread(laps: list[Lap]) -> dict[str, tuple[float, float, float]]:
    """Median, 95th percentile and most, of both clocks."""
    return {"wall": of_order(lap[0] for lap in laps), "busy": of_order(lap[1] for lap in laps)}


def of_order(seconds: Iterable[float]) -> tuple[float, float, float]:
    ordered = sorted(seconds)
    return ordered[len(ordered) // 2], ordered[-(-len(ordered) * 95 // 100) - 1], ordered[-1]


if __name__ == "__main__":
    sys.exit(main())
