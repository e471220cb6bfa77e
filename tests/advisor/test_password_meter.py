"""What the meter says of passwords, and that it keeps to advice."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from advisor.password_meter import FAIR_FROM, MOST, STRONG_FROM, judge
from tests.factories import create_user

ADDRESS = "marietta.kowalski@example.org"
JUDGE = "/account/password/strength/"


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("kfmwpzqhtr", "Not accepted"),
        ("password1234", "Not accepted"),
        ("482910573648", "Not accepted"),
        ("marietta.kowalski", "Not accepted"),
        ("abcdefghijklmnop", "Weak"),
        ("qwertyuiopasdfgh", "Weak"),
        ("kkkkkkkkkkkkkkkkkkkkkkkk", "Weak"),
        ("kfmwkfmwkfmwkfmw", "Weak"),
        ("p4ssw0rd-dr4g0n", "Weak"),
        ("kfmwpzqhtrbv", "Fair"),
        ("zebra lantern quiet mosaic", "Strong"),
    ],
)
def test_judgement_fits_the_password(password: str, word: str) -> None:
    assert judge(password, ADDRESS).word == word


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("abcdefghijklmnop", "runs along the alphabet"),
        ("xq7dragon!vk5wz", "20,000 passwords"),
        ("xq7kowalski!vk5wz", "e-mail address"),
        ("kfmwpzqhtrbv", "another word or two"),
        ("short", "at least 12 characters"),
    ],
)
def test_judgement_says_what_is_weak(password: str, said: str) -> None:
    judgement = judge(password, ADDRESS)
    assert said in " ".join((*judgement.refusals, *judgement.advice))


def test_part_of_the_address_counts_little() -> None:
    password = "kowalski-xq7!vk5wz"
    assert judge(password, ADDRESS).bits < judge(password, "else@example.org").bits


@given(st.text(max_size=300), st.text(max_size=40))
def test_any_text_is_judged_within_the_scale(password: str, address: str) -> None:
    judgement = judge(password, address)
    assert 0 <= judgement.bits <= MOST
    assert 0 < FAIR_FROM < STRONG_FROM < MOST
    assert bool(judgement.advice) or bool(judgement.refusals) or judgement.word == "Strong"


@pytest.mark.django_db
def test_visitor_is_judged_by_the_address_typed_and_a_user_by_their_own(client: Client) -> None:
    sent = {"email": ADDRESS, "password1": "marietta.kowalski"}
    assert "too similar" in client.post(JUDGE, sent).content.decode()
    client.force_login(create_user(email="else@example.org"))
    assert "too similar" not in client.post(JUDGE, sent).content.decode()


@pytest.mark.django_db
def test_judgement_repeats_no_password_and_is_kept_nowhere(client: Client) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        answer = client.post(JUDGE, {"password1": "zebra lantern quiet mosaic"}, headers=headers)
        assert "zebra" not in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert '<meter id="password-strength"' in answer.content.decode()
        assert ("<html" in answer.content.decode()) is not bool(headers)


@pytest.mark.django_db
def test_nothing_typed_is_said_so_and_addresses_take_no_password(client: Client) -> None:
    assert "Type a password first" in client.post(JUDGE, {}).content.decode()
    assert "Type a password first." in client.get(JUDGE, {"password1": "zebra"}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/password/change/"])
def test_form_sends_by_its_own_button_first(client: Client, address: str) -> None:
    """The Enter key takes the first button, which must not be the meter's."""
    if "change" in address:
        user = create_user(password="a long enough one")
        client.force_login(user)
    form = client.get(address).content.decode().split('class="form"')[1]
    assert form.index('type="submit" class="button"') < form.index(f'formaction="{JUDGE}"')
