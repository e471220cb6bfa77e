"""People with a path, logged in, who record what they study and press again when no good answer comes."""

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.test import Client

from advisor.models import User
from advisor.tracking import Progress
from tests.advisor.path_rows import save_from
from tests.faults.browser import Browser, NoAnswer
from tests.faults.ledger import Logged, Marked, Record, Tally, Update

# Each changes what is stored, so that each leaves one line in the history.
ROUND: tuple[Progress, ...] = ("started", "done", "undone", "unstarted")
GOAL = "deep-learning"
# Every so often somebody presses a button twice though the first press was answered.
PRESSED_TWICE = 1 / 20
PAUSE = 0.1


@dataclass
class Learner:
    browser: Browser
    path: int
    courses: list[str]
    record: Record
    tally: Tally
    chance: random.Random

    def run(self, is_over: Callable[[], bool]) -> None:
        try:
            for update in self.updates():
                if is_over():
                    return
                self.send(update, is_over)
        except AssertionError as error:
            self.tally.wrong.append(str(error))

    def updates(self) -> Iterator[Update]:
        turn = 0
        while True:
            course = self.courses[turn % len(self.courses)]
            yield Logged(course, uuid.UUID(int=self.chance.getrandbits(128)), self.chance.randint(1, 90))
            yield Marked(course, ROUND[turn // len(self.courses) % len(ROUND)])
            turn += 1

    def send(self, update: Update, is_over: Callable[[], bool] = lambda: False) -> None:
        """Until it is acknowledged. What is still open when the run ends is written down as such."""
        path, fields = self.form(update)
        while not self.press(path, fields):
            if is_over():
                self.record.open.append(update)
                return
            time.sleep(PAUSE)
        self.record.acknowledged.append(update)
        self.tally.note("acknowledged")
        if self.chance.random() < PRESSED_TWICE:
            self.press(path, fields)

    def press(self, path: str, fields: dict[str, str]) -> bool:
        try:
            answer = self.browser.post(path, fields)
        except NoAnswer:
            self.tally.note("unknown")
            return False
        if answer.is_acknowledged:
            self.tally.note("answered", answer.seconds)
            return True
        if answer.status < 500:
            raise AssertionError(f"{path} said {answer.status} to {fields}: {answer.text[:2000]}")
        self.tally.note("refused", answer.seconds)
        return False

    def form(self, update: Update) -> tuple[str, dict[str, str]]:
        step = f"/paths/{self.path}/courses/{update.course}"
        if isinstance(update, Marked):
            return f"{step}/progress/", {"state": update.state, "page": "step"}
        fields = {"token": str(update.token), "studied": f"{update.minutes} min", "on": "2026-11-20", "note": ""}
        if update.minutes % 2:
            return f"{step}/hours/", fields
        return "/dashboard/hours/", {**fields, "course": update.course}


def create_learners(number: int, *, port: int, tally: Tally, seed: int) -> list[Learner]:
    found = []
    for index in range(number):
        user = User.objects.create_user(f"learner-{uuid.uuid4().hex[:8]}@example.org")
        path = save_from(user, {"goal": GOAL, "start": "2027-01-04"})
        client = Client()
        client.force_login(user)
        cookies = {"sessionid": client.cookies["sessionid"].value}
        courses = [step["course"] for step in path.plan["steps"]]
        chance = random.Random(f"{seed}-{index}")
        found.append(Learner(Browser(port, cookies), path.pk, courses, Record(user.pk), tally, chance))
    return found


def at_work(learners: list[Learner], is_over: Callable[[], bool]) -> list[threading.Thread]:
    threads = [threading.Thread(target=learner.run, args=[is_over], daemon=True) for learner in learners]
    for thread in threads:
        thread.start()
    return threads
