"""Versions of courses and goals, restoring one, and retiring in favour of a successor."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.desk import GOALS
from catalog.desk.courses import COURSES
from catalog.desk.drafts import publish_draft, save_draft
from catalog.desk.revisions import record_revision
from catalog.desk.subjects import Subject
from catalog.models import Course, Draft, Revision
from tests.admin_pages import press
from tests.factories import create_course, create_goal, create_skill, create_user

pytestmark = pytest.mark.django_db
RETIRE = reverse("admin:catalog_course_retire")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(create_user(email="ada@example.org", is_staff=True, is_superuser=True))
    return client


def history(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_history", args=[row.pk])


def restore(client: Client, row: Any, number: int) -> HttpResponse:
    return client.post(f"{history(row)}{number}/restore/")


def publish(subject: Subject, key: str, by: Any = None, note: str = "", **changes: Any) -> None:
    document = subject.read(key)
    assert document is not None
    publish_draft(save_draft(subject, key, document | changes, by=by, note=note), by)


def test_history_tells_who_changed_what_and_why(editor: Client) -> None:
    course = create_course(title="Weaving", teaches={create_skill(slug="cloth", name="Cloth"): 1})
    publish(COURSES, course.slug, create_user(email="bob@example.org"), "It is harder", teaches={"cloth": 3})
    html = editor.get(history(course)).content.decode()
    assert all(text in html for text in ("Version 2", "bob@example.org", "It is harder", "Skills taught: Cloth"))
    assert all(f"<td>{word}</td>" in html for word in ("basics", "strong"))


def test_history_of_a_course_never_saved_is_empty(editor: Client) -> None:
    assert b"No version is kept yet" in editor.get(history(create_course())).content


def test_history_is_shown_in_pages(editor: Client) -> None:
    course = create_course()
    record_revision(COURSES, course.slug)
    last = Revision.objects.get()
    for number in range(2, 26):
        document = {**last.document, "year": 2000 + number}
        Revision.objects.create(
            kind="course", key=course.slug, number=number, document=document, digest=str(number), source="admin"
        )
    newest, oldest = (editor.get(history(course), {"p": page}) for page in (1, 2))
    assert [entry["revision"].number for entry in newest.context["versions"]] == list(range(25, 5, -1))
    assert [entry["revision"].number for entry in oldest.context["versions"]] == [5, 4, 3, 2, 1]
    assert newest.context["versions"][-1]["before"].number == 5


def test_restoring_drafts_the_old_version_for_review(editor: Client) -> None:
    course = create_course(title="Weaving", teaches={"cloth": 1})
    publish(COURSES, course.slug, title="Knitting", teaches={})
    response = restore(editor, course, 1)
    draft = Draft.objects.unsettled().get()
    assert response["Location"] == reverse("admin:catalog_draft_change", args=[draft.pk])
    course.refresh_from_db()
    assert course.title == "Knitting"
    press(editor, "publish", draft)
    course.refresh_from_db()
    assert (course.title, course.outcomes.get().level) == ("Weaving", 1)
    assert Revision.objects.filter(key=course.slug).order_by("-number")[0].comment == "Restore version 1"


def test_restoring_what_is_there_makes_no_draft(editor: Client) -> None:
    course = create_course()
    record_revision(COURSES, course.slug)
    assert restore(editor, course, 1)["Location"] == history(course)
    assert not Draft.objects.exists()


def test_goal_has_a_history_and_is_restored(editor: Client) -> None:
    goal = create_goal(targets={"cloth": 1})
    publish(GOALS, goal.slug, targets={"cloth": 3})
    assert b"strong" in editor.get(history(goal)).content
    restore(editor, goal, 1)
    press(editor, "publish", Draft.objects.unsettled().get())
    assert goal.targets.get().level == 1


def test_version_that_is_not_there_is_not_restored(editor: Client) -> None:
    course = create_course()
    assert restore(editor, course, 7).status_code == 404
    assert editor.get(f"{history(course)}1/restore/").status_code == 405


def test_viewer_sees_the_history_but_restores_nothing(client: Client) -> None:
    user = create_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_course"))
    client.force_login(user)
    course = create_course()
    publish(COURSES, course.slug, year=2026)
    assert b"Restore" not in client.get(history(course)).content
    assert restore(client, course, 1).status_code == 403


def test_statement_changed_on_its_own_page_is_noted(editor: Client) -> None:
    course = create_course()
    data = {"course": course.pk, "field": "maths", "value": "light", "source": "Note"}
    assert editor.post(reverse("admin:catalog_claim_add"), data).status_code == 302
    revision = Revision.objects.get(key=course.slug)
    assert (revision.comment, revision.document["claims"][0]["value"]) == ("Statement about maths", "light")


def choose(client: Client, course: Course, **given: Any) -> HttpResponse:
    data = {f"course-{course.pk}-{name}": value for name, value in given.items()}
    return client.post(f"{RETIRE}?ids={course.pk}", data)


def test_retiring_names_a_successor_and_is_reviewed(editor: Client) -> None:
    course, newer = create_course(), create_course(title="Newer")
    response = choose(editor, course, successor=newer.pk)
    draft = Draft.objects.get()
    assert response["Location"] == reverse("admin:catalog_draft_change", args=[draft.pk])
    assert b"Newer" in editor.get(response["Location"]).content
    course.refresh_from_db()
    assert course.status == "published"
    press(editor, "publish", draft)
    course.refresh_from_db()
    assert (course.status, course.superseded_by) == ("retired", newer)


@pytest.mark.parametrize("both", [True, False])
def test_retiring_needs_a_successor_or_a_word_that_there_is_none(editor: Client, both: bool) -> None:
    course, newer = create_course(), create_course()
    response = choose(editor, course, **({"successor": newer.pk, "has_none": "on"} if both else {}))
    assert b"Choose a successor, or say that there is none." in response.content
    assert not Draft.objects.exists()


@pytest.mark.parametrize("successor", ["itself", "its older edition", "x", 0, "9" * 30])
def test_retiring_in_favour_of_what_cannot_follow_is_refused(editor: Client, successor: Any) -> None:
    course = create_course()
    pks = {"itself": course.pk, "its older edition": create_course(superseded_by=course).pk}
    assert choose(editor, course, successor=pks.get(successor, successor)).status_code == 200
    assert not Draft.objects.exists()


def test_several_are_retired_at_once(editor: Client) -> None:
    courses = [create_course(), create_course()]
    ids = ",".join(str(course.pk) for course in courses)
    data = {f"course-{course.pk}-has_none": "on" for course in courses}
    response = editor.post(f"{RETIRE}?ids={ids}", data)
    assert response["Location"].endswith("?state__exact=waiting")
    assert {draft.key for draft in Draft.objects.all()} == {course.slug for course in courses}


@pytest.mark.parametrize("ids", ["", "x,1e9", "9" * 30])
def test_retiring_nothing_says_so(editor: Client, ids: str) -> None:
    response: Any = editor.get(RETIRE, {"ids": ids}, follow=True)
    assert "Only published courses can be retired" in str(next(iter(response.context["messages"])))


def test_action_leads_to_the_page_that_retires(editor: Client) -> None:
    course = create_course()
    data = {"action": "retire_selected", "_selected_action": [course.pk]}
    response = editor.post(reverse("admin:catalog_course_changelist"), data)
    assert response["Location"] == f"{RETIRE}?ids={course.pk}"
    assert editor.get(response["Location"]).status_code == 200


def test_action_drafts_the_publication_of_several(editor: Client) -> None:
    courses = [create_course(status="draft"), create_course(status="draft")]
    data = {"action": "publish_selected", "_selected_action": [course.pk for course in courses]}
    editor.post(reverse("admin:catalog_course_changelist"), data)
    assert [draft.document["status"] for draft in Draft.objects.all()] == ["published", "published"]
    assert not Course.objects.published().exists()


def test_history_takes_few_queries_for_each_version(editor: Client) -> None:
    course = create_course()
    for level in (1, 2, 3):
        publish(COURSES, course.slug, teaches={create_skill().slug: level})
    with CaptureQueriesContext(connection) as queries:
        editor.get(history(course))
    assert len(queries) < 20
