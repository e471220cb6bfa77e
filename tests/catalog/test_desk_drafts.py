"""Drafts: tried out without a trace, published once, refused when they are out of date."""

from functools import partial
from typing import Any

import pytest

from advisor.desk import GOALS
from advisor.models import Goal
from catalog.desk.courses import COURSES
from catalog.desk.documents import Document, digest
from catalog.desk.drafts import (
    RefusedDraft,
    StaleDraft,
    applied,
    discard,
    is_stale,
    publish_draft,
    rebase,
    save_draft,
)
from catalog.desk.revisions import record_all, record_revision
from catalog.desk.subjects import SUBJECTS, Subject
from catalog.models import CatalogueVersion, Course, Draft, Revision
from tests.at_once import run_at_once
from tests.factories import create_bundle, create_course, create_goal, create_skill, create_user

pytestmark = pytest.mark.django_db


def document_of(subject: Subject, key: str) -> Document:
    document = subject.read(key)
    assert document is not None
    return document


def drafted(course: Course, **changes: Any) -> Draft:
    document = document_of(COURSES, course.slug) | changes
    return save_draft(COURSES, course.slug, document, by=create_user())


def test_draft_changes_nothing_published() -> None:
    course = create_course(title="Weaving")
    version = CatalogueVersion.current()
    draft = drafted(course, title="Knitting")
    assert document_of(COURSES, course.slug)["title"] == "Weaving"
    assert draft.title == "Knitting"
    assert CatalogueVersion.current() == version


def test_applied_draft_is_seen_inside_and_gone_after() -> None:
    course = create_course(title="Weaving", teaches={"cloth": 1})
    draft, before = drafted(course, title="Knitting", teaches={}), document_of(COURSES, course.slug)
    version = CatalogueVersion.current()
    with applied(draft):
        assert Course.objects.get(pk=course.pk).title == "Knitting"
        assert not course.outcomes.exists()
    assert document_of(COURSES, course.slug) == before
    assert CatalogueVersion.current() == version


def test_applied_draft_is_taken_back_after_an_error() -> None:
    course = create_course(title="Weaving")
    with pytest.raises(RuntimeError), applied(drafted(course, title="Knitting")):
        raise RuntimeError
    assert document_of(COURSES, course.slug)["title"] == "Weaving"


def test_publishing_writes_and_notes_both_versions() -> None:
    course, editor = create_course(title="Weaving"), create_user()
    draft = drafted(course, title="Knitting")
    publish_draft(draft, editor)
    assert document_of(COURSES, course.slug) == draft.document
    assert (draft.state, draft.published_by) == ("published", editor)
    found, after = Revision.objects.order_by("number")
    assert (found.document["title"], found.made_by) == ("Weaving", None)
    assert (after.document["title"], after.made_by, after.number) == ("Knitting", editor, 2)


def test_draft_is_refused_once_something_else_was_published() -> None:
    course = create_course(title="Weaving")
    first, second = drafted(course, title="Knitting"), drafted(course, year=2026)
    publish_draft(first, create_user())
    assert is_stale(second)
    with pytest.raises(StaleDraft):
        publish_draft(second, create_user())
    assert document_of(COURSES, course.slug)["year"] is None


def test_draft_brought_up_to_date_keeps_its_own_changes_only() -> None:
    course = create_course(title="Weaving")
    first, second = drafted(course, title="Knitting"), drafted(course, year=2026)
    publish_draft(first, create_user())
    rebase(second)
    second.refresh_from_db()
    publish_draft(second, create_user())
    after = document_of(COURSES, course.slug)
    assert (after["title"], after["year"]) == ("Knitting", 2026)


@pytest.mark.parametrize("settle", [lambda draft: publish_draft(draft, None), discard])
def test_settled_draft_is_not_published(settle: Any) -> None:
    draft = drafted(create_course(), title="Knitting")
    settle(draft)
    with pytest.raises(StaleDraft):
        publish_draft(draft, create_user())


def test_draft_that_changed_after_its_review_is_refused() -> None:
    course = create_course()
    draft = drafted(course, title="Knitting")
    seen = digest(draft.document)
    save_draft(COURSES, course.slug, draft.document | {"title": "Sewing"}, by=create_user(), draft=draft)
    with pytest.raises(StaleDraft, match="look at it again"):
        publish_draft(draft, create_user(), seen=seen)


