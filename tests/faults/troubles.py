"""Things that break around the site, each with what people and balancers must be told meanwhile.

Each answers with what it measured, and raises AssertionError when the site did otherwise.
"""

import os
import sqlite3
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from advisor.adapter import NOT_SENT
from advisor.models import DigestChoice, User
from tests.faults.browser import Answer, Browser
from tests.faults.kills import crash
from tests.faults.learners import Learner
from tests.faults.ledger import Findings, audit
from tests.faults.neighbours import mail_server, redis_server
from tests.faults.site import Site
from tests.faults.stage import Stage, leave_database
from tests.postgres import free_port

NAME = "faults.sqlite3"
FILLER = "filler"
# Seconds; what a setting allows, and something for a busy machine.
LOCK_LIMIT = 20 + 15
MAIL_LIMIT = 10 + 15
AWAY_LIMIT = 5 + 10
RECOVERY_LIMIT = 30
# PostgreSQL is away long enough for its pool to have given up more than once.
AWAY = 20
UNDER_WAY = 6

Trouble = Callable[[Stage], str]


def on(database: str) -> dict[str, Trouble]:
    own: dict[str, Trouble] = (
        {"full disk": full_disk, "locked database": locked_database}
        if database == "sqlite"
        else {"PostgreSQL away": postgres_away}
    )
    return {**own, "slow mail server": slow_mail, "Redis away": redis_away, "shutdown": shutdown}


@contextmanager
def running(site: Site) -> Iterator[Site]:
    site.start()
    try:
        yield site
    finally:
        site.stop()


def must_be_plain(answer: Answer, within: float) -> None:
    """The page of last resort, soon enough, that says when to come again."""
    assert answer.status == 503, f"said {answer.status} instead of 503"
    assert answer.retry_after, "503 without Retry-After"
    assert "Out of reach for a moment" in answer.text, "503 without the plain page"
    assert answer.seconds <= within, f"took {answer.seconds:.1f} s, more than {within} s"


def must_be_kept(*learners: Learner) -> None:
    found = sum((audit(learner.record) for learner in learners), start=Findings(0, 0, 0))
    assert not found, f"{found}"


def press_once(learner: Learner) -> Answer:
    """One more update; it is on the learner's record as it was answered."""
    update = next(learner.updates())
    path, fields = learner.form(update)
    answer = learner.browser.post(path, fields)
    (learner.record.acknowledged if answer.is_acknowledged else learner.record.open).append(update)
    return answer


def full_disk(stage: Stage) -> str:
    """SQLite on a disk of its own, which needs the right to mount one."""
    with small_disk(stage.folder / "small") as disk:
        if disk is None:
            return "left out: only root may mount a small disk"
        site = stage.site(DATABASE_URL=f"sqlite:///{disk / NAME}")
        [learner] = stage.learners(1, site)
        copy_database(stage.folder / NAME, disk / NAME)
        with running(site):
            refused = press_until_full(learner, disk)
            assert learner.browser.get("/dashboard/").status == 200, "what is stored can't be read"
            noticed = site.wait_until("/readyz", 503, RECOVERY_LIMIT)
            (disk / FILLER).unlink()
            learner.send(learner.record.open.pop())
            site.wait_until("/readyz", 200, RECOVERY_LIMIT)
        copy_database(disk / NAME, stage.folder / NAME)
    must_be_kept(learner)
    return (
        f"503 after {refused:.2f} s; pages are still shown; /readyz says so after {noticed:.1f} s; goes on with space"
    )


