"""The JSON interface to courses and skills: filters, pages, errors, limits, and answers that have not changed."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.models import Course, Part, Source
from tests.factories import create_bundle, create_course, create_platform, create_provider, create_skill

pytestmark = pytest.mark.django_db
COURSES = "/api/v1/courses/"


def slugs(client: Client, address: str) -> list[str]:
    answer = client.get(f"{COURSES}{address}")
    assert answer.status_code == 200, answer.content
    return [row["slug"] for row in answer.json()["results"]]


def error(answer: Any, status: int) -> dict[str, str]:
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.json().keys() == {"error"}
    found: dict[str, str] = answer.json()["error"]
    assert found.keys() == {"field", "message"}
    return found


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("?q=wanted", {"title": "Wanted"}),
        ("?level=advanced", {"level": "advanced"}),
        ("?level=advanced&level=intermediate", {"level": "advanced"}),
        ("?kind=book", {"kind": "book"}),
        ("?language=de", {"language": "de"}),
        ("?price=one-off", {"price_model": "one-off"}),
        ("?max_hours=7", {"hours": (5, 9)}),
    ],
)
def test_filter_keeps_only_courses_with_the_value(client: Client, address: str, fields: dict[str, Any]) -> None:
    create_course()
    create_course(slug="wanted", **fields)
    assert slugs(client, address) == ["wanted"]


def test_filters_by_skill_platform_provider_and_free(client: Client) -> None:
    paid = create_course(slug="paid", teaches={"sql": 1}, price_model="subscription")
    create_course(slug="free", teaches={"sql": 2})
    create_course(slug="other")
    assert slugs(client, "?skill=sql") == ["paid", "free"]
    assert slugs(client, "?skill=sql&free=true") == ["free"]
    assert slugs(client, "?skill=sql&free=false") == ["paid", "free"]
    assert slugs(client, f"?platform={paid.platform.slug}") == ["paid"]
    assert slugs(client, f"?provider={paid.provider.slug}") == ["paid"]


def test_max_hours_counts_what_is_expected_of_the_parts_of_a_bundle(client: Client) -> None:
    parts = [create_course(slug=slug, hours=(8, 12)) for slug in ("a", "b")]
    create_bundle(slug="bundle", parts=parts)
    create_course(slug="unknown", hours=None)
    assert slugs(client, "?max_hours=20&sort=hours") == ["a", "b", "bundle"]
    assert slugs(client, "?max_hours=19&sort=hours") == ["a", "b"]


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("?level=expert", "level"),
        ("?level=", "level"),
        ("?skill=no-such", "skill"),
        ("?provider=%00", "provider"),
        ("?platform=x&platform=y", "platform"),
        ("?free=1", "free"),
        ("?max_hours=0", "max_hours"),
        ("?max_hours=1e3", "max_hours"),
        ("?max_hours=" + "9" * 5000, "max_hours"),
        ("?limit=101", "limit"),
        ("?page=-1", "page"),
        ("?page=%D9%A1", "page"),
        ("?sort=price", "sort"),
        ("?q=" + "a" * 101, "q"),
        ("?q=a%00b", "q"),
        ("?q=%ED%A0%80%00", "q"),
        ("?colour=red", "colour"),
    ],
)
def test_parameter_that_cannot_be_used_is_named(client: Client, address: str, field: str) -> None:
    create_course()
    assert error(client.get(f"{COURSES}{address}"), 400)["field"] == field


def test_unknown_value_is_answered_with_what_would_be_right(client: Client) -> None:
    create_course(teaches={"python": 1})
    create_provider()
    assert "beginner, intermediate, advanced" in error(client.get(f"{COURSES}?level=x"), 400)["message"]
    create_skill(slug="statistics")
    for number in range(6):
        create_skill(slug=f"s{number}")
    assert "Did you mean “python”?" in error(client.get(f"{COURSES}?skill=pyton"), 400)["message"]


def test_far_too_many_parameters_are_refused(client: Client) -> None:
    assert error(client.get(COURSES + "?" + "&".join(f"a{i}=" for i in range(2000))), 400)


def test_pages_lead_to_each_other_with_the_filters_kept(client: Client) -> None:
    for title in "ABCDE":
        create_course(title=title, level="advanced")
    seen, address = [], f"{COURSES}?level=advanced&limit=2"
    while address:
        page = client.get(address).json()
        assert (page["count"], page["pages"]) == (5, 3)
        seen += [row["title"] for row in page["results"]]
        address = page["next"]
    assert seen == list("ABCDE")
    assert page["previous"] == f"http://testserver{COURSES}?level=advanced&limit=2&page=2"
    assert error(client.get(f"{COURSES}?limit=2&page=4"), 404)["field"] == "page"


def test_list_of_nothing_is_one_empty_page(client: Client) -> None:
    answer = client.get(f"{COURSES}?q=nothing").json()
    assert answer == {"count": 0, "page": 1, "pages": 1, "previous": None, "next": None, "results": []}


def test_number_of_queries_does_not_grow_with_rows(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(COURSES)
    counts = []
    for number in range(2):
        first = create_course(teaches={"python": 1, f"skill-{number}": 1}, requires={"sql": 1})
        create_bundle(parts=[first, create_course(teaches={"sql": 1})], slug=f"bundle-{number}")
        client.get(COURSES)
        with django_assert_num_queries(100, exact=False) as asked:
            client.get(COURSES)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_course_names_units_estimates_and_sources(client: Client) -> None:
    platform = create_platform(subscription_price=49, currency="USD")
    course = create_course(
        slug="one", hours=(8, 13), price_model="subscription", platform=platform, unsure=["realistic_hours", "maths"]
    )
    Source.objects.create(course=course, location="https://example.org/one", supports="price and realistic hours")
    course.claims.create(field="realistic_hours", value="20 hours", source="A note", as_of="2026-03", is_chosen=True)
    answer = client.get(f"{COURSES}one/").json()
    assert answer["hours"] == {"low": 8, "expected": 10.5, "high": 13, "is_estimate": True}
    assert answer["price"]["subscription"] == {"amount": 49, "currency": "USD", "period": "month"}
    assert answer["estimates"] == ["hours", "maths"]
    assert answer["sources"][0]["facts"] == ["hours", "price"]
    assert answer["claims"][0]["fact"] == "hours"
    assert answer["page"] == "http://testserver/courses/one/"


def test_retired_course_answers_with_its_successor(client: Client) -> None:
    newer = create_course(slug="newer")
    create_course(slug="older", status=Course.Status.RETIRED, superseded_by=newer)
    answer = client.get(f"{COURSES}older/").json()
    assert (answer["status"], answer["superseded_by"]) == ("retired", "newer")
    assert slugs(client, "") == ["newer"]


def test_drafts_are_nowhere(client: Client) -> None:
    draft = create_course(slug="draft", title="Secret", status=Course.Status.DRAFT)
    shown = create_course(slug="shown")
    bundle = create_bundle(slug="bundle", parts=[draft, shown])
    Part.objects.create(bundle=create_bundle(slug="b2", parts=[], status=Course.Status.DRAFT), course=shown, position=1)
    Course.objects.filter(pk=bundle.pk).update(superseded_by=draft)
    error(client.get(f"{COURSES}draft/"), 404)
    said = [client.get(f"{COURSES}{address}").content.decode() for address in ("", "bundle/", "shown/")]
    assert not [text for text in said if "draft" in text or "Secret" in text or "b2" in text]


def test_skill_says_what_its_levels_mean_and_who_teaches_it(client: Client) -> None:
    create_course(teaches={"python": 1})
    create_course(teaches={"python": 1}, status=Course.Status.RETIRED)
    answer = client.get("/api/v1/skills/python/").json()
    assert (answer["slug"], len(answer["levels"]), answer["courses"]) == ("python", 4, 1)
    assert client.get(answer["courses_at"]).json()["count"] == 1
    assert [row["slug"] for row in client.get("/api/v1/skills/").json()["results"]] == ["python"]
    error(client.get("/api/v1/skills/none/"), 404)


@pytest.mark.parametrize("address", ["", "/", "/nothing", "/courses", "/courses/a/b/", "/courses//", "/Courses/"])
def test_wrong_address_is_answered_in_json(client: Client, address: str) -> None:
    assert "/api/" in error(client.get(f"/api/v1{address}"), 404)["message"]
    error(client.post(f"/api/v1{address}"), 404)


def test_wrong_method_is_told_the_right_ones() -> None:
    for method in ("post", "put", "patch", "delete", "trace"):
        answer = getattr(Client(enforce_csrf_checks=True), method)(COURSES)
        error(answer, 405)
        assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_browser_of_another_site_may_ask_first(client: Client) -> None:
    answer = client.options(COURSES)
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]


def test_unchanged_answer_is_not_sent_again(client: Client) -> None:
    course = create_course(slug="one")
    first = client.get(f"{COURSES}one/")
    assert first["Cache-Control"] == "public, max-age=60"
    again = client.get(f"{COURSES}one/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"
    course.claims.create(field="maths", value="hard", source="A note")
    changed = client.get(f"{COURSES}one/", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_head_has_the_headers_of_the_answer(client: Client) -> None:
    head, whole = client.head(COURSES), client.get(COURSES)
    assert (head.content, head["ETag"]) == (b"", whole["ETag"])


def test_limit_counts_reads_of_one_network(client: Client, settings: LazySettings) -> None:
    settings.API_READS_PER_MINUTE = 3
    assert [client.get(COURSES).status_code for _ in range(3)] == [200] * 3
    refused = client.get("/api/v1/skills/")
    assert "At most 3 requests a minute" in error(refused, 429)["message"]
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert client.get(COURSES, REMOTE_ADDR="198.51.100.7").status_code == 200


def test_interface_sets_no_cookie_and_needs_none(client: Client) -> None:
    client.get(COURSES)
    assert not client.cookies
