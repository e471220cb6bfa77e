"""From `make curator` to the admin: the first log-in, the confirmed address, the authenticator app, and back."""

import re
import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from advisor.models import User
from tests.browser.conftest import PASSWORD
from tests.browser.test_accessibility import check

CODE = re.compile(r"^[A-Z0-9-]{6,}$", re.MULTILINE)


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD)))


def test_new_superuser_sets_up_an_app_and_comes_back(
    page: Page, live_server: LiveServer, transactional_db: None
) -> None:
    User.objects.create_superuser("curator@example.org", PASSWORD)
    page.goto(f"{live_server.url}/admin/catalog/course/")
    page.get_by_label("Email").fill("curator@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_label("Code")).to_be_visible()
    found = CODE.search(str(mail.outbox[-1].body))
    assert found
    page.get_by_label("Code").fill(found[0])
    page.get_by_role("button", name="Confirm").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("The curators' desk asks for a second factor")
    check(page)
    page.get_by_role("link", name="Set up an authenticator app").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Code").fill(code_for(page.locator("dd code").inner_text()))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.get_by_role("link", name="Go on to the curators' desk").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("course")
    assert page.url == f"{live_server.url}/admin/catalog/course/"
