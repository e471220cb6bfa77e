"""The weekly digest: when it is due, that it goes out once, and how it is stopped."""

import re
import threading
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from advisor import digest as digests
from advisor.digest import due_week, read_stop_token, stop_token
from advisor.management.commands import send_digests
from advisor.models import Completion, DigestChoice, DigestDelivery, Path, StudyLog, User
from tests.advisor.path_rows import make_catalogue, make_path
from tests.factories import create_user

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MONDAY = date(2027, 3, 8)
NOW = datetime(2027, 3, 10, 12, tzinfo=UTC)  # a Wednesday


@pytest.fixture(autouse=True)
def wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(send_digests.timezone, "now", lambda: NOW)


def wants_digest(**choice: Any) -> User:
    """Somebody with a path, who asked long ago."""
    user = create_user()
    make_path(user)
    DigestChoice.objects.create(user=user, **{"is_wanted": True, "weekday": 2, **choice})
    DigestChoice.objects.update(changed_at=LONG_AGO)
    return user


@pytest.fixture
def reader() -> User:
    make_catalogue()
    return wants_digest()


def run(**options: Any) -> None:
    call_command("send_digests", **options)


@pytest.mark.parametrize(
    ("zone", "weekday", "now", "week"),
    [
        ("UTC", 0, datetime(2027, 3, 8, 6, 59, tzinfo=UTC), None),
        ("UTC", 0, datetime(2027, 3, 8, 7, tzinfo=UTC), MONDAY),
        ("UTC", 0, datetime(2027, 3, 14, 23, 59, tzinfo=UTC), MONDAY),
        ("UTC", 2, datetime(2027, 3, 9, 23, 59, tzinfo=UTC), None),
        ("Pacific/Auckland", 0, datetime(2027, 3, 7, 18, tzinfo=UTC), MONDAY),
        ("Pacific/Honolulu", 0, datetime(2027, 3, 8, 16, 59, tzinfo=UTC), None),
        ("Pacific/Honolulu", 6, datetime(2027, 3, 15, 9, tzinfo=UTC), MONDAY),
        ("No/Such_Zone", 0, datetime(2027, 3, 8, 7, tzinfo=UTC), MONDAY),
    ],
)
def test_week_is_that_of_the_persons_own_morning(zone: str, weekday: int, now: datetime, week: date | None) -> None:
    assert due_week(DigestChoice(time_zone=zone, weekday=weekday, changed_at=LONG_AGO), now) == week


def test_choice_made_after_the_day_waits_for_the_next_week() -> None:
    choice = DigestChoice(weekday=0, changed_at=datetime(2027, 3, 9, 12, tzinfo=UTC))
    assert due_week(choice, NOW) is None
    assert due_week(choice, NOW + timedelta(days=7)) == MONDAY + timedelta(days=7)


def test_digest_tells_next_step_hours_and_arrival(reader: User) -> None:
    path = Path.objects.get()
    for day, minutes in ((date(2027, 3, 7), 600), (date(2027, 3, 8), 60), (date(2027, 3, 10), 30)):
        StudyLog.objects.create(user=reader, course=path.steps.all()[0].course, on=day, minutes=minutes)
    run()
    (message,) = mail.outbox
    assert message.to == [reader.email]
    assert message.subject == "Which First: next stop First steps"
    for line in ("1.5 hours studied", "Next: First steps", "Done: 0 of 2", "Planned: 5 hours a week", "arrival"):
        assert line in message.body
    assert "&" not in message.body


def test_digest_goes_out_once_a_week_however_often_run(reader: User) -> None:
    for _ in range(3):
        run()
    assert len(mail.outbox) == 1
    delivery = DigestDelivery.objects.get()
    assert (delivery.week, delivery.state, delivery.attempts) == (MONDAY, "sent", 1)


