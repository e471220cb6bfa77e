"""How many pages a server answers, against an empty Django page on the same server in the same run.

    python -m tests.bench.web_bench                       shipped catalogue and 10,000 courses, on SQLite
    python -m tests.bench.web_bench --courses 150         the shipped catalogue alone
    python -m tests.bench.web_bench --rounds 3            quicker

Gunicorn runs with production's settings. What counts is the processor time that its workers take for a page, as the
kernel counts it (Linux), which does not depend on what else the machine does; pages take turns in small rounds. A
visitor's pages are measured against the empty page as a visitor gets it, a user's against the same as a user gets it,
with its two queries for session and account. Also told: size of a first visit, compressed, with styles and scripts.
Ends with 1 when a page reaches less than 40 % of the yardstick's throughput, or a first visit takes more than 60 KB.
"""

import argparse
import gzip
import http.client
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

LEAST_SHARE = 0.40
MOST_BYTES = 60 * 1024
REQUESTS_A_ROUND = 40
VISITOR = (
    "/empty/",
    "/courses/",
    "/courses/?q=python&sort=hours",
    "/courses/ml-specialization/",
    "/",
    "/guides/",
    "/faq/",
)
USER = ("/empty/mine/", "/courses/", "/courses/ml-specialization/", "/dashboard/")
ANSWERS = {"goal": "deep-learning", "levels": {"python": 2, "school-maths": 2}, "start": "2027-01-04"}
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure pages against an empty one.")
    parser.add_argument("--courses", type=int, action="append", help="150 stands for the shipped catalogue")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--prepare", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        print(prepare(options.prepare))
        return 0
    return max([run(courses, options.rounds) for courses in options.courses or (150, 10_000)])


def prepare(courses: int) -> str:
    """Fill the database; the session key of a user with a path under way."""
    import django

    django.setup()
    from django.core.management import call_command

    from tests.bench.large_catalogue import make_catalogue

    make_catalogue(courses)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return user_with_path()


def user_with_path() -> str:
    from datetime import date

    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from advisor.actions import save_path
    from advisor.answers import parse_answers
    from advisor.catalogues import current_advisor
    from advisor.models import Completion, StudyLog, User
    from advisor.report import Report
    from catalog.models import Course

    advisor, today = current_advisor(), date(2026, 11, 23)
    user = User.objects.create_user(email="bench@example.org", password=secrets.token_urlsafe())
    solution = advisor.solve(parse_answers(ANSWERS, advisor.catalogue, today=today))
    path = save_path(user=user, plan=Report(solution).kept(), solution=solution)
    course = Course.objects.get(slug=path.plan["steps"][0]["course"])
    Completion.objects.create(user=user, course=course, state="started", started_on=today)
    StudyLog.objects.create(user=user, course=course, minutes=45, on=today)
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session.create()
    return str(session.session_key)


def run(courses: int, rounds: int) -> int:
    with tempfile.TemporaryDirectory(prefix="which-first-web-") as folder:
        environment = {**os.environ, **production(folder)}
        command = [sys.executable, "-m", "tests.bench.web_bench", "--prepare", str(courses)]
        session = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.split()[
            -1
        ]
        with served(environment) as server:
            costs = measure(server, session, rounds)
            sizes = {page: first_visit(server.port, page, session if who == "user" else "") for who, page in costs}
            memory = max(server.memory())
    return report(courses, costs, sizes, memory)


def production(folder: str) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "DJANGO_SETTINGS_MODULE": "tests.bench.yardstick.settings",
        "ENVIRONMENT": "production",
        "SSL_REDIRECT": "no",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_HOST": "console",
        "TRUSTED_PROXIES": "0",
        "LOG_LEVEL": "WARNING",
    }


class Server:
    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def workers(self) -> list[int]:
        """Process ids; gunicorn's master does nothing but look after them."""
        return [int(pid) for pid in self.children.read_text().split()]

    @property
    def children(self) -> Path:
        return Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")

    def seconds(self) -> float:
        """Processor time of all workers so far."""
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.workers()]
        return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS

    def memory(self) -> list[int]:
        """Bytes in use by each worker."""
        return [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 for pid in self.workers()]


@contextmanager
def served(environment: dict[str, str]) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "python:config.server", "config.wsgi"]
    process = subprocess.Popen(command, env={**environment, "BIND": f"127.0.0.1:{port}"})
    try:
        wait_until_ready(port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return ask(http.client.HTTPConnection("127.0.0.1", port), "/healthz", "") and None
        except OSError:
            time.sleep(0.2)
    sys.exit("the server did not start")


def ask(connection: http.client.HTTPConnection, page: str, session: str, **headers: str) -> bytes:
    cookies = {"Cookie": f"sessionid={session}"} if session else {}
    connection.request("GET", page, headers={**cookies, **headers})
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        sys.exit(f"{page} answered {answer.status}")
    return content


def measure(server: Server, session: str, rounds: int) -> dict[tuple[str, str], float]:
    """Milliseconds of processor time for each reader and page: the median of the rounds."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    pages = [("visitor", page, "") for page in VISITOR] + [("user", page, session) for page in USER]
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        for who, page, key in pages:
            before = server.seconds()
            for _ in range(REQUESTS_A_ROUND):
                ask(connection, page, key)
            if number:  # the first round reads and compiles
                found[who, page].append((server.seconds() - before) / REQUESTS_A_ROUND * 1000)
    return {key: median(values) for key, values in found.items()}


def first_visit(port: int, page: str, session: str) -> int:
    """Bytes of the page and of all that it loads from the site, compressed."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    content = ask(connection, page, session, **{"Accept-Encoding": "gzip"})
    html = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
    loaded = re.findall(r'<(?:link [^>]*rel="(?:stylesheet|icon)"[^>]*|script [^>]*|img [^>]*)>', html.decode())
    addresses = [match[1] for tag in loaded if (match := re.search(r'(?:href|src)="(/[^"]+)"', tag))]
    return len(content) + sum(len(ask(connection, each, "", **{"Accept-Encoding": "gzip"})) for each in set(addresses))


def report(courses: int, costs: dict[tuple[str, str], float], sizes: dict[str, int], memory: int) -> int:
    yardsticks = {"visitor": costs["visitor", VISITOR[0]], "user": costs["user", USER[0]]}
    print(f"{courses:,} courses; a worker uses {memory / 2**20:.0f} MB")
    print(f"  {'':<40}{'ms':>7}{'of the yardstick':>18}{'first visit':>13}")
    is_bad = False
    for (who, page), cost in costs.items():
        share, size = yardsticks[who] / cost, sizes[page]
        is_bad |= share < LEAST_SHARE or size > MOST_BYTES
        print(f"  {who + ' ' + page:<40}{cost:7.2f}{share:18.0%}{size / 1024:10.1f} KB")
    return int(is_bad)


if __name__ == "__main__":
    sys.exit(main())
