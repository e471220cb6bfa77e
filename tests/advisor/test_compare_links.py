"""A way to compare wherever a course or several saved paths are shown."""

import pytest
from django.test import Client

from tests.advisor.path_rows import make_catalogue, make_path
from tests.factories import create_course, create_user

pytestmark = pytest.mark.django_db


def link(slug: str) -> str:
    return f'href="/compare/?course={slug}"'


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make_catalogue()
    create_course(slug="longer", title="The longer way", teaches={"nets": 1}, hours=(90, 99), requires={"python": 1})


def test_every_stop_and_what_was_left_out_can_be_compared(client: Client) -> None:
    client.post("/start/goal/", {"answer": "deep"})
    page = client.get("/plan/?show=left-out").content.decode()
    for slug in ("first", "nets-course", "pair", "longer"):
        assert link(slug) in page
    assert link("longer") in client.get("/plan/?show=why-not&why=longer").content.decode()


def test_next_course_and_paths_can_be_compared_from_the_dashboard(client: Client) -> None:
    user = create_user()
    client.force_login(user)
    one = make_path(user)
    page = client.get("/dashboard/").content.decode()
    assert link("first") in page
    assert "/compare/paths/" not in page
    assert link("first") in client.get(f"/paths/{one.pk}/courses/first/").content.decode()

    newer = make_path(user)
    compared = f"/compare/paths/?path={newer.pk}&amp;path={one.pk}"
    assert compared in client.get("/dashboard/").content.decode()
    assert client.get(compared.replace("&amp;", "&")).context["versus"]


@pytest.mark.parametrize("address", ["/", "/faq/", "/accounts/login/"])
def test_every_page_leads_to_the_comparison(client: Client, address: str) -> None:
    assert client.get(address).content.decode().count('href="/compare/"') == 2
