"""Differences between documents, in words."""

from typing import Any

import pytest

from catalog.desk.changes import NOTHING, changes
from catalog.desk.courses import COURSES
from catalog.desk.documents import Document, course_document
from tests.factories import create_bundle, create_course, create_platform, create_skill

pytestmark = pytest.mark.django_db


def differences(before: Document, **changed: Any) -> list[tuple[str, str, str]]:
    return [(change.label, change.old, change.new) for change in changes(COURSES, before, before | changed)]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"title": "New"}, ("title", "Old", "New")),
        ({"status": "retired"}, ("status", "published", "retired")),
        ({"practice": "from-scratch"}, ("practice", "guided", "from scratch")),
        ({"realistic_hours": [3, 4.5]}, ("realistic hours", "8 to 12", "3 to 4.5")),
        ({"certificate": True}, ("certificate", "no", "yes")),
        ({"tools": ["Loom", "Shuttle"]}, ("tools", NOTHING, "Loom; Shuttle")),
        ({"unsure": ["certificate"]}, ("estimates", NOTHING, "certificate")),
        (
            {"price": {"model": "one-off", "amount": None, "currency": "USD", "free_access": ""}},
            ("price: model", "free", "bought once"),
        ),
    ],
)
def test_fields_are_named_and_their_values_put_in_words(changed: Document, expected: tuple[str, str, str]) -> None:
    assert differences(course_document(create_course(title="Old")), **changed) == [expected]


def test_rows_are_named_by_skill_and_level() -> None:
    wool = create_skill(slug="wool", name="Wool")
    create_skill(slug="dye", name="Dyeing")
    before = course_document(create_course(requires={wool: 1}))
    found = differences(before, requires={"wool": 2, "dye": 1})
    assert found == [("required skills: Wool", "basics", "working"), ("required skills: Dyeing", NOTHING, "basics")]


def test_parts_are_named_and_their_order_told() -> None:
    first, second = create_course(title="First"), create_course(title="Second")
    before = course_document(create_bundle(parts=[first, second]))
    swapped = list(reversed(before["parts"]))
    assert differences(before, parts=swapped) == [("part, in order", "First; Second", "Second; First")]
    alone = [before["parts"][0]]
    assert differences(before, parts=alone) == [("part: Second", "standalone: no", NOTHING)]


def test_rows_that_a_course_points_at_are_named() -> None:
    create_platform(slug="quay", name="Quayside")
    newer = create_course(title="Newer")
    found = differences(course_document(create_course()), platform="quay", superseded_by=newer.slug)
    assert [new for _, _, new in found] == ["Quayside", "Newer"]


def test_name_of_what_is_gone_is_its_slug() -> None:
    assert differences(course_document(create_course()), teaches={"gone": 1}) == [
        ("skills taught: gone", NOTHING, "basics")
    ]


def test_same_documents_differ_in_nothing() -> None:
    assert differences(course_document(create_course())) == []


def test_document_out_of_nothing_tells_what_it_has() -> None:
    document = course_document(create_course(title="New"))
    assert ("title", NOTHING, "New") in [(c.label, c.old, c.new) for c in changes(COURSES, None, document)]
