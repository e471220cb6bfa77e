"""The course library as a visitor meets it."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.factories import create_bundle, create_course, create_skill

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str, *, status: int = 200, **headers: Any) -> str:
    """The page's text as a reader sees it, tags left out."""
    response = client.get(address, headers=headers)
    assert response.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def create_courses(number: int) -> None:
    for i in range(number):
        create_course(title=f"Course {i:03}")


def test_course_list_shows_pages_of_24(client: Client) -> None:
    create_courses(25)
    first, second = client.get("/courses/"), client.get("/courses/?page=2")
    assert [card.course.title for card in second.context["cards"]] == ["Course 024"]
    assert len(first.context["cards"]) == 24
    assert 'href="/courses/?page=2" rel="next"' in first.content.decode()
    assert 'href="/courses/" rel="prev"' in second.content.decode()


def test_course_list_of_24_is_one_page(client: Client) -> None:
    create_courses(24)
    page = client.get("/courses/")
    assert "Next page" not in page.content.decode()
    assert "24 courses" in text_of(client, "/courses/")


@pytest.mark.parametrize("number", ["2", "99", "9" * 400])
def test_course_list_beyond_the_last_page_says_where_it_ends(client: Client, number: str) -> None:
    create_course(level="advanced")
    text = text_of(client, f"/courses/?level=advanced&page={number}", status=404)
    assert "The list ends with page 1." in text
    assert 'href="/courses/?level=advanced"' in client.get(f"/courses/?level=advanced&page={number}").content.decode()


def test_course_list_says_what_it_ignored_and_lists_the_rest(client: Client) -> None:
    create_course(title="Still here")
    text = text_of(client, "/courses/?level=expert&level=beginner")
    assert "Level “expert” was ignored" in text
    assert "Still here" in text


def test_course_list_that_is_empty_offers_to_drop_each_choice(client: Client) -> None:
    create_course(title="Bayes", level="advanced")
    text = text_of(client, "/courses/?q=bayes&level=beginner&maths=heavy")
    assert "Without search: bayes (0 courses)" in text
    assert "Without level: beginner (0 courses)" in text
    assert "Without maths load: heavy (0 courses)" in text
    assert "Without level: beginner (1 course)" in text_of(client, "/courses/?q=bayes&level=beginner")


def test_course_list_of_an_empty_catalogue_says_so(client: Client) -> None:
    assert "No course is published yet." in text_of(client, "/courses/")


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%ff%fe",
        "skill=%00",
        "page=%00",
        "platform=1e999",
        "q=%25_%5C%27%22",
        "q[]=1",
        "level=" * 3,
        "%00=%00",
    ],
)
def test_course_list_survives_hostile_addresses(client: Client, query: str) -> None:
    create_course()
    assert client.get(f"/courses/?{query}").status_code == 200


def test_course_list_keeps_the_state_in_the_form(client: Client) -> None:
    create_course(title="Tables", level="advanced", teaches={create_skill(area="Data"): 1})
    html = client.get("/courses/?q=tables&level=advanced&sort=hours&area=data").content.decode()
    assert 'name="q" value="tables"' in html
    assert 'value="advanced" checked' in html
    assert '<option value="hours" selected>' in html
    assert '<input type="hidden" name="area" value="data">' in html


def test_course_list_for_htmx_is_the_results_and_the_clean_address(client: Client) -> None:
    create_course(title="Found")
    response = client.get("/courses/?q=found&level=&sort=", headers={"HX-Request": "true"})
    html = response.content.decode()
    assert response["HX-Push-Url"] == "/courses/?q=found"
    assert "HX-Request" in response["Vary"]
    assert "<html" not in html
    assert 'hx-swap-oob="innerHTML:#result-count">1 course matches' in html


def test_course_list_for_a_step_back_in_history_is_the_whole_page(client: Client) -> None:
    response = client.get("/courses/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in response.content.decode()


def test_course_list_escapes_titles_and_searches(client: Client) -> None:
    create_course(title="<script>alert(1)</script>", summary="<b>bold</b>")
    html = client.get("/courses/?q=<script>&level=<img>").content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html
    assert "<img>" not in html


def test_course_list_asks_as_often_for_many_as_for_few(client: Client, django_assert_num_queries: Any) -> None:
    # Tokens twice, all parts, outcomes and courses, skills, platforms, languages; of the page courses, outcomes, parts,
    # and theirs.
    create_bundle(parts=[create_course(teaches={"python": 1})])
    with django_assert_num_queries(12):
        client.get("/courses/")
    for _ in range(6):
        create_bundle(parts=[create_course(teaches={"python": 1, "sql": 2}) for _ in range(2)])
    with django_assert_num_queries(12):
        client.get("/courses/?level=beginner&sort=hours")


def test_course_list_marks_estimates_and_adds_up_bundles(client: Client) -> None:
    parts = [create_course(hours=(10, 12.5), unsure=["realistic_hours"]), create_course(hours=(5, 6))]
    create_bundle(title="Bundle", parts=parts, unsure=["level"])
    text = text_of(client, "/courses/?kind=specialization")
    assert "15–18.5 hours, estimated" in text
    assert "Specialization, beginner (estimated)" in text


def test_course_list_refuses_other_methods(client: Client) -> None:
    assert client.post("/courses/").status_code == 405
