"""The frame around every page, the form pack and the error pages."""

import re

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import get_template
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.views import defaults

from tests.factories import create_user


class RideForm(forms.Form):
    hours = forms.IntegerField(min_value=1, help_text="A week.")
    pace = forms.ChoiceField(choices=[("slow", "Slow"), ("fast", "Fast")], widget=forms.RadioSelect, help_text="One.")


@pytest.mark.django_db
def test_page_says_the_same_title_to_readers_and_to_those_who_share_it(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert "<title>Log in · Which First</title>" in page
    assert '<meta property="og:title" content="Log in">' in page
    assert '<link rel="canonical" href="http://localhost:8000/accounts/login/">' in page


@pytest.mark.django_db
def test_page_keeps_the_address_of_a_query_out_of_its_canonical_address(client: Client) -> None:
    page = client.get(reverse("account_login"), {"next": "/plan/"}).content.decode()
    assert '<link rel="canonical" href="http://localhost:8000/accounts/login/">' in page


@pytest.mark.django_db
def test_page_begins_with_a_link_to_its_content(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert re.search(r'<body[^>]*>\s*<a class="skip-link" href="#main">', page)
    assert '<main id="main"' in page


@pytest.mark.django_db
def test_navigation_differs_for_visitor_and_user(client: Client) -> None:
    assert f'href="{reverse("advisor:questionnaire_start")}"' in client.get(reverse("account_login")).content.decode()
    client.force_login(create_user())
    page = client.get(reverse("advisor:account_detail")).content.decode()
    assert f'href="{reverse("advisor:dashboard")}"' in page
    assert f'<a href="{reverse("advisor:account_detail")}" aria-current="page">' in page


def test_field_names_its_hint_and_its_error() -> None:
    page = render_crispy_form(RideForm({"hours": "0", "pace": "slow"}))
    assert 'aria-describedby="id_hours_helptext id_hours_error"' in page
    assert 'aria-invalid="true"' in page
    for name in ("id_hours_helptext", "id_hours_error"):
        assert len(re.findall(f'id="{name}"', page)) == 1
    assert 'value="0"' in page


def test_radio_buttons_stand_in_a_fieldset_that_names_hint_and_error() -> None:
    page = render_crispy_form(RideForm({"hours": "3"}))
    assert re.search(r'<fieldset[^>]*aria-describedby="id_pace_helptext id_pace_error"', page)
    assert page.count('<div class="radio-card">') == 2
    assert '<label for="id_pace_0">Slow</label>' in page


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_error_page_needs_no_context(name: str) -> None:
    page = get_template(name).render()
    assert "Which First" in page
    assert "<h1>" in page


def test_server_error_is_drawn_by_the_site(rf: RequestFactory) -> None:
    assert b"Something broke here" in defaults.server_error(rf.get("/")).content


@pytest.mark.django_db
def test_unknown_address_says_so(client: Client) -> None:
    answer = client.get("/no-such-line/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


@pytest.mark.django_db
def test_form_without_token_says_that_nothing_was_sent() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "me@example.org"})
    assert answer.status_code == 403
    assert "Nothing was sent or changed" in answer.content.decode()


@pytest.mark.django_db
def test_too_many_tries_are_stopped_on_a_page_of_the_site(client: Client) -> None:
    with override_settings(ACCOUNT_RATE_LIMITS={"signup": "1/m/ip"}):
        answers = [client.post(reverse("account_signup"), {"email": "not an address"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert "Too many tries" in answers[1].content.decode()
