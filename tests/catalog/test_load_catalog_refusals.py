"""Bad data files: nothing is loaded and one line names the file, the entry and the field."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.loading import DATA_DIRECTORY
from catalog.models import Course, Skill
from tests.factories import create_course, create_provider

Entries = list[dict[str, Any]]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA_DIRECTORY, tmp_path / "data"))


def change(directory: Path, name: str, edit: Callable[[Entries], Any]) -> None:
    path = directory / name
    entries = json.loads(path.read_text())
    edit(entries)
    path.write_text(json.dumps(entries))


def refusal(directory: Path) -> str:
    with pytest.raises(CommandError) as caught:
        call_command("load_catalog", directory=directory)
    return str(caught.value)


def first(entries: Entries, slug: str) -> dict[str, Any]:
    return next(entry for entry in entries if entry.get("slug") == slug)


def put(slug: str, field: str, value: Any) -> Callable[[Entries], Any]:
    return lambda entries: first(entries, slug).update({field: value})


PRICE = {"model": "free", "amount": 0, "currency": "USD", "free_access": ""}
PROGRAMMING, DEEP = "courses/programming.json", "courses/deep-learning.json"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "edit", "entry", "field", "problem"),
    [
        (PROGRAMMING, put("cs50p", "colour", "red"), "cs50p", "colour", "not known"),
        (PROGRAMMING, lambda e: first(e, "cs50p").pop("maths"), "cs50p", "maths", "missing"),
        (PROGRAMMING, lambda e: first(e, "cs50p").pop("price"), "cs50p", "price", "missing"),
        (PROGRAMMING, put("cs50p", "year", "2022"), "cs50p", "year", "whole number"),
        (PROGRAMMING, put("cs50p", "certificate", 1), "cs50p", "certificate", "true or false"),
        (PROGRAMMING, put("cs50p", "maths", "huge"), "cs50p", "maths", "not a valid choice"),
        (PROGRAMMING, put("cs50p", "url", "javascript:alert(1)"), "cs50p", "url", "valid URL"),
        (PROGRAMMING, put("cs50p", "teaches", {"pythn": 2}), "cs50p", "teaches", "no skill 'pythn'"),
        (PROGRAMMING, put("cs50p", "requires", {"python": 9}), "cs50p", "requires", "1, 2 or 3"),
        (PROGRAMMING, put("cs50p", "requires", {"python": True}), "cs50p", "requires", "1, 2 or 3"),
        (PROGRAMMING, put("cs50p", "platform", "nowhere"), "cs50p", "platform", "no platform"),
        (PROGRAMMING, put("cs50p", "provider", "nobody"), "cs50p", "provider", "no provider"),
        (PROGRAMMING, put("cs50p", "official_hours", -1), "cs50p", "official_hours", "not negative"),
        (PROGRAMMING, put("cs50p", "realistic_hours", [9, 3]), "cs50p", "realistic_hours", "lower one first"),
        (PROGRAMMING, put("cs50p", "price", PRICE | {"amount": -5}), "cs50p", "price.amount", "not negative"),
        (PROGRAMMING, put("cs50p", "sources", [{"location": "x"}]), "cs50p", "sources[1].supports", "missing"),
        (PROGRAMMING, put("cs50p", "reviewed_on", "2026-02-30"), "cs50p", "reviewed_on", "a date"),
        (PROGRAMMING, put("cs50p", "superseded_by", "cs50p"), "cs50p", "superseded_by", "is superseded by"),
        (PROGRAMMING, lambda e: e.append(first(e, "cs50p")), "cs50p", "slug", "also the slug"),
        (PROGRAMMING, lambda e: e.append("cs50p"), "number 17", "(whole entry)", "object with fields"),
        (DEEP, lambda e: e.append({"title": "No slug"}), "number 17", "slug", "missing"),
        (
            DEEP,
            put("dl-specialization", "parts", [{"course": "dl-specialization", "standalone": False}]),
            "dl-specialization",
            "parts",
            "contains “Deep Learning Specialization”",
        ),
        ("skills.json", put("sql", "levels", ["a", "b", "c"]), "sql", "levels", "four texts"),
        ("skills.json", put("sql", "name", "Calculus"), "sql", "name", "also the name of 'calculus'"),
        ("platforms.json", put("edx", "subscription_price", "49"), "edx", "subscription_price", "number"),
        ("platforms.json", put("edx", "period", "week"), "edx", "period", "not a valid choice"),
        ("questions.json", put("python-first", "guide", "none"), "python-first", "guide", "no guide"),
        ("claims.json", lambda e: e[0].update(course="nothing"), "nothing/maths", "course", "no course"),
        (
            "claims.json",
            lambda e: e[0]["statements"][1].update(chosen=True),
            "ml-specialization/maths",
            "statements",
            "one",
        ),
    ],
)
def test_load_refuses(directory: Path, name: str, edit: Any, entry: str, field: str, problem: str) -> None:
    change(directory, name, edit)
    message = refusal(directory)
    assert f"{name}, entry {entry}, field {field}" in message
    assert problem in message
    assert "\n" not in message
    assert not Skill.objects.exists()
    assert not Course.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[{"slug": "a",', "is not JSON"),
        ('{"slug": "a"}', "must be a list"),
        ('[{"slug": "a", "name": "A", "name": "B"}]', "entry a, field name: is given twice"),
        ('[{"slug": "a", "name": NaN}]', "NaN"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_load_refuses_broken_file(directory: Path, text: str, problem: str) -> None:
    (directory / "providers.json").write_text(text)
    message = refusal(directory)
    assert "providers.json" in message
    assert problem in message
    assert not Skill.objects.exists()


@pytest.mark.django_db
def test_load_refuses_a_succession_loop(directory: Path) -> None:
    change(directory, PROGRAMMING, put("cs50p", "superseded_by", "kaggle-learn-python"))
    change(directory, PROGRAMMING, put("kaggle-learn-python", "superseded_by", "cs50p"))
    assert "superseded_by: “CS50's" in refusal(directory)


@pytest.mark.django_db
def test_load_refuses_bad_goal_after_a_good_catalogue(directory: Path) -> None:
    goal = {"slug": "g", "title": "G", "blurb": "B", "targets": {"nothing": 1}}
    (directory / "goals.json").write_text(json.dumps([goal]))
    assert "goals.json, entry g, field targets: there is no skill 'nothing'" in refusal(directory)
    assert not Course.objects.exists()


@pytest.mark.django_db
def test_load_refuses_a_misnamed_file(directory: Path) -> None:
    (directory / "platform.json").write_text("[]")
    assert "platform.json: is not a data file" in refusal(directory)


@pytest.mark.django_db
def test_load_refuses_an_empty_directory(tmp_path: Path) -> None:
    assert "no data files" in refusal(tmp_path)


@pytest.mark.django_db
def test_load_refuses_a_name_that_a_curator_gave_to_another_row(directory: Path) -> None:
    create_provider(slug="uni-sydney", name="The University of Sydney")
    assert "field name: is also the name of 'uni-sydney'" in refusal(directory)


def write_one_more(directory: Path, **fields: Any) -> Path:
    """A directory with a single course, made of a shipped one."""
    extra = directory.parent / "extra"
    (extra / "courses").mkdir(parents=True)
    course = first(json.loads((directory / PROGRAMMING).read_text()), "cs50p")
    (extra / "courses" / "more.json").write_text(json.dumps([course | {"slug": "more", "title": "More"} | fields]))
    return extra


@pytest.mark.django_db
def test_load_refuses_a_circle_with_courses_that_are_there_already(directory: Path, shipped_catalogue: None) -> None:
    create_course(title="Old", requires={"weaving": 1}, teaches={"knitting": 1})
    extra = write_one_more(directory, requires={"knitting": 1}, teaches={"weaving": 1})
    message = refusal(extra)
    assert "wait for one another" in message
    assert "“More” needs" in message
    assert not Course.objects.filter(slug="more").exists()


@pytest.mark.django_db
def test_load_reads_a_directory_with_only_some_files(directory: Path, shipped_catalogue: None) -> None:
    extra = write_one_more(directory)
    call_command("load_catalog", directory=extra, verbosity=0)
    assert Course.objects.get(slug="more").outcomes.filter(skill__slug="python").exists()
