"""Which courses the library finds, in which order, and what it makes of a bad address."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from catalog.browsing import BEYOND_ALL_PAGES, read_selection
from catalog.searching import current_listing, library_facets
from tests.factories import create_bundle, create_course, create_platform, create_skill

pytestmark = pytest.mark.django_db


def found(address: str) -> list[str]:
    """Slugs in the order in which the library lists them."""
    listing = current_listing()
    selection, _ = read_selection(QueryDict(address), listing.facets)
    return [entry.slug for entry in listing.search(selection)]


def notices(address: str) -> list[str]:
    return read_selection(QueryDict(address), library_facets())[1]


@pytest.mark.parametrize(
    ("key", "value", "fields"),
    [
        ("level", "advanced", {"level": "advanced"}),
        ("price", "one-off", {"price_model": "one-off"}),
        ("maths", "heavy", {"maths": "heavy"}),
        ("coding", "none", {"coding": "none"}),
        ("kind", "book", {"kind": "book"}),
        ("language", "de", {"language": "de"}),
    ],
)
def test_filter_keeps_only_courses_with_the_value(key: str, value: str, fields: dict[str, str]) -> None:
    create_course(slug="other")
    create_course(slug="wanted", **fields)
    assert found(f"{key}={value}") == ["wanted"]


def test_filter_by_platform() -> None:
    create_course(slug="other")
    create_course(slug="wanted", platform=create_platform(slug="mooc"))
    assert found("platform=mooc") == ["wanted"]


def test_filter_by_skill_finds_a_bundle_by_its_parts() -> None:
    part = create_course(slug="part", title="Part", teaches={"python": 1})
    create_bundle(slug="bundle", title="All", parts=[part])
    create_course(slug="other", teaches={"sql": 1})
    assert found("skill=python") == ["bundle", "part"]


def test_filter_by_area_of_the_skills_taught() -> None:
    create_course(slug="wanted", teaches={create_skill(area="Deep learning"): 1})
    create_course(slug="other", teaches={create_skill(area="Career"): 1})
    assert found("area=deep-learning") == ["wanted"]


def test_filters_combine_and_a_repeated_key_means_either() -> None:
    create_course(slug="a", title="A", level="beginner", maths="none")
    create_course(slug="b", title="B", level="advanced", maths="none")
    create_course(slug="c", title="C", level="advanced", maths="heavy")
    create_course(slug="d", title="D", level="intermediate", maths="none")
    assert found("level=beginner&level=advanced&maths=none") == ["a", "b"]


def test_filters_leave_out_drafts_and_retired_courses() -> None:
    create_course(status="draft")
    create_course(status="retired")
    assert found("") == []


def test_search_needs_every_word_without_accents() -> None:
    create_course(slug="wanted", title="Économie et données")
    create_course(title="Données")
    assert found(urlencode({"q": "donnees ECONOMIE"})) == ["wanted"]


def test_search_puts_titles_first() -> None:
    create_course(slug="summary", title="An introduction", summary="With some deep learning.")
    create_course(slug="title", title="Then deep learning", summary="No more.")
    create_course(slug="beginning", title="Deep learning from scratch", summary="No more.")
    assert found("q=deep+learning") == ["beginning", "title", "summary"]


def test_sort_by_hours_counts_the_parts_and_ends_with_the_unknown() -> None:
    part = create_course(slug="part", hours=(10, 20))
    create_bundle(slug="bundle", parts=[part, create_course(slug="short", hours=(1, 2))])
    create_course(slug="unknown", hours=None)
    create_course(slug="long", hours=(50, 60))
    assert found("sort=hours") == ["short", "part", "bundle", "long", "unknown"]


def test_sort_by_hours_takes_a_bundles_own_when_a_part_has_none() -> None:
    parts = [create_course(slug="unknown", hours=None), create_course(slug="part", hours=(1, 2))]
    create_bundle(slug="bundle", parts=parts, hours=(30, 40))
    create_course(slug="middle", hours=(10, 20))
    assert found("sort=hours") == ["part", "middle", "bundle", "unknown"]


def test_sort_by_rating_compares_shares_of_the_scale() -> None:
    create_course(slug="whole", rating_value=4, rating_scale=5)
    create_course(slug="ten", rating_value=9, rating_scale=10)
    create_course(slug="none")
    create_course(slug="odd", title="Zz", rating_value=3, rating_scale=0)
    assert found("sort=rating") == ["ten", "whole", "none", "odd"]


def test_sort_by_title_ignores_case() -> None:
    create_course(slug="b", title="banana")
    create_course(slug="c", title="Cherry")
    create_course(slug="a", title="Apple")
    assert found("") == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("level=expert", ("Level “expert”", "beginner, intermediate, advanced")),
        ("price=%00", ("Price “�”", "Free to follow")),
        ("sort=luck", ("“luck”", "title, hours, rating")),
        ("page=two", ("“two”", "whole number from 1 on")),
        ("page=-1", ("“-1”", "whole number from 1 on")),
        ("page=0", ("“0”", "whole number from 1 on")),
        ("page=%C2%B2", ("“²”", "whole number")),
        ("q=a%00b", ("Control characters",)),
        ("q=" + "x" * 101, ("first 100 characters",)),
        ("q=a+b+c+d+e+f+g+h+i", ("first 8 words",)),
        ("maths=" + "z" * 500, ("Maths load “" + "z" * 40 + "…”",)),
    ],
)
def test_notice_names_what_was_ignored_and_what_is_right(address: str, words: tuple[str, ...]) -> None:
    (notice,) = notices(address)
    assert all(word in notice for word in words)


def test_notice_when_two_values_are_given_where_one_counts() -> None:
    create_skill(slug="python", name="Python")
    create_skill(slug="sql", name="SQL")
    create_course(slug="wanted", teaches={"python": 1})
    create_course(teaches={"sql": 1})
    assert found("skill=python&skill=sql") == ["wanted"]
    (notice,) = notices("skill=python&skill=sql")
    assert "“SQL” was ignored" in notice


def test_address_without_values_or_with_foreign_keys_is_not_worth_a_notice() -> None:
    assert notices("q=&level=&page=&sort=&utm_source=mail&q=") == []


def test_page_of_thousands_of_digits_is_beyond_all_pages() -> None:
    assert read_selection(QueryDict("page=" + "9" * 6000), library_facets())[0].page == BEYOND_ALL_PAGES


def test_selection_address_reads_back_as_itself() -> None:
    facets = library_facets()
    address = "q=a+%26+b&level=beginner&level=advanced&maths=none&sort=hours&page=3"
    selection, _ = read_selection(QueryDict(address), facets)
    again, _ = read_selection(QueryDict(selection.address.partition("?")[2]), facets)
    assert again == selection


def test_selection_without_a_value_returns_to_the_first_page() -> None:
    selection, _ = read_selection(QueryDict("level=beginner&level=advanced&page=3"), library_facets())
    assert selection.without("level", "beginner").address == "/courses/?level=advanced"
