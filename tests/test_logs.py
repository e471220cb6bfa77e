"""Nothing of a person stands in any line of the log, whoever writes it."""

import logging
import runpy
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory

from advisor.management.commands import send_digests
from advisor.models import DigestChoice
from config.logs import JsonLines, RequestIdFilter, RouteFilter
from config.server import loglevel
from tests.advisor.path_rows import make_catalogue, make_path
from tests.factories import create_user

ROOT = Path(__file__).resolve().parent.parent
EMAIL, PASSWORD, NETWORK, BROWSER = "somebody@example.org", "a long enough one", "203.0.113.9", "Browser of somebody"
SECRET = "s3cr3t-token-of-a-link"


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What production's handler would write, at the finest level."""
    stream, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    handler.setFormatter(JsonLines("{levelname}{name}{message}{request_id}", style="{"))
    handler.addFilter(RequestIdFilter())
    handler.addFilter(RouteFilter())
    quiet = logging.getLogger("which_first.request")
    usual = quiet.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    quiet.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)
    quiet.setLevel(usual)


@pytest.mark.django_db
def test_lines_of_the_whole_way_name_nobody(written: StringIO) -> None:
    client = Client(REMOTE_ADDR=NETWORK, HTTP_USER_AGENT=BROWSER, raise_request_exception=False)
    account = {"email": EMAIL, "password1": PASSWORD, "login": EMAIL, "password": PASSWORD, "code": "WRONG-CODE"}
    for _ in range(2):
        for page in ("signup/", "confirm-email/", "login/", "login/code/", "password/reset/", "login/"):
            client.post(f"/accounts/{page}", account)
    client.get(f"/ask/?q={EMAIL}")
    client.post("/start/goal/", {"answer": EMAIL})
    client.get("/courses/", headers={"Host": "evil.example"})
    assert "accounts/login/" in written.getvalue()
    for personal in (EMAIL, "somebody", PASSWORD, NETWORK, BROWSER, "WRONG-CODE"):
        assert personal not in written.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        f"/shared/{SECRET}/",
        f"/calendar/{SECRET}.ics",
        f"/digest/stop/{SECRET}/",
        f"/{SECRET}",
        f"/shared/{SECRET}/\u00e9",
        f"/{SECRET}%0d%0aline",
    ],
)
def test_address_with_a_secret_is_logged_as_its_pattern(written: StringIO, path: str) -> None:
    Client().get(path)
    Client(enforce_csrf_checks=True).post(path)
    assert "Not Found" in written.getvalue() or "digest" in path
    assert SECRET not in written.getvalue()


@pytest.mark.django_db
def test_name_of_another_host_is_no_error(written: StringIO, client: Client) -> None:
    assert client.get("/courses/", headers={"Host": "evil.example"}).status_code == 400
    assert "ERROR" not in written.getvalue()
    assert "Traceback" not in written.getvalue()


def test_server_names_no_network() -> None:
    """What is no request makes gunicorn warn of the address that it came from."""
    assert loglevel == "error"


def test_errors_of_the_site_keep_the_pattern() -> None:
    request = RequestFactory().get(f"/shared/{SECRET}/")
    record = logging.LogRecord("django.request", logging.ERROR, "x.py", 1, "%s: %s", ("Bad", request.path), None)
    record.__dict__["request"] = request
    assert RouteFilter().filter(record)
    assert record.getMessage() == "Bad: an unknown address"


@pytest.mark.django_db
def test_digests_that_fail_name_accounts_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(digest: object) -> None:
        raise OSError(f"{EMAIL}: no such mailbox")

    make_catalogue()
    user = create_user(email=EMAIL)
    make_path(user)
    DigestChoice.objects.create(user=user, is_wanted=True)
    DigestChoice.objects.update(changed_at="2026-01-01T00:00:00Z")
    monkeypatch.setattr(send_digests, "send", refuse)
    out, errors = StringIO(), StringIO()
    call_command("send_digests", stdout=out, stderr=errors)
    assert errors.getvalue().strip() == f"account {user.pk}: OSError"
    assert EMAIL not in out.getvalue()


def test_server_keeps_no_log_of_addresses_asked_for() -> None:
    server = runpy.run_path(str(ROOT / "config" / "server.py"))
    assert "accesslog" not in server
    assert "logconfig" not in server
