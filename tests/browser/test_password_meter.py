"""The meter beside a new password, with script and without."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

SIGN_UP, JUDGE = "/accounts/signup/", "How strong is the password?"
WEAK, STRONG = "abcdefghijklmnop", "zebra lantern quiet mosaic"


@pytest.mark.django_db(transaction=True)
def test_meter_follows_what_is_typed(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}{SIGN_UP}")
    page.locator("#id_password1").press_sequentially(WEAK)
    expect(page.locator("#password-judgement")).to_contain_text("Weak")
    page.locator("#id_password1").fill(STRONG)
    expect(page.locator("#password-judgement")).to_contain_text("Strong")
    expect(page.get_by_role("meter", name="Strength of the password")).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_without_script_the_form_stays_open(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    form = context.new_page()
    form.goto(f"{live_server.url}{SIGN_UP}")
    form.locator("#id_password1").fill(WEAK)
    with context.expect_page() as opened:
        form.get_by_role("button", name=JUDGE).click()
    expect(opened.value.get_by_text("Weak", exact=True).last).to_be_visible()
    assert form.locator("#id_password1").input_value() == WEAK
    context.close()
