"""Every lint finds its flaw and leads to its mend, and none finds one where all is well."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from advisor.models import Path, Snapshot, Step
from catalog.freshness import CHECK_AGAIN_AFTER
from catalog.health.lints import LINTS, Lint, Row
from catalog.health.shelf import Shelf
from catalog.models import Course
from tests import factories

pytestmark = pytest.mark.django_db


def create_sound(**fields: Any) -> Course:
    """A course without a flaw, as long as something asks for what it teaches."""
    course = factories.create_course(**{"reviewed_on": timezone.localdate(), "teaches": {"python": 2}, **fields})
    course.sources.create(location=f"https://example.org/{course.slug}", supports="everything")
    return course


@pytest.fixture(autouse=True)
def clean_catalogue() -> None:
    create_sound(slug="first", title="First", teaches={"python": 2})
    create_sound(slug="next", title="Next", requires={"python": 2}, teaches={"nets": 2})
    factories.create_goal(slug="deep", title="Deep", targets={"nets": 2})


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(factories.create_user(is_staff=True, is_superuser=True))
    return client


def rows_of(lint: Lint) -> list[Row]:
    return list(lint.find(Shelf(timezone.localdate())))


def change(slug: str = "first", **fields: Any) -> None:
    Course.objects.filter(slug=slug).update(**fields)


def dispute() -> None:
    for value in ("light", "heavy"):
        Course.objects.get(slug="first").claims.create(field="maths", value=value, source="Somebody")


def close_a_loop() -> None:
    course = Course.objects.get(slug="first")
    course.requirements.create(skill=factories.skill_of("nets"), level=1)


def retire_on_paths(people: int = 5) -> None:
    snapshot = Snapshot.objects.create(digest="0" * 64, catalog={})
    texts: dict[str, Any] = {"answers": {}, "problem": {}, "plan": {}}
    days = {"starts_on": date(2027, 1, 4), "finishes_on": date(2027, 1, 10)}
    gone = create_sound(slug="gone", status="retired")
    for _ in range(people):
        path = Path.objects.create(user=factories.create_user(), title="Mine", snapshot=snapshot, **texts)
        Step.objects.create(path=path, position=1, course=gone, hours_expected=10, **days)


FINISHERS = {"finisher_count": 5, "finisher_hours_low": 9, "finisher_hours_median": 10, "finisher_hours_high": 12}
LONG_AGO = timedelta(days=CHECK_AGAIN_AFTER.days + 1)
FLAWS: dict[str, Callable[[], object]] = {
    "loops": close_a_loop,
    "same-title": lambda: create_sound(title="FÍRST "),
    "same-address": lambda: create_sound(url="http://www.courses.example.org/first/?utm_source=x#top"),
    "idle-suppliers": factories.create_platform,
    "missing-hours": lambda: change(realistic_hours_low=None, realistic_hours_high=None),
    "missing-price": lambda: change(price_model="one-off"),
    "missing-outcomes": lambda: create_sound(teaches={}),
    "missing-address": lambda: change(url=""),
    "missing-source": lambda: Course.objects.get(slug="first").sources.all().delete(),
    "past-check": lambda: change(reviewed_on=timezone.localdate() - LONG_AGO),
    "never-checked": lambda: change(reviewed_on=None),
    "undecided": dispute,
    "replaceable-estimates": lambda: change(unsure=["realistic_hours"], **FINISHERS),
    "unreachable-goals": lambda: change(status="retired"),
    "untaught-skills": lambda: factories.create_goal(targets={"python": 3}),
    "idle-courses": lambda: create_sound(teaches={"poetry": 1}),
    "dominated-courses": lambda: create_sound(teaches={"python": 1}, hours=(80, 90)),
    "retired-on-paths": retire_on_paths,
    "orphan-skills": factories.create_skill,
}


@pytest.mark.parametrize("slug", LINTS)
def test_lint_finds_its_flaw_and_nothing_before_it(slug: str) -> None:
    assert rows_of(LINTS[slug]) == []
    FLAWS[slug]()
    assert rows_of(LINTS[slug]) != []


@pytest.mark.parametrize("slug", LINTS)
def test_row_leads_to_the_field_where_it_is_mended(curator: Client, slug: str) -> None:
    FLAWS[slug]()
    page, _, anchor = rows_of(LINTS[slug])[0].mend.partition("#")
    assert f'id="{anchor}"' in curator.get(page).content.decode()


def test_flaws_are_told_of_lints_that_exist() -> None:
    assert set(FLAWS) == set(LINTS)


@pytest.mark.parametrize(
    ("slug", "flaw", "told"),
    [
        ("unreachable-goals", lambda: change(status="retired"), "teaches Skill"),
        ("unreachable-goals", lambda: change("next", status="retired"), "no course that can be planned teaches"),
        ("unreachable-goals", close_a_loop, "in a circle"),
        ("untaught-skills", lambda: factories.create_goal(targets={"python": 3}), "lead to working only"),
        ("idle-courses", lambda: create_sound(teaches={"nets": 2}, requires={"art": 1}), "to which no courses"),
    ],
)
def test_row_says_what_is_the_matter(slug: str, flaw: Callable[[], object], told: str) -> None:
    flaw()
    assert told in rows_of(LINTS[slug])[0].what


def test_few_people_on_a_retired_course_are_not_told() -> None:
    retire_on_paths(4)
    assert rows_of(LINTS["retired-on-paths"]) == []


def test_chosen_statement_settles_a_dispute() -> None:
    dispute()
    Course.objects.get(slug="first").claims.filter(value="light").update(is_chosen=True)
    assert rows_of(LINTS["undecided"]) == []


def test_page_shows_counts_and_leaves_slow_lints_for_later(curator: Client) -> None:
    FLAWS["same-title"]()
    page = curator.get(reverse("health_page")).content.decode()
    assert "Titles that two courses share: 1" in page
    assert 'hx-get="/admin/catalog/health/idle-courses/"' in page
    part = curator.get(reverse("health_lint", args=["idle-courses"]), headers={"HX-Request": "true"})
    assert part.content.startswith(b"<details")


def test_long_lints_are_paged(curator: Client) -> None:
    for _ in range(60):
        factories.create_provider()
    assert "All 60" in curator.get(reverse("health_page")).content.decode()
    address = reverse("health_lint", args=["idle-suppliers"])
    assert "Page 2 of 2" in curator.get(address, {"page": "9"}).content.decode()
    assert curator.get(reverse("health_lint", args=["no-such-lint"])).status_code == 404


def test_queries_of_the_page_do_not_grow(curator: Client) -> None:
    counts = []
    # the session notes with its first page that the desk was opened
    curator.get(reverse("health_page"))
    for rows in (1, 4):
        for _ in range(rows):
            create_sound(reviewed_on=None, requires={"art": 1}, url="")
            factories.create_provider()
        with CaptureQueriesContext(connection) as queries:
            assert curator.get(reverse("health_page")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 25


def test_health_is_for_curators(client: Client) -> None:
    client.force_login(factories.create_user(is_staff=True))
    for address in (reverse("health_page"), reverse("health_lint", args=["loops"])):
        assert client.get(address).status_code == 403
    client.force_login(factories.create_user())
    assert client.get(reverse("health_page")).status_code == 302


def test_admin_leads_to_the_page(curator: Client) -> None:
    assert reverse("health_page") in curator.get(reverse("admin:index")).content.decode()


def test_command_prints_what_the_page_shows(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_catalogue")
    assert capsys.readouterr().out == "Nothing found.\n"
    FLAWS["same-title"]()
    call_command("check_catalogue", "--json")
    found = {lint["lint"]: lint["rows"] for lint in json.loads(capsys.readouterr().out)["lints"]}
    assert [row["what"] for row in found["same-title"]] == ["“First” (first) has the same title."]
    assert set(found) == set(LINTS)


def test_command_fails_when_learners_are_misled(capsys: pytest.CaptureFixture[str]) -> None:
    FLAWS["unreachable-goals"]()
    with pytest.raises(SystemExit, match="1"):
        call_command("check_catalogue")
    assert "Goals that can't be reached: 1 (wrong)" in capsys.readouterr().out
