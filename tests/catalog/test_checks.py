"""Short checks: the rows, the shipped items, how they are loaded, and the curators' form."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from catalog.loading import DATA_DIRECTORY, load_catalogue
from catalog.loading.files import DataError
from catalog.models import Check, CheckItem, CheckOption
from tests.admin_pages import messages_of, page_data
from tests.factories import create_skill, create_user

pytestmark = pytest.mark.django_db
SHIPPED: list[dict[str, Any]] = json.loads((DATA_DIRECTORY / "checks.json").read_text())
ITEMS = [(check["skill"], item) for check in SHIPPED for item in check["items"]]


def entry(**item: object) -> dict[str, object]:
    fields = {"level": 1, "text": ["2 + 2?"], "options": ["3", "4", "5"], "right": "4", "explanation": "Count.", **item}
    return {"skill": "sums", "title": "Sums", "items": [fields]}


def load(directory: Path, *entries: dict[str, object], overwrite: bool = False) -> str:
    (directory / "checks.json").write_text(json.dumps(entries))
    tally = load_catalogue(directory, overwrite=overwrite)["short checks"]
    return f"{tally.added}/{tally.overwritten}/{tally.kept}"


@pytest.fixture
def sums() -> None:
    create_skill(slug="sums")


def test_the_shipped_checks_are_those_promised() -> None:
    skills = {"python", "school-maths", "linear-algebra", "calculus", "probability-statistics", "supervised-learning"}
    assert skills <= {check["skill"] for check in SHIPPED}
    assert all(4 <= len(check["items"]) <= 5 for check in SHIPPED)


@pytest.mark.parametrize(("skill", "item"), ITEMS)
def test_shipped_item_has_one_right_option_among_three_or_four(skill: str, item: dict[str, Any]) -> None:
    assert 3 <= len(item["options"]) <= 4
    assert len({option.strip() for option in item["options"]}) == len(item["options"])
    assert item["options"].count(item["right"]) == 1
    assert item["explanation"].endswith(".")


@pytest.mark.parametrize("item", [item for skill, item in ITEMS if skill == "python"])
def test_shipped_python_prints_what_the_right_option_says(item: dict[str, Any]) -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec("\n".join(item["text"][1:]), {})
    assert printed.getvalue().strip() == item["right"]


def test_right_options_do_not_stand_in_one_place() -> None:
    places = {item["options"].index(item["right"]) for _, item in ITEMS}
    assert places == {0, 1, 2, 3}


def test_loading_adds_once_and_keeps_what_a_curator_changed(sums: None, tmp_path: Path) -> None:
    assert load(tmp_path, entry()) == "1/0/0"
    CheckItem.objects.update(explanation="Use your fingers.")
    assert load(tmp_path, entry()) == "0/0/1"
    assert CheckItem.objects.get().explanation == "Use your fingers."
    assert load(tmp_path, entry(), overwrite=True) == "0/1/0"
    assert CheckItem.objects.get().explanation == "Count."
    assert list(CheckOption.objects.values_list("text", "is_right")) == [("3", False), ("4", True), ("5", False)]
    assert load(tmp_path, entry(), overwrite=True) == "0/0/1"


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"right": "22"}, r"items\[1\].right: must be one of the options"),
        ({"options": ["4", "5"]}, r"items\[1\].options: must be 3 to 4"),
        ({"options": ["4", "4", "5"]}, "different texts"),
        ({"level": 0}, r"items\[1\].level"),
        ({"options": ["3", "4", "5" * 201]}, r"items\[1\].options"),
    ],
)
def test_unusable_item_is_named(sums: None, tmp_path: Path, item: dict[str, object], message: str) -> None:
    with pytest.raises(DataError, match=message):
        load(tmp_path, entry(**item))
    assert not Check.objects.exists()


def test_unknown_skill_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no skill 'sums'"):
        load(tmp_path, entry())


@pytest.fixture
def item(sums: None, tmp_path: Path) -> CheckItem:
    load(tmp_path, entry())
    return CheckItem.objects.get()


def test_a_second_right_option_is_refused(item: CheckItem) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        item.options.create(text="four", is_right=True)
    with pytest.raises(ValidationError, match="Only one option"):
        CheckOption(item=item, text="four", is_right=True).full_clean()


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(create_user(is_staff=True, is_superuser=True))
    return client


def options_said(curator: Client, item: CheckItem, **changes: object) -> list[str]:
    address = reverse("admin:catalog_checkitem_change", args=[item.pk])
    response = curator.post(address, {**page_data(curator.get(address)), **changes})
    return [] if response.status_code == 302 else [str(message) for message in messages_of(response)]


def test_curator_can_move_the_right_option(curator: Client, item: CheckItem) -> None:
    assert options_said(curator, item, **{"options-1-is_right": "", "options-0-is_right": "on"}) == []
    assert item.options.get(is_right=True).text == "3"


def test_curator_is_told_of_none_or_two_right_options(curator: Client, item: CheckItem) -> None:
    assert "Exactly one option must be right." in options_said(curator, item, **{"options-1-is_right": ""})
    assert options_said(curator, item, **{"options-0-is_right": "on"}) != []
    assert "Give 3 to 4 options." in options_said(curator, item, **{"options-0-DELETE": "on"})
