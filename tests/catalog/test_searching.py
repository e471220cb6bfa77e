"""The library's order is the same on every database: what it is on one is written down here."""

import pytest

from catalog.browsing import Selection
from catalog.searching import current_listing
from tests.factories import create_course

pytestmark = pytest.mark.django_db
TITLES = ["Zebra", "über data", "Uber", "apple", "Éclair", "eclair", "Ähre", "10 steps", "_under", "data (2nd)", "Data"]


def found(**selection: object) -> list[str]:
    return [entry.slug for entry in current_listing().search(Selection(**selection))]  # type: ignore[arg-type]


def test_order_of_titles_is_the_same_on_every_database() -> None:
    for number, title in enumerate(TITLES):
        create_course(slug=f"c{number}", title=title)
    assert found() == ["c7", "c8", "c6", "c3", "c10", "c9", "c4", "c5", "c2", "c1", "c0"]
    assert found(text="data", sort="relevance")[:3] == ["c10", "c9", "c1"]


def test_shipped_catalogue_is_found_in_the_same_order_on_every_database(shipped_catalogue: None) -> None:
    assert found(text="deep learning")[:4] == [
        "dl-specialization",
        "stanford-cs224n",
        "stanford-cs231n",
        "dive-into-deep-learning",
    ]
    assert found(sort="rating")[:3] == found(sort="rating", values={"language": ("en",)})[:3]


def test_listing_is_shared_until_an_edit(django_assert_num_queries: object) -> None:
    course = create_course(title="Before")
    first = current_listing()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert current_listing() is first
    course.title = "After"
    course.save()
    assert [entry.title for entry in current_listing().entries] == ["after"]
