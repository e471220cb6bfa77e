"""The main run: learners at work while workers, the whole site and the database are killed."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from tests.faults.learners import Learner, at_work
from tests.faults.ledger import Findings, Tally, audit
from tests.faults.site import Site, children, send, wait_until_gone
from tests.postgres import PostgresServer

Kill = Callable[[], str]


@dataclass(frozen=True)
class Outcome:
    kills: Counter[str]
    findings: Findings
    seconds: float


def site_kills(site: Site, chance: random.Random, number: int) -> list[Kill]:
    """One in eight takes the whole site, one in eight its master alone, the others a worker."""

    def worker() -> str:
        return site.kill_worker(chance.randrange(100))

    return [(site.kill_all, site.kill_master)[turn // 4 % 2] if turn % 4 == 3 else worker for turn in range(number)]


def database_kills(server: PostgresServer, number: int) -> list[Kill]:
    """Crashes in turn: stopped without a checkpoint, every process killed, one connection's process killed."""
    ways = (at_once, wholly, one_connection)
    return [lambda way=way: way(server) for way in (ways[turn % len(ways)] for turn in range(number))]  # type: ignore[misc]


def crash(server: PostgresServer) -> None:
    """Stop it without a checkpoint, so that its next start has to recover."""
    assert server.process
    server.process.send_signal(signal.SIGQUIT)
    server.process.wait()


def at_once(server: PostgresServer) -> str:
    crash(server)
    server.start()
    return "PostgreSQL, immediate stop"


def wholly(server: PostgresServer) -> str:
    assert server.process
    others = children(server.process.pid)
    server.process.kill()
    for other in others:
        send(other, signal.SIGKILL)
    server.process.wait()
    wait_until_gone(others)
    server.start()
    return "PostgreSQL, all processes"


def one_connection(server: PostgresServer) -> str:
    """PostgreSQL then ends all the others and recovers by itself."""
    assert server.process
    found = children(server.process.pid)
    connections = [child for child in found if b"127.0.0.1" in Path(f"/proc/{child}/cmdline").read_bytes()]
    if connections:
        send(connections[0], signal.SIGKILL)
    return "PostgreSQL, a connection"


def run(
    learners: Sequence[Learner], tally: Tally, kills: Sequence[Kill], updates: int, chance: random.Random
) -> Outcome:
    """Spread the kills over the updates, wait until both are done, and look at what is stored."""
    began = time.monotonic()
    done: Counter[str] = Counter()

    def is_over() -> bool:
        return tally.acknowledged >= updates and done.total() >= len(kills)

    threads = at_work(list(learners), is_over)
    for number, one in enumerate(kills, start=1):
        while tally.acknowledged < number * updates // (len(kills) + 1) and any(map(Thread.is_alive, threads)):
            time.sleep(0.005)
        time.sleep(chance.random() / 20)
        done[one()] += 1
    for thread in threads:
        thread.join()
    found = sum((audit(learner.record) for learner in learners), start=Findings(0, 0, 0))
    return Outcome(done, found, time.monotonic() - began)