def test_draft_that_somebody_else_changed_is_not_overwritten() -> None:
    course = create_course()
    mine = drafted(course, title="Knitting")
    theirs = Draft.objects.get()
    save_draft(COURSES, course.slug, theirs.document | {"title": "Sewing"}, by=create_user(), draft=theirs)
    with pytest.raises(StaleDraft):
        save_draft(COURSES, course.slug, mine.document, by=create_user(), draft=mine)
    assert Draft.objects.get().title == "Sewing"


def test_draft_that_closes_a_circle_is_refused() -> None:
    create_course(title="Knitting", teaches={"wool": 1}, requires={"cloth": 1})
    weaving = create_course(title="Weaving", teaches={"cloth": 1})
    draft = drafted(weaving, requires={"wool": 1})
    with pytest.raises(RefusedDraft, match="wait for one another"):
        publish_draft(draft, create_user())
    assert not weaving.requirements.exists()
    assert not Draft.objects.filter(state="published").exists()


def test_draft_that_names_what_is_gone_is_refused() -> None:
    course, skill = create_course(), create_skill()
    draft = drafted(course, teaches={skill.slug: 1})
    skill.delete()
    with pytest.raises(RefusedDraft, match=f"there is no skill '{skill.slug}'"):
        publish_draft(draft, create_user())


def test_retiring_the_way_in_is_not_refused() -> None:
    create_course(teaches={"wool": 1}, requires={"cloth": 1})
    create_course(teaches={"cloth": 1}, requires={"wool": 1})
    way_in = create_course(teaches={"cloth": 1})
    assert "wait for one another" in publish_draft(drafted(way_in, status="retired"), create_user())
    way_in.refresh_from_db()
    assert way_in.status == "retired"


@pytest.mark.django_db(transaction=True)
def test_one_draft_published_by_two_at_once_is_published_once() -> None:
    draft = drafted(create_course(), title="Knitting")
    failures = run_at_once([partial(publish_draft, Draft.objects.get(), create_user()) for _ in range(2)])
    assert [type(failure) for failure in failures] == [StaleDraft]
    assert Revision.objects.filter(source="draft", key=draft.key).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_drafts_published_at_once_one_is_refused() -> None:
    course = create_course()
    drafts = [drafted(course, title="Knitting"), drafted(course, title="Sewing")]
    failures = run_at_once([partial(publish_draft, draft, create_user()) for draft in drafts])
    assert [type(failure) for failure in failures] == [StaleDraft]
    published = Draft.objects.get(state="published")
    assert document_of(COURSES, course.slug)["title"] == published.title


def test_version_is_noted_only_when_something_changed() -> None:
    course = create_course(title="Weaving")
    assert record_revision(COURSES, course.slug, None, "first")
    assert record_revision(COURSES, course.slug, None, "again") is None
    course.title = "Knitting"
    course.save()
    added = record_revision(COURSES, course.slug, None, "renamed")
    assert added
    assert (added.number, added.digest) == (2, digest(document_of(COURSES, course.slug)))


def test_all_are_noted_in_few_queries(django_assert_max_num_queries: Any) -> None:
    for _ in range(5):
        create_bundle(parts=[create_course(teaches={"cloth": 1})])
        create_goal(targets={"cloth": 1})
    with django_assert_max_num_queries(20):
        assert record_all(SUBJECTS.values(), "All", source=Revision.Source.LOAD) >= 15
    assert record_all(SUBJECTS.values(), "All", source=Revision.Source.LOAD) == 0


def test_goal_is_drafted_tried_out_and_published() -> None:
    goal = create_goal(targets={"cloth": 1})
    create_skill(slug="wool")
    before = document_of(GOALS, goal.slug)
    draft = save_draft(GOALS, goal.slug, before | {"targets": {"wool": 2}, "title": "Knit"}, by=create_user())
    with applied(draft):
        assert goal.targets.get().skill.slug == "wool"
        assert goal.targets.get().pk < 0
    assert document_of(GOALS, goal.slug) == before
    publish_draft(draft, create_user())
    assert document_of(GOALS, goal.slug) == draft.document


def test_new_goal_can_be_written() -> None:
    document = document_of(GOALS, create_goal(targets={"cloth": 1}).slug) | {"slug": "new"}
    GOALS.write("new", document)
    assert document_of(GOALS, Goal.objects.get(slug="new").slug) == document