def test_next_week_brings_the_next_one(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    run()
    monkeypatch.setattr(send_digests.timezone, "now", lambda: NOW + timedelta(days=7))
    run()
    assert len(mail.outbox) == 2


def test_nobody_gets_what_they_did_not_ask_for(reader: User) -> None:
    DigestChoice.objects.update(is_wanted=False)
    make_path(create_user())
    run()
    assert mail.outbox == []
    assert not DigestDelivery.objects.exists()


@pytest.mark.parametrize("change", ["archived", "finished", "inactive"])
def test_no_digest_without_a_path_under_way(reader: User, change: str) -> None:
    path = Path.objects.get()
    if change == "archived":
        Path.objects.update(is_archived=True)
    elif change == "inactive":
        User.objects.update(is_active=False)
    else:
        for step in path.steps.all():
            Completion.objects.create(user=reader, course=step.course, state="done", finished_on=MONDAY)
    run()
    assert mail.outbox == []


def test_failing_address_stops_nobody_else_and_is_tried_again(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    other = wants_digest()
    real = send_digests.send

    def fail(digest: digests.Digest) -> None:
        if digest.user == reader:
            raise OSError("no such mailbox")
        real(digest)

    monkeypatch.setattr(send_digests, "send", fail)
    for _ in range(digests.MOST_ATTEMPTS - 1):
        run()
    assert [message.to for message in mail.outbox] == [[other.email]]
    assert DigestDelivery.objects.get(user=reader).attempts == digests.MOST_ATTEMPTS - 1
    monkeypatch.setattr(send_digests, "send", real)
    run()
    assert mail.outbox[-1].to == [reader.email]


@pytest.mark.parametrize(
    ("state", "age", "sent"),
    [("claimed", 2, 1), ("claimed", 0, 0), ("sending", 2, 0)],
    ids=["crashed before", "still running", "crashed while sending"],
)
def test_run_goes_on_where_a_crash_left_off(reader: User, state: str, age: int, sent: int) -> None:
    claimed_at = NOW - timedelta(hours=age)
    DigestDelivery.objects.create(user=reader, week=MONDAY, state=state, claim=uuid.uuid4(), claimed_at=claimed_at)
    run()
    assert len(mail.outbox) == sent


def test_dry_run_tells_all_and_does_nothing(reader: User, capsys: pytest.CaptureFixture[str]) -> None:
    run(dry_run=True)
    said = capsys.readouterr().out
    assert f"To {reader.email}: Which First: next stop First steps" in said
    assert "Would send 1." in said
    assert mail.outbox == []
    assert not DigestDelivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_each_digest_once(reader: User) -> None:
    for _ in range(4):
        wants_digest()
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        try:
            run()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    receivers = [message.to[0] for message in mail.outbox]
    assert sorted(receivers) == sorted(User.objects.values_list("email", flat=True))


def test_reading_a_batch_takes_the_same_queries_for_many(reader: User) -> None:
    def reads() -> int:
        with CaptureQueriesContext(connections["default"]) as seen:
            for batch in digests.batches(NOW):
                digests.claim(digests.write_digests(digests.unsent(batch.due, NOW)), NOW)
        DigestDelivery.objects.all().delete()
        return len(seen)

    one = reads()
    for _ in range(4):
        wants_digest()
    assert reads() == one


def test_message_can_be_stopped_with_one_click(reader: User) -> None:
    run()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<http://localhost:8000(/digest/stop/[^>]+)>", headers["List-Unsubscribe"])[1]  # type: ignore[index]
    mail_program = Client(enforce_csrf_checks=True)
    assert mail_program.get(address).status_code == 200
    assert DigestChoice.objects.get().is_wanted
    assert mail_program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not DigestChoice.objects.get().is_wanted


@pytest.mark.parametrize("token", ["", "1:forged", "nonsense"])
def test_forged_address_stops_nothing(client: Client, reader: User, token: str) -> None:
    address = reverse("advisor:digest_stop", args=[token or stop_token(reader)[:-1]])
    assert client.post(address).status_code == 404
    assert DigestChoice.objects.get().is_wanted


def test_stop_address_names_its_user_alone() -> None:
    user = create_user()
    assert read_stop_token(stop_token(user)) == user.pk


def test_choice_is_made_on_the_account_page(client: Client) -> None:
    user = create_user()
    client.force_login(user)
    address = reverse("advisor:account_digest")
    assert address in client.get(reverse("advisor:account_detail")).content.decode()
    assert "checked" not in client.get(address).content.decode()
    client.post(address, {"is_wanted": "on", "weekday": "4", "time_zone": "Asia/Kolkata"})
    choice = DigestChoice.objects.get(user=user)
    assert (choice.is_wanted, choice.weekday, choice.time_zone) == (True, 4, "Asia/Kolkata")
    assert choice.changed_at <= timezone.now()


@pytest.mark.parametrize("data", [{"weekday": "9", "time_zone": "UTC"}, {"weekday": "1", "time_zone": "../etc"}])
def test_bad_choice_is_refused_and_kept_on_the_page(client: Client, data: dict[str, str]) -> None:
    client.force_login(create_user())
    answer = client.post(reverse("advisor:account_digest"), {"is_wanted": "on", **data})
    assert answer.status_code == 200
    assert "checked" in answer.content.decode()
    assert answer.context["form"].errors
    assert not DigestChoice.objects.exists()


def test_visitor_is_sent_to_log_in(client: Client) -> None:
    address = reverse("advisor:account_digest")
    assert client.get(address).url == f"{reverse('account_login')}?next={address}"


def looked_at(now: datetime) -> int:
    return sum(len(batch.choices) for batch in digests.batches(now))


@pytest.mark.usefixtures("reader")
def test_run_looks_at_nobody_twice_before_it_can_matter() -> None:
    assert looked_at(NOW) == 1
    run()
    next_morning = datetime(2027, 3, 17, 7, tzinfo=UTC)
    assert looked_at(NOW) == looked_at(next_morning - timedelta(seconds=1)) == 0
    assert looked_at(next_morning) == 1


def test_person_without_a_path_is_looked_at_tomorrow() -> None:
    DigestChoice.objects.create(user=create_user(), is_wanted=True, weekday=2)
    DigestChoice.objects.update(changed_at=LONG_AGO)
    run()
    assert looked_at(NOW + timedelta(hours=23)) == 0
    assert looked_at(NOW + timedelta(days=1)) == 1


def test_new_choice_is_looked_at_at_once(reader: User) -> None:
    run()
    choice = DigestChoice.objects.get(user=reader)
    choice.weekday = 4
    choice.save()
    assert looked_at(NOW) == 1


@pytest.mark.usefixtures("reader")
def test_failed_message_is_looked_at_until_it_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(digest: digests.Digest) -> None:
        raise OSError("no mail server")

    monkeypatch.setattr(send_digests, "send", fail)
    seen = []
    for _ in range(digests.MOST_ATTEMPTS + 1):
        seen.append(looked_at(NOW))
        run()
    assert seen == [1] * digests.MOST_ATTEMPTS + [0]
    assert DigestDelivery.objects.get().attempts == digests.MOST_ATTEMPTS


@pytest.mark.usefixtures("reader")
def test_dry_run_puts_nobody_off() -> None:
    run(dry_run=True)
    assert looked_at(NOW) == 1


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/New_York"])
@pytest.mark.parametrize("weekday", range(7))
def test_next_morning_is_when_the_digest_is_due(zone: str, weekday: int) -> None:
    choice = DigestChoice(time_zone=zone, weekday=weekday, changed_at=LONG_AGO)
    morning = digests.next_morning(choice, NOW)
    assert NOW < morning <= NOW + timedelta(days=7, hours=1)
    assert due_week(choice, morning) is not None
    assert due_week(choice, morning - timedelta(seconds=1)) != due_week(choice, morning)