@contextmanager
def small_disk(place: Path) -> Iterator[Path | None]:
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, check=False).returncode:
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def press_until_full(learner: Learner, disk: Path) -> float:
    """Fill the disk; the log of the database may still have room for a few."""
    with suppress(OSError), (disk / FILLER).open("wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))
    for _ in range(500):
        answer = press_once(learner)
        if not answer.is_acknowledged:
            must_be_plain(answer, AWAY_LIMIT)
            return answer.seconds
    raise AssertionError("the disk is full and everything is acknowledged")


def copy_database(source: Path, target: Path) -> None:
    connection.close()
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def locked_database(stage: Stage) -> str:
    """Another program holds the lock for longer than anybody waits."""
    with running(stage.site()) as site:
        reader, writer = stage.learners(2, site)
        warm_up(reader, writer)
        with closing(sqlite3.connect(stage.folder / NAME, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            slowest = [0.0]
            with meanwhile(lambda: slowest.append(read_page(reader))):
                refused = press_once(writer)
            other.execute("ROLLBACK")
        must_be_plain(refused, LOCK_LIMIT)
        writer.send(writer.record.open.pop())
    must_be_kept(reader, writer)
    return f"503 after {refused.seconds:.1f} s; pages meanwhile within {max(slowest):.2f} s; goes on without the lock"


def warm_up(*learners: Learner) -> None:
    """The first requests of a worker load what the later ones use."""
    for learner in learners * 3:
        learner.browser.leave()
        read_page(learner)
        press_once(learner)


def read_page(learner: Learner) -> float:
    answer = learner.browser.get("/dashboard/")
    assert answer.status == 200, f"a page that only reads said {answer.status}"
    return answer.seconds


@contextmanager
def meanwhile(call: Callable[[], object]) -> Iterator[None]:
    """Call it again and again until the block is done; what it raises is raised after that."""
    over, raised = threading.Event(), []

    def repeat() -> None:
        try:
            while not over.wait(0.2):
                call()
        except Exception as error:
            raised.append(error)

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    if raised:
        raise raised[0]


def postgres_away(stage: Stage) -> str:
    """Stopped as in a crash, away for a while, and back; the site is not restarted."""
    assert stage.server
    with running(stage.site()) as site:
        [learner] = stage.learners(1, site)
        warm_up(learner)
        before = site.workers()
        leave_database()
        crash(stage.server)
        began, slowest = time.monotonic(), 0.0
        while time.monotonic() - began < AWAY:
            answer = learner.browser.get("/dashboard/")
            must_be_plain(answer, AWAY_LIMIT)
            slowest = max(slowest, answer.seconds)
            for address in ("/healthz", "/readyz"):
                assert learner.browser.get(address).status == 503, f"{address} is well without a database"
        stage.server.start()
        back = max(site.wait_until(address, 200, RECOVERY_LIMIT) for address in ("/healthz", "/readyz", "/"))
        press_once(learner)
        assert site.workers() == before, "workers were restarted"
    must_be_kept(learner)
    return f"503 within {slowest:.1f} s, /healthz and /readyz 503; all well {back:.1f} s after its return"


def slow_mail(stage: Stage) -> str:
    with mail_server(stalls=1) as (port, _), running(stage.site(**mail_variables(port))) as site:
        [reader] = stage.learners(1, site)
        browser, slowest = Browser(site.port), [0.0]
        with meanwhile(lambda: slowest.append(read_page(reader))):
            fields = {"email": f"new-{uuid.uuid4().hex[:8]}@example.org", "password1": uuid.uuid4().hex}
            signed_up = browser.post("/accounts/signup/", fields)
        assert signed_up.is_acknowledged, f"sign-up said {signed_up.status}"
        assert signed_up.seconds <= MAIL_LIMIT, f"sign-up took {signed_up.seconds:.1f} s"
        page = browser.get(signed_up.location)
        assert NOT_SENT.split(":")[0] in page.text, "the page does not say that the e-mail failed"
    digests = digests_go_on(stage)
    return f"sign-up says so after {signed_up.seconds:.1f} s; pages meanwhile within {max(slowest):.2f} s; {digests}"


def mail_variables(port: int) -> dict[str, str]:
    return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port), "EMAIL_TLS": "no"}


def digests_go_on(stage: Stage) -> str:
    """Two are due; the first finds a mail server that stalls."""
    with mail_server(stalls=1) as (port, messages):
        site = stage.site(**mail_variables(port))
        for learner in stage.learners(2, site):
            choice = DigestChoice.objects.create(user_id=learner.record.user, is_wanted=True, weekday=0)
            DigestChoice.objects.filter(pk=choice.pk).update(changed_at=timezone.now() - timedelta(days=30))
        said = site.manage("send_digests").splitlines()[-1]
    assert said == "Sent 1, failed 1.", f"digests: {said}"
    assert len(messages) == 1, "the second digest did not arrive"
    return f"digests: {said}"


def redis_away(stage: Stage) -> str:
    """Log-in counts its attempts in the cache, so it is out of reach without one."""
    port = free_port()
    with redis_server(port):
        site = stage.site(REDIS_URL=f"redis://127.0.0.1:{port}/0")
        site.start()
    try:
        browser, fields = Browser(site.port), {"login": "nobody@example.org", "password": "wrong"}
        refused = browser.post("/accounts/login/", fields)
        must_be_plain(refused, AWAY_LIMIT)
        assert "cache" in browser.get("/readyz").text, "/readyz does not know"
        assert browser.get("/healthz").status == 200, "/healthz asks for restarts that would not help"
        with redis_server(port):
            back = site.wait_until("/readyz", 200, RECOVERY_LIMIT)
            status = browser.post("/accounts/login/", fields).status
            assert status == 200, f"log-in still says {status}"
    finally:
        site.stop()
    return f"503 after {refused.seconds:.2f} s, /readyz 503; all well {back:.1f} s after its return"


def shutdown(stage: Stage) -> str:
    """Told to stop while requests wait for a lock: all are answered and kept."""
    site = stage.site()
    site.start()
    learners, answers = stage.learners(UNDER_WAY, site), []
    threads = [threading.Thread(target=lambda who=who: answers.append(press_once(who))) for who in learners]
    with transaction.atomic():
        list(User.objects.select_for_update().filter(pk__in=[learner.record.user for learner in learners]))
        for thread in threads:
            thread.start()
        time.sleep(2)
        site.terminate()
        time.sleep(2)
    for thread in threads:
        thread.join()
    site.stop()
    assert len(answers) == UNDER_WAY, f"{UNDER_WAY - len(answers)} of {UNDER_WAY} requests got no answer"
    assert all(answer.is_acknowledged for answer in answers), f"said {[answer.status for answer in answers]}"
    must_be_kept(*learners)
    return f"{UNDER_WAY} of {UNDER_WAY} requests under way were answered and kept"
