"""Whatever happens to the catalogue, and whatever the learner does: nothing done is lost, no path moves unaccepted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.catalogues import current_advisor
from advisor.models import Completion, PathVersion, Proposal
from advisor.moving import accept_proposal, decide, done_by, propose, restore_version
from advisor.revisions import revise
from advisor.tracking import record_progress
from catalog.models import Course, Outcome, Part, Requirement
from tests.advisor.test_revisions import make_path
from tests.examples import examples
from tests.factories import create_bundle, create_course, create_goal, create_user, skill_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
COURSES = [f"course-{letter}" for letter in "abcdef"]
SKILLS = ["python", "maths", "nets"]

course, skill, level = st.sampled_from(COURSES), st.sampled_from(SKILLS), st.integers(1, 2)
EVENTS = st.one_of(
    st.tuples(st.just("retire"), course),
    st.tuples(st.just("publish"), course),
    st.tuples(st.just("hours"), course, st.integers(1, 60)),
    st.tuples(st.just("teach"), course, skill, level),
    st.tuples(st.just("unteach"), course),
    st.tuples(st.just("require"), course, skill, level),
    st.tuples(st.just("unrequire"), course),
    st.tuples(st.just("part"), course),
    st.tuples(st.just("unpart"), course),
    st.tuples(st.just("progress"), course, st.sampled_from(["started", "paused", "done", "skipped", "undone"])),
    st.tuples(st.just("look")),
    st.tuples(st.just("accept")),
    st.tuples(st.just("refuse")),
    st.tuples(st.just("later")),
    st.tuples(st.just("restore")),
)


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Life:
    """One learner with one path, and what should hold of both."""

    def __init__(self) -> None:
        create_goal(slug="deep", targets={"nets": 1})
        for number, slug in enumerate(COURSES):
            taught = SKILLS[number % len(SKILLS)]
            needed = {"nets": {"python": 1}}.get(taught, {})
            create_course(slug=slug, teaches={taught: 1}, requires=needed, hours=(5 + number, 5 + number))
        self.bundle = create_bundle(slug="bundle", parts=[Course.objects.get(slug="course-a")])
        self.user = create_user()
        self.path = make_path(self.user)
        self.accepted = self.path.plan
        self.ever: set[str] = {step["course"] for step in self.path.plan["steps"]}

    def live(self, event: tuple[Any, ...]) -> None:
        name, *args = event
        getattr(self, f"do_{name}")(*args)
        self.path.refresh_from_db()
        self.check()

    def check(self) -> None:
        assert self.path.plan == self.accepted, "the path moved by itself"
        rows = [step.course.slug for step in self.path.steps.select_related("course").order_by("position")]
        assert rows == [step["course"] for step in self.accepted["steps"]]

    def moved(self) -> None:
        """The one place where the path may have changed."""
        self.path.refresh_from_db()
        self.accepted = self.path.plan
        self.ever |= {step["course"] for step in self.accepted["steps"]}

    def course(self, slug: str) -> Course:
        return Course.objects.get(slug=slug)

    def do_retire(self, slug: str) -> None:
        Course.objects.filter(slug=slug).update(status=Course.Status.RETIRED)

    def do_publish(self, slug: str) -> None:
        Course.objects.filter(slug=slug).update(status=Course.Status.PUBLISHED)

    def do_hours(self, slug: str, hours: int) -> None:
        Course.objects.filter(slug=slug).update(realistic_hours_low=hours, realistic_hours_high=hours)

    def do_teach(self, slug: str, skill: str, level: int) -> None:
        Outcome.objects.update_or_create(course=self.course(slug), skill=skill_of(skill), defaults={"level": level})

    def do_unteach(self, slug: str) -> None:
        Outcome.objects.filter(course__slug=slug).delete()

    def do_require(self, slug: str, skill: str, level: int) -> None:
        Requirement.objects.update_or_create(
            course=self.course(slug), skill=skill_of(skill), kind="required", defaults={"level": level}
        )

    def do_unrequire(self, slug: str) -> None:
        Requirement.objects.filter(course__slug=slug).delete()

    def do_part(self, slug: str) -> None:
        position = self.bundle.parts.count() + 10
        while self.bundle.parts.filter(position=position).exists():
            position += 1
        Part.objects.get_or_create(bundle=self.bundle, course=self.course(slug), defaults={"position": position})

    def do_unpart(self, slug: str) -> None:
        Part.objects.filter(course__slug=slug).delete()

    def do_progress(self, slug: str, state: Any) -> None:
        before = self.recorded()
        record_progress(user=self.user, course=self.course(slug), state=state, on=TODAY, reason="Known")
        after = self.recorded()
        assert {other: held for other, held in after.items() if other != slug} == {
            other: held for other, held in before.items() if other != slug
        }

    def recorded(self) -> dict[str, str]:
        return dict(Completion.objects.filter(user=self.user).values_list("course__slug", "state"))

    def do_look(self) -> None:
        before = self.recorded()
        propose([self.path], done_by(self.user), today=TODAY)
        assert self.recorded() == before

    def undecided(self) -> Proposal | None:
        return self.path.proposals.undecided().first()

    def do_accept(self) -> None:
        proposal, before = self.undecided(), self.recorded()
        if proposal is None:
            return
        outcome = accept_proposal(user=self.user, proposal=proposal, today=TODAY)
        assert self.recorded() == before
        if outcome == "accepted":
            finished = done_by(self.user).finished
            was = [step["course"] for step in self.accepted["steps"] if step["course"] in finished]
            self.moved()
            now = [step["course"] for step in self.accepted["steps"]]
            assert now[: len(was)] == was, "a finished step left the path"

    def do_refuse(self) -> None:
        if proposal := self.undecided():
            decide(proposal=proposal, state="refused")
            assert self.undecided() is None

    def do_later(self) -> None:
        if proposal := self.undecided():
            decide(proposal=proposal, state="later")

    def do_restore(self) -> None:
        version = PathVersion.objects.filter(path=self.path).order_by("number").last()
        before = self.recorded()
        if version is None:
            return
        outcome = restore_version(user=self.user, path=self.path, number=version.number, version=self.path.version)
        assert outcome == "accepted"
        assert self.recorded() == before
        self.moved()
        assert self.accepted == version.plan

    def page_shows_everything_recorded(self) -> None:
        client = Client()
        client.force_login(self.user)
        page = client.get(self.path.get_absolute_url()).content.decode()
        for slug in self.ever & self.recorded().keys():
            assert self.course(slug).title in page


QUICK = settings(
    max_examples=examples(10),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@QUICK
@given(events=st.lists(EVENTS, min_size=1, max_size=14))
def test_no_completion_is_lost_and_no_path_moves_unaccepted(db: None, events: list[tuple[Any, ...]]) -> None:
    with rolled_back():
        life = Life()
        for event in events:
            life.live(event)
        life.page_shows_everything_recorded()


@QUICK
@given(events=st.lists(EVENTS.filter(lambda event: event[0] not in ("refuse", "restore")), max_size=10))
def test_accepting_leaves_nothing_better(db: None, events: list[tuple[Any, ...]]) -> None:
    with rolled_back():
        life = Life()
        for event in (*events, ("look",), ("accept",), ("look",)):
            life.live(event)
        assert life.undecided() is None
        assert not revise(life.path, done_by(life.user), current_advisor(), today=TODAY).is_better
