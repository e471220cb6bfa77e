"""What is exported and imported again changes nothing."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.desk.documents import course_document
from catalog.exchange import cells
from catalog.exchange.applying import apply_file
from catalog.exchange.checking import BLANK, Known, Verdict, check_file, merged, outline
from catalog.exchange.reading import FORMATS, read_rows
from catalog.models import Course, Revision
from tests.catalog.exchanging import all_documents, exported, file_with, json_of, new_document, state
from tests.factories import create_bundle, create_course

SIGNS = st.sampled_from(list("ab ;|:*\\'=+-@\t\n\"zé😀,_u0041\u00a0"))
TEXT = st.text(SIGNS, max_size=12)
FILLED = TEXT.filter(str.strip)
SLUG = st.text("abc-19", min_size=1, max_size=8)
HOURS = st.none() | st.integers(0, 400) | st.integers(0, 4000).map(lambda tenths: tenths / 10)
LEVELS = st.dictionaries(SLUG, st.integers(1, 3), max_size=3)
TEXTS = st.lists(FILLED, max_size=3)
DAY = st.none() | st.dates().map(str)


@st.composite
def course_documents(draw: st.DrawFn) -> dict[str, Any]:
    requires, helpful = draw(LEVELS), draw(LEVELS)
    low, high = draw(HOURS), draw(HOURS)
    rating = {
        "value": draw(HOURS),
        "scale": 5,
        "count": draw(st.none() | st.integers(0, 2_000_000_000)),
        "source": draw(TEXT),
        "as_of": "",
    }
    return {
        **BLANK,
        **{name: draw(TEXT) for name in ("title", "official_pace", "hours_basis", "summary", "best_for", "skip_if")},
        **{name: draw(TEXTS) for name in ("instructors", "tools", "topics", "outcomes", "strengths", "weaknesses")},
        **{name: draw(SLUG) for name in ("slug", "provider", "platform", "level", "maths", "coding", "style")},
        "practice": "guided",
        "status": "published",
        "superseded_by": draw(st.none() | SLUG),
        "year": draw(st.none() | st.integers(1990, 2030)),
        "official_hours": draw(HOURS),
        "realistic_hours": [low, high] if low is not None and high is not None else None,
        "price": {"model": "free", "amount": draw(HOURS), "currency": "EUR", "free_access": draw(TEXT)},
        "certificate": draw(st.booleans()),
        "rating": draw(st.none() | st.just(rating)),
        "requires": requires,
        "helpful": helpful,
        "requires_why": {skill: draw(FILLED) for skill in requires},
        "helpful_why": {skill: draw(FILLED) for skill in list(helpful)[:1]},
        "teaches": draw(LEVELS),
        "parts": [{"course": slug, "standalone": draw(st.booleans())} for slug in draw(st.lists(SLUG, max_size=3))],
        "reviewed_on": draw(DAY),
        "sources": [
            {"location": draw(FILLED), "supports": draw(FILLED), "read_on": draw(DAY)}
            for _ in range(draw(st.integers(0, 2)))
        ],
        "claims": [
            {
                "field": "maths",
                "value": draw(FILLED),
                "source": draw(FILLED),
                "as_of": "",
                "chosen": draw(st.booleans()),
            }
        ],
    }


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=20, deadline=None)
@given(document=course_documents())
def test_round_trip_of_any_course_changes_nothing(format: str, document: dict[str, Any]) -> None:
    (row,) = read_rows(file_with(exported([document], format), format))
    assert row.problems == []
    assert merged(row, document, Known({}, {})) == document


@given(text=st.text(st.sampled_from(list("'=+-@\t\rab＝")), max_size=6))
def test_defused_text_never_begins_a_formula_and_is_restored(text: str) -> None:
    assert cells.defuse(text)[:1] not in tuple("=+-@\t\r＝")
    assert cells.restore(cells.defuse(text)) == text


@pytest.mark.django_db
@pytest.mark.parametrize("format", FORMATS)
def test_export_of_the_catalogue_is_the_same_when_imported(format: str) -> None:
    first = create_course(
        title="=cmd()|' /C calc'!A0", requires={"python": 2}, teaches={"maths": 1}, topics=["a; b", "-c"]
    )
    second = create_course(superseded_by=first, rating_value="4.5", rating_scale=5, reviewed_on="2026-03-31")
    first.claims.create(field="maths", value="light", source="Somebody", is_chosen=True)
    first.sources.create(location="https://example.org/", supports="all of it", position=3)
    create_bundle(parts=[second, first], standalone=[first])
    before = state()
    file = file_with(exported(all_documents(), format), format)
    rows = [row for chunk in check_file(file, Known.read(outline(file)[0]), publishes=False) for row in chunk]
    assert [(row.verdict, row.problems) for row in rows] == [(Verdict.SAME, [])] * 3
    assert state() == before


@pytest.mark.django_db
def test_export_holds_no_cell_that_a_spreadsheet_would_run() -> None:
    create_course(title="=1+1", summary="@SUM(1)", instructors=["+x"], best_for="-1", skip_if="\t=1")
    content = exported(all_documents(), "csv").decode()
    for text in ("'=1+1", "'@SUM(1)", "'+x", "'-1", "'\t=1"):
        assert f",{text}," in content
    assert b"<f>" not in exported(all_documents(), "xlsx")


@pytest.mark.django_db
def test_version_of_an_added_course_is_what_is_read_back() -> None:
    course = create_course(requires={"python": 2}, teaches={"maths": 1})
    statements = [
        {"field": "maths", "value": value, "source": "Somebody", "as_of": "", "chosen": False} for value in "bB éa"
    ]
    document = course_document(course) | {
        "slug": "new-one",
        "official_hours": 12.50,
        "requires_why": {"python": ""},
        "claims": [statement for statement in statements if statement["value"].strip()],
        "parts": [{"course": course.slug, "standalone": True}],
        "sources": [{"location": "https://example.org/", "supports": "all of it"}],
    }
    file = file_with(json_of(document), "json")
    apply_file(file, outline(file)[0], by=None, comment="", publishes=True)
    assert Revision.objects.get(key="new-one").document == course_document(Course.objects.get(slug="new-one"))


@pytest.mark.parametrize("format", FORMATS)
def test_rows_from_a_place_on_are_those_of_the_whole_file(format: str) -> None:
    documents = [BLANK | new_document(f"course-{number}", "quay", "quay") for number in range(5)]
    documents = [document | {"price": BLANK["price"] | document["price"]} for document in documents]
    file = file_with(exported(documents, format), format)
    assert list(read_rows(file, 3)) == list(read_rows(file))[3:]
    assert list(read_rows(file, 5)) == []
