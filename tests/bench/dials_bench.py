"""How fast the journey is redrawn when a dial is turned, on the shipped catalogue.

    python -m tests.bench.dials_bench              about two minutes on two processor cores
    python -m tests.bench.dials_bench --rounds 1   some seconds

Every goal is dialled in turn, each time with other values, so that nothing is answered from memory but the path from
before. Measured twice: through the application itself, and through gunicorn on this machine with its workers and
threads as in production. The ratio is to one solving of the same answers. Ends with 1 when an answer is not a redrawn
journey, or when the 95th of 100 takes longer than a redraw may.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.cookies import SimpleCookie
from itertools import product
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

# What the issue promises to learners.
ALLOWED_SECONDS = 0.2
REDRAW = {"HX-Request": "true", "HX-Target": "journey-part"}
DIALS = [
    {"hours": hours, "prefer": prefer, **budget}
    for hours, prefer, budget in product(
        ("3", "6.5", "12"),
        ("balanced", "fastest", "cheapest", "gentlest"),
        (
            {"budget": "free"},
            {"budget": "capped", "total": "120"},
            {"style": "mathematical", "practice": "from-scratch"},
        ),
    )
]
ANSWERS = {"levels": {"python": 1}, "start": "2027-01-04"}


def prepare(database: str) -> None:
    """A database with the shipped catalogue; settings are read from here on."""
    os.environ["DATABASE_URL"] = f"sqlite:///{database}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["ALLOWED_HOSTS"] = "127.0.0.1,testserver"
    os.environ["PLANS_PER_MINUTE"] = "1000000"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_catalog", verbosity=0)


def visitor(goal: str) -> str:
    """The cookie of a visitor who has answered."""
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session["answers"] = {"goal": goal, **ANSWERS}
    session["plan_seen"] = True
    session.create()
    return str(session.session_key)


def through_application(goals: Sequence[str], rounds: int) -> Iterator[float]:
    from django.test import Client

    for goal in goals:
        client = Client()
        client.cookies = SimpleCookie({"sessionid": visitor(goal)})
        client.get("/plan/")
        for dials in DIALS * rounds:
            begun = time.perf_counter()
            response = client.get("/plan/", dials, headers=REDRAW)
            yield time.perf_counter() - begun
            check(response.content)


def through_gunicorn(address: str, goals: Sequence[str], rounds: int) -> Iterator[float]:
    for goal in goals:
        headers = {**REDRAW, "Cookie": f"sessionid={visitor(goal)}"}
        fetch(f"{address}/plan/", headers)
        for dials in DIALS * rounds:
            begun = time.perf_counter()
            content = fetch(f"{address}/plan/?{urlencode(dials)}", headers)
            yield time.perf_counter() - begun
            check(content)


def fetch(address: str, headers: dict[str, str]) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
        return bytes(answer.read())


def check(content: bytes) -> None:
    if b"Journey redrawn" not in content or b"<html" in content:
        sys.exit("an answer was not a redrawn journey")


def solvings(goals: Sequence[str]) -> Iterator[float]:
    """One solving, with its calendar, of each of the same answers."""
    from datetime import date

    from advisor.answers import parse_answers
    from advisor.catalogues import current_advisor
    from advisor.dials import changed_fields

    advisor = current_advisor()
    for goal in goals:
        base = parse_answers({"goal": goal, **ANSWERS}, advisor.catalogue, today=date(2026, 11, 21))
        for dials in DIALS:
            fields = {**base.as_json(), **changed_fields(dials, base)}
            answers = parse_answers(fields, advisor.catalogue, today=date(2026, 11, 21))
            begun = time.perf_counter()
            _ = advisor.solve(answers).calendar
            yield time.perf_counter() - begun


@contextmanager
def gunicorn() -> Iterator[str]:
    """The site as served in production, on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    server = subprocess.Popen([*command, "--worker-class", "gthread", "--workers", "2", "--threads", "4"])
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def told(name: str, seconds: list[float], solving: float) -> bool:
    """Print one row; whether it is quick enough."""
    late = sorted(seconds)[int(len(seconds) * 0.95)]
    middle = median(seconds)
    print(
        f"{name:<14}{len(seconds):>6}{middle * 1000:>9.1f}{late * 1000:>9.1f}{max(seconds) * 1000:>9.1f}"
        f"{middle / solving:>9.1f}"
    )
    return late <= ALLOWED_SECONDS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2, help="how often every dial is turned")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as directory:
        prepare(str(Path(directory) / "bench.sqlite3"))
        from advisor.models import Goal

        goals = list(Goal.objects.values_list("slug", flat=True))
        alone = list(solvings(goals))
        print(f"{'':<14}{'redraws':>6}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'ratio':>9}")
        told("one solving", alone, median(alone))
        quick = [told("application", list(through_application(goals, rounds)), median(alone))]
        with gunicorn() as address:
            quick.append(told("gunicorn", list(through_gunicorn(address, goals, rounds)), median(alone)))
    return 0 if all(quick) else 1


if __name__ == "__main__":
    sys.exit(main())
