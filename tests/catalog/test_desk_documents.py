"""Courses as documents: reading and writing undo each other, and unchanged rows keep their keys."""

import copy
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.desk.documents import Document, course_document, digest, with_all
from catalog.desk.rows import positions
from catalog.desk.writing import write_course
from catalog.loading.files import DataError
from catalog.models import Course, Requirement, Skill
from tests.factories import create_bundle, create_course, create_platform, create_provider, create_skill

pytestmark = pytest.mark.django_db


def full_course() -> Course:
    bundle = create_bundle(
        parts=[create_course(), create_course()],
        requires={"thread": 1, "wool": 2},
        helpful={"wool": 3},
        teaches={"cloth": 2},
        superseded_by=create_course(),
        official_hours="12.25",
        realistic_hours_low="7.5",
        realistic_hours_high=11,
        rating_source="Somebody",
        unsure=["maths"],
        reviewed_on="2026-03-01",
    )
    bundle.parts.filter(position=2).update(position=7)
    bundle.requirements.filter(kind="helpful").update(reason="Less to look up.")
    bundle.sources.create(location="https://example.org/b", supports="hours")
    bundle.sources.create(location="https://example.org/a", supports="price")
    for value in ("light", "heavy"):
        bundle.claims.create(field="maths", value=value, source="Note", is_chosen=value == "heavy")
    return bundle


def rows_of(course: Course) -> list[Any]:
    children: list[Any] = [course.parts, course.requirements, course.outcomes, course.sources, course.claims]
    own = Course.objects.filter(pk=course.pk).values()
    return [list(own), *(list(manager.order_by("pk").values()) for manager in children)]


def test_writing_what_was_read_changes_nothing() -> None:
    course = full_course()
    before, document = rows_of(course), course_document(course)
    with CaptureQueriesContext(connection) as queries:
        write_course(document, Course.objects.get(pk=course.pk))
    assert [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert rows_of(course) == before


def test_writing_anew_gives_the_same_document() -> None:
    document = {**course_document(full_course()), "slug": "again"}
    assert course_document(write_course(document, None)) == document


SKILLS = [f"desk-skill-{number}" for number in range(4)]
OTHERS = [f"desk-course-{number}" for number in range(4)]
levels = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 3))
texts = st.text("aé<\"' ", min_size=1, max_size=8).filter(str.strip)
changes = st.fixed_dictionaries(
    {},
    optional={
        "title": texts,
        "status": st.sampled_from(Course.Status.values),
        "requires": levels,
        "helpful": levels,
        "teaches": levels,
        "tools": st.lists(texts, max_size=3),
        "official_hours": st.none() | st.integers(0, 900) | st.sampled_from([0.25, 1.5, 30.75]),
        "realistic_hours": st.none() | st.sampled_from([[1, 2], [0.5, 7.5], [3, 3]]),
        "superseded_by": st.none() | st.sampled_from(OTHERS),
        "parts": st.lists(
            st.fixed_dictionaries({"course": st.sampled_from(OTHERS), "standalone": st.booleans()}),
            unique_by=lambda part: part["course"],
        ),
        "sources": st.lists(
            st.fixed_dictionaries({"location": texts, "supports": texts, "read_on": st.none() | st.just("2026-03-31")}),
            unique_by=lambda source: source["location"],
            max_size=3,
        ),
        "reviewed_on": st.none() | st.just("2026-11-21"),
    },
)


def changed(document: Document, change: Document) -> Document:
    """Only what is asked for has a reason."""
    after = document | change
    for name in ("requires", "helpful"):
        after[f"{name}_why"] = {skill: why for skill, why in after[f"{name}_why"].items() if skill in after[name]}
    return after


def test_what_is_written_is_what_is_read() -> None:
    for slug in SKILLS:
        create_skill(slug=slug)
    for slug in OTHERS:
        create_course(slug=slug)
    course = full_course()

    @settings(max_examples=6, deadline=None)
    @given(first=changes, second=changes)
    def write_twice(first: Document, second: Document) -> None:
        with transaction.atomic():
            document = course_document(course)
            for change in (first, second):
                document = changed(document, change)
                assert course_document(write_course(document, Course.objects.get(pk=course.pk))) == document
            transaction.set_rollback(True)

    write_twice()


