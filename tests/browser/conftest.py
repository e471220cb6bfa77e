"""A browser that knows this machine only, and a page that fails its test when anything on it goes wrong."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path as FilePath
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, Request, Response, expect
from pytest_django.live_server_helper import LiveServer

from advisor.actions import ANSWERS_KEY, PLAN_SEEN_KEY, claim_answers
from advisor.models import Path, User
from tests.factories import create_user, totp_code
from tests.shipped import copy_shipped

PASSWORD = "correct horse battery staple"
# Milliseconds; a machine that runs other tests at the same time is slow to answer.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = FilePath(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("Browser tests need Chromium; as root: apt-get install chromium")
    return {
        "executable_path": chromium,
        "args": [
            "--no-sandbox",  # Chromium as root, as in a container, starts no other way
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
        ],
    }


@pytest.fixture(scope="session")
def base_url() -> None:
    """Stands in for the plugin's own, which warns of its deprecated way of being defined."""


@pytest.fixture
def troubles() -> list[str]:
    """What went wrong on the page so far; a test that provokes something takes it out again."""
    return []


@pytest.fixture
def page(page: Page, live_server: LiveServer, troubles: list[str]) -> Iterator[Page]:
    """A page on the live server. Console errors, exceptions, and failed or off-site requests fail the test."""
    host = urlsplit(live_server.url).netloc

    def note_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            troubles.append(f"console {message.type}: {message.text}")

    def note_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme != "data" and address.netloc != host:
            troubles.append(f"off-site request: {request.url}")

    def note_failure(request: Request) -> None:
        # What the page still waits for when a test moves on is given up by the browser itself.
        if request.failure != "net::ERR_ABORTED":
            troubles.append(f"failed request: {request.url} {request.failure}")

    def note_response(response: Response) -> None:
        if response.status >= 400:
            troubles.append(f"answer {response.status}: {response.url}")

    page.on("console", note_console)
    page.on("pageerror", lambda error: troubles.append(f"exception: {error}"))
    page.on("request", note_request)
    page.on("requestfailed", note_failure)
    page.on("response", note_response)
    page.set_default_timeout(10_000)
    yield page
    page.close()
    assert troubles == []


@pytest.fixture
def shipped_catalogue(shipped_tables: list[str], transactional_db: None) -> None:
    copy_shipped(shipped_tables)


def person(email: str, **fields: Any) -> User:
    """A user with a password and a confirmed address."""
    user = create_user(email=email, password=PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@pytest.fixture
def learner(transactional_db: None) -> User:
    return person("learner@example.org")


@pytest.fixture
def curator(transactional_db: None) -> User:
    return person("curator@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def saved_path(shipped_catalogue: None, learner: User) -> Path:
    session = {ANSWERS_KEY: {"goal": "deep-learning", "levels": {"python": 2}}, PLAN_SEEN_KEY: True}
    path = claim_answers(user=learner, session=session)
    assert path is not None
    return path


@pytest.fixture
def log_in(page: Page, live_server: LiveServer) -> Callable[[User], None]:
    """Logs the page's browser in and confirms it for sensitive pages, without spending time on the forms."""

    def log_in(user: User) -> None:
        client = Client()
        client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        if user.is_staff:
            client.post("/accounts/2fa/authenticate/", {"code": totp_code()})
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})  # a log-in alone opens no sensitive page
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    return log_in
