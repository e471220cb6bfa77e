"""What the site says about itself: log lines, figures, request ids."""

import json
import logging
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from redis.exceptions import ConnectionError as RedisGone

from config.faults import server_error
from config.logs import JsonLines, PlainLines, RequestIdFilter
from config.observing import observe
from tests.factories import create_course, create_user

TOKEN = "a-token-that-is-long-enough-to-be-one"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Callable[[], list[logging.LogRecord]]:
    caplog.set_level(logging.DEBUG, logger="which_first.request")
    return lambda: [record for record in caplog.records if record.name == "which_first.request"]


def json_line(message: str, *args: object, **fields: object) -> dict[str, object]:
    record = logging.LogRecord("which_first", logging.INFO, "here.py", 1, message, args, None)
    record.__dict__.update(fields)
    RequestIdFilter().filter(record)
    line: dict[str, object] = json.loads(JsonLines("{levelname}{message}{request_id}", style="{").format(record))
    return line


@pytest.mark.django_db
def test_request_is_logged_by_pattern_and_without_person(
    client: Client, lines: Callable[[], list[logging.LogRecord]]
) -> None:
    user = create_user(email="somebody@example.org")
    client.force_login(user)
    course = create_course()
    client.get(f"/courses/{course.slug}/?q=my+secret", REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Browser of somebody")
    (record,) = lines()
    assert record.__dict__["route"] == "courses/<slug:slug>/"
    assert record.__dict__["status"] == 200
    assert record.__dict__["queries"] > 0
    assert record.__dict__["milliseconds"] >= record.__dict__["query_milliseconds"] > 0
    text = JsonLines("{message}", style="{").format(record)
    for personal in (course.slug, "secret", "203.0.113.9", "somebody", f'"{user.pk}"'):
        assert personal not in text


@pytest.mark.django_db
def test_unknown_addresses_and_methods_share_one_name(
    client: Client, lines: Callable[[], list[logging.LogRecord]]
) -> None:
    client.get("/nothing/here/")
    client.generic("BREW", "/healthz")
    assert [(line.__dict__["method"], line.__dict__["route"]) for line in lines()] == [
        ("GET", "unmatched"),
        ("OTHER", "healthz"),
    ]


@pytest.mark.django_db
def test_balancers_questions_stay_out_of_the_log(client: Client, lines: Callable[[], list[logging.LogRecord]]) -> None:
    client.get("/healthz")
    assert [line.levelno for line in lines()] == [logging.DEBUG]


@pytest.mark.parametrize(
    ("proxies", "given", "is_kept"),
    [
        (1, "0123abcd-ef", True),
        (0, "0123abcd-ef", False),
        (1, "short", False),
        (1, "x" * 65, False),
        (1, 'a"b\n12345', False),
    ],
)
def test_request_id_is_taken_from_our_own_proxy_only(proxies: int, given: str, is_kept: bool) -> None:
    answer = observe(lambda request: HttpResponse())
    with override_settings(TRUSTED_PROXIES=proxies):
        response = answer(RequestFactory().get("/", headers={"X-Request-ID": given}))
    assert (response["X-Request-ID"] == given) is is_kept
    assert response["X-Request-ID"].isprintable()


def test_lines_within_a_request_carry_its_id() -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(json_line("within")["request_id"])
        return HttpResponse()

    response = observe(view)(RequestFactory().get("/"))
    assert seen == [response["X-Request-ID"]]
    assert json_line("after")["request_id"] == "-"


def test_log_lines_lose_addresses_even_of_errors() -> None:
    assert json_line("mail to %s failed", "a.b+c@example.org")["message"] == "mail to [e-mail address] failed"
    try:
        raise ValueError("Key (email)=(a@example.org) already exists")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "no", (), (ValueError, error, error.__traceback__))
    for formatter in (PlainLines(), JsonLines()):
        assert "a@example.org" not in formatter.format(record)


def test_json_lines_leave_the_request_out() -> None:
    assert "request" not in json_line("failed", request=RequestFactory().get("/?q=secret"))


@pytest.mark.django_db
@override_settings(METRICS_TOKEN=TOKEN)
@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer ünïcödé"])
def test_metrics_do_not_exist_without_the_token(client: Client, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    assert client.get("/metrics", headers=headers).status_code == 404


@pytest.mark.django_db
def test_metrics_do_not_exist_where_no_token_is_set(client: Client) -> None:
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
@override_settings(METRICS_TOKEN=TOKEN)
def test_metrics_count_requests_by_pattern(client: Client) -> None:
    def count() -> float:
        text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
        name = 'which_first_requests_total{method="GET",route="guides/",status="200"}'
        return sum(float(line.removeprefix(name)) for line in text.splitlines() if line.startswith(name))

    before = count()
    client.get("/guides/")
    assert count() == before + 1


@pytest.mark.parametrize(
    ("trouble", "status"), [(OperationalError("database is locked"), 503), (RedisGone(), 503), (KeyError("x"), 500)]
)
def test_page_of_last_resort_says_whether_to_try_again(trouble: Exception, status: int) -> None:
    try:
        raise trouble
    except type(trouble):
        response = server_error(RequestFactory().get("/"))
    assert response.status_code == status
    assert ("Retry-After" in response) is (status == 503)
    assert "locked" not in response.content.decode()