def test_unchanged_rows_keep_their_keys() -> None:
    course = full_course()
    kept = course.requirements.get(kind="helpful").pk
    document = course_document(course)
    document["requires"] = {"thread": 2}
    document["parts"].reverse()
    write_course(document, course)
    assert course.requirements.get(kind="helpful").pk == kept
    assert [part.course.slug for part in course.parts.order_by("position")] == [
        part["course"] for part in document["parts"]
    ]


def test_choice_can_move_to_another_statement() -> None:
    course = full_course()
    document = course_document(course)
    for claim in document["claims"]:
        claim["chosen"] = not claim["chosen"]
    write_course(document, course)
    assert course.claims.get(is_chosen=True).value == "light"


def test_rehearsal_gives_new_rows_the_same_negative_keys() -> None:
    course = create_course(requires={"thread": 1})
    create_skill(slug="wool")
    document = {**course_document(course), "requires": {"wool": 1, "thread": 1}, "teaches": {"wool": 2}}
    keys = []
    for _ in range(2):
        with transaction.atomic():
            write_course(document, course, is_rehearsal=True)
            keys.append([course.requirements.get(skill__slug="wool").pk, course.outcomes.get().pk])
            transaction.set_rollback(True)
    assert keys[0] == keys[1]
    assert all(key < 0 for key in keys[0])
    assert course.requirements.get().skill.slug == "thread"


def test_new_course_can_be_rehearsed() -> None:
    document = {**course_document(create_course(teaches={"cloth": 1})), "slug": "new"}
    with transaction.atomic():
        assert write_course(document, None, is_rehearsal=True).pk < 0
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"provider": "nobody"}, "there is no provider 'nobody'"),
        ({"teaches": {"nothing": 1}}, "there is no skill 'nothing'"),
        ({"level": "odd"}, "field level"),
        ({"status": "odd"}, "field status"),
        ({"extra": 1}, "field extra: is not known"),
        ({"tools": [""]}, "field tools"),
        ({"official_hours": -1}, "field official_hours"),
    ],
)
def test_document_that_the_models_refuse_is_not_written(change: Document, said: str) -> None:
    course = create_course()
    document = course_document(course)
    with pytest.raises(DataError, match=said):
        write_course(document | change, course)
    assert course_document(course) == document


def test_digest_does_not_depend_on_the_order_of_fields() -> None:
    document = course_document(full_course())
    backwards = dict(reversed(copy.deepcopy(document).items()))
    assert digest(backwards) == digest(document)
    assert digest(document | {"title": "Other"}) != digest(document)


def test_many_documents_take_as_many_queries_as_few(django_assert_num_queries: Any) -> None:
    full_course()
    with CaptureQueriesContext(connection) as queries:
        few = [course_document(course) for course in with_all(Course.objects.all())]
    full_course()
    with django_assert_num_queries(len(queries)):
        assert len([course_document(course) for course in with_all(Course.objects.all())]) == 2 * len(few)


@pytest.mark.parametrize(
    ("present", "wanted", "expected"),
    [
        ([("a", 1), ("b", 5)], ["a", "b"], [1, 5]),
        ([("a", 1), ("b", 5)], ["b"], [1]),
        ([("a", 1), ("b", 5)], ["a", "b", "c"], [1, 2, 3]),
        ([("a", 1), ("b", 5)], ["b", "a"], [1, 2]),
        ([("a", 0), ("b", 0)], ["a", "b"], [0, 0]),
        ([], ["a"], [1]),
    ],
)
def test_positions_stay_while_nothing_moves(
    present: list[tuple[str, int]], wanted: list[str], expected: list[int]
) -> None:
    assert positions(present, wanted) == expected


def test_provider_and_platform_are_named_by_slug() -> None:
    course = create_course(provider=create_provider(slug="mill"), platform=create_platform(slug="loom"))
    document = course_document(course)
    assert (document["provider"], document["platform"]) == ("mill", "loom")
    assert Requirement.objects.count() == Skill.objects.count() == 0
