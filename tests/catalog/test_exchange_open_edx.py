"""Courses of an Open edX site, by mapping."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.desk.documents import course_document
from catalog.models import Course, Draft, Provider, Revision
from tests.factories import create_course, create_platform, create_provider

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).resolve().parent.parent / "data" / "open_edx_courses.json"


def run(path: Path = SAMPLE, *options: str) -> None:
    call_command("import_courses", str(path), "--mapping", "open-edx", "--platform", "edX", *options, verbosity=0)


def sample() -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = json.loads(SAMPLE.read_text())["results"]
    return results


def test_sample_becomes_unpublished_courses_without_skills() -> None:
    create_platform(slug="edx")
    run(SAMPLE, "--apply")
    assert set(Course.objects.values_list("status", flat=True)) == {"draft"}
    document = course_document(Course.objects.get(slug="havenx-stat101x"))
    expected = {
        "title": "Statistics for Harbour Masters",
        "provider": "haven-university",
        "platform": "edx",
        "summary": "Tides, queues & samples, counted properly.",
        "url": "https://courses.example.org/course/statistics-for-harbour-masters",
        "level": "beginner",
        "language": "en",
        "year": 2026,
        "instructors": ["Ada Brook", "Tomas"],
        "official_hours": 40,
        "official_pace": "10 weeks, 3 to 5 hours a week, at your own pace",
        "price": {"model": "audit", "amount": 149, "currency": "USD", "free_access": ""},
        "certificate": True,
        "topics": ["Data Analysis & Statistics", "Math"],
        "outcomes": ["Read a tide table", "Estimate a queue"],
        "teaches": {},
    }
    assert {name: document[name] for name in expected} == expected
    assert "skills missing, named as prerequisites: School algebra" in document["sources"][0]["supports"]
    assert Revision.objects.get(key="havenx-stat101x").comment.endswith("skills missing")


def test_course_without_level_runs_or_seats_is_marked_as_estimated() -> None:
    create_platform(slug="edx")
    run(SAMPLE, "--apply")
    german = course_document(Course.objects.get(slug="havenx-prog2x"))
    assert (german["language"], german["official_hours"]) == ("de", 24)
    assert german["price"] == {"model": "one-off", "amount": 89.5, "currency": "EUR", "free_access": ""}
    assert "level" in german["unsure"]
    archived = course_document(Course.objects.get(slug="pierx-old1"))
    assert (archived["official_hours"], archived["year"]) == (None, None)
    assert {"price", "certificate", "language"} <= set(archived["unsure"])


def test_provider_is_found_by_name_or_added() -> None:
    create_platform(slug="edx")
    create_provider(slug="haven", name="Haven University")
    run(SAMPLE, "--apply")
    assert Course.objects.get(slug="havenx-prog2x").provider.slug == "haven"
    assert Provider.objects.get(slug="pier-institute").name == "Pier Institute"


def test_curated_facts_of_a_course_that_is_there_are_kept() -> None:
    platform = create_platform(slug="edx")
    create_course(slug="havenx-stat101x", platform=platform, maths="heavy", teaches={"statistics": 2})
    run(SAMPLE, "--apply")
    document = Draft.objects.get().document
    assert (document["maths"], document["teaches"], document["unsure"]) == ("heavy", {"statistics": 2}, [])
    assert document["title"] == "Statistics for Harbour Masters"


@pytest.mark.parametrize("form", ["list", "pages in a list", "pages one after another"])
def test_lists_and_several_pages_are_understood(form: str, tmp_path: Path) -> None:
    create_platform(slug="edx")
    one, *others = sample()
    pages = [{"count": 3, "next": "x", "results": [one]}, {"count": 3, "next": None, "results": others}]
    texts = {
        "list": json.dumps(sample()),
        "pages in a list": json.dumps(pages),
        "pages one after another": "\n".join(map(json.dumps, pages)),
    }
    path = tmp_path / "edx.json"
    path.write_text(texts[form])
    run(path, "--apply")
    assert Course.objects.count() == 3


@pytest.mark.parametrize(
    ("field", "value", "column"),
    [
        ("title", None, "title"),
        ("key", 7, "key"),
        ("subjects", "maths", "subjects"),
        ("outcome", 3, "outcome"),
        ("owners", [], "provider"),
        ("course_runs", [{"status": "published", "seats": [{"type": "audit", "price": "x"}]}], "course_runs.seats"),
        ("course_runs", [{"status": "published", "weeks_to_complete": "x", "min_effort": 2}], "weeks_to_complete"),
    ],
)
def test_what_is_not_as_open_edx_has_it_is_named(field: str, value: Any, column: str, tmp_path: Path) -> None:
    create_platform(slug="edx")
    path = tmp_path / "edx.json"
    path.write_text(json.dumps([sample()[1] | {field: value}]))
    with pytest.raises(CommandError, match=f"Row 1, column .*{column}"):
        run(path, "--apply")
    assert not Course.objects.exists()


def test_platform_must_be_there_and_publishing_is_refused() -> None:
    with pytest.raises(CommandError, match="--platform must be one of"):
        run()
    create_platform(slug="edx")
    with pytest.raises(CommandError, match="can't be published"):
        run(SAMPLE, "--publish")
