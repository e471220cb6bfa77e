"""Editing what is published: drafts, their review, and who may do what."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from advisor.models import Goal
from catalog.desk.courses import COURSES
from catalog.desk.drafts import publish_draft, save_draft
from catalog.models import Course, Draft, Revision
from tests.admin_pages import messages_of, page_data, press, row_data, saved
from tests.factories import create_bundle, create_course, create_goal, create_skill, create_user

pytestmark = pytest.mark.django_db
GUARDED = ["change_course", "view_course", "change_goal"]


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(create_user(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def drafter() -> Client:
    """May change courses and goals, but not publish."""
    user = create_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=GUARDED))
    client = Client()
    client.force_login(user)
    return client


def page(row: Any, draft: Draft | None = None) -> str:
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return f"{address}?draft={draft.pk}" if draft else address


def review(draft: Draft) -> str:
    return reverse("admin:catalog_draft_change", args=[draft.pk])


def send(client: Client, address: str, **changes: Any) -> HttpResponse:
    return client.post(address, page_data(client.get(address)) | changes)


def drafted(course: Course, **changes: Any) -> Draft:
    return save_draft(COURSES, course.slug, COURSES.read_row(course) | changes, by=create_user())


def test_edit_of_a_published_course_becomes_a_draft(editor: Client) -> None:
    course, skill = create_course(title="Weaving", requires={"thread": 1}), create_skill(slug="wool")
    data = page_data(editor.get(page(course))) | {"title": "Knitting", "desk_note": "Renamed", "_review": "x"}
    response = editor.post(page(course), row_data(data, "outcomes", skill=skill.pk, level=2))
    draft = saved(response)
    assert response["Location"] == review(draft)
    assert (draft.state, draft.note) == ("waiting", "Renamed")
    assert (draft.document["title"], draft.document["teaches"]) == ("Knitting", {"wool": 2})
    course.refresh_from_db()
    assert course.title == "Weaving"
    assert not course.outcomes.exists()


def test_draft_saved_for_later_is_still_open(editor: Client) -> None:
    draft = saved(send(editor, page(create_course()), year=2026, _draft="x", desk_note="\0 why" + "x" * 400))
    assert (draft.state, len(draft.note)) == ("open", 300)


@pytest.mark.parametrize("status", ["published", "retired"])
def test_saving_a_public_course_as_it_is_makes_no_draft(editor: Client, status: str) -> None:
    part = create_course()
    course = create_bundle(parts=[part], requires={"thread": 1}, teaches={"cloth": 1}, status=status)
    course.claims.create(field="maths", value="light", source="Note", is_chosen=True)
    assert send(editor, page(course), _review="x").status_code == 302
    assert not Draft.objects.exists()


def test_draft_is_edited_on_with_its_new_rows(editor: Client) -> None:
    course = create_course(requires={"thread": 1})
    create_skill(slug="wool")
    draft = drafted(course, teaches={"wool": 1, "thread": 2}, requires={}, title="Knitting")
    form = editor.get(page(course, draft))
    assert form.context["adminform"].form.initial["title"] == "Knitting"
    data = page_data(form)
    assert int(data["outcomes-0-id"]) < 0
    changes = {"outcomes-0-level": 3, "outcomes-1-DELETE": "on", "_draft": "x"}
    assert saved(editor.post(page(course, draft), data | changes)).pk == draft.pk
    draft.refresh_from_db()
    assert list(draft.document["teaches"].values()) == [3]
    assert (draft.document["title"], draft.document["requires"]) == ("Knitting", {})
    assert not course.outcomes.exists()


def test_error_in_a_draft_keeps_what_was_typed(editor: Client) -> None:
    course = create_course()
    draft = drafted(course, summary="Drafted words.")
    response = send(editor, page(course, draft), title="", best_for="Typed just now.", desk_note="My reason")
    html = response.content.decode()
    assert all(text in html for text in ("Typed just now.", "Drafted words.", "My reason"))
    assert Draft.objects.get().changed_at == draft.changed_at


def test_form_that_others_overtook_is_refused_and_kept(editor: Client) -> None:
    course = create_course(teaches={"cloth": 1})
    data = page_data(editor.get(page(course))) | {"title": "Typed just now.", "outcomes-0-level": 3}
    publish_draft(drafted(course, year=2020, teaches={}), None)
    response = editor.post(page(course), data)
    assert any("Somebody changed this" in text for text in messages_of(response))
    assert "Typed just now." in response.content.decode()
    assert response.context["inline_admin_formsets"][2].formset.forms[0]["level"].value() == "3"
    assert not Draft.objects.unsettled().exists()


def test_draft_that_others_changed_is_refused_and_kept(editor: Client) -> None:
    course = create_course()
    draft = drafted(course, title="Knitting", teaches={create_skill(slug="wool").slug: 1})
    data = page_data(editor.get(page(course, draft))) | {"title": "Typed just now.", "_review": "x"}
    theirs = Draft.objects.get()
    save_draft(COURSES, course.slug, theirs.document | {"teaches": {}}, by=create_user(), draft=theirs)
    for _ in range(2):
        response = editor.post(page(course, draft), data)
        assert any("Somebody changed this" in text for text in messages_of(response))
        assert "Typed just now." in response.content.decode()
    assert Draft.objects.get().title == "Knitting"


def test_draft_settled_while_it_was_open_is_refused_and_kept(editor: Client) -> None:
    course = create_course()
    draft = drafted(course, title="Knitting")
    data = page_data(editor.get(page(course, draft))) | {"title": "Typed just now."}
    press(editor, "discard", draft)
    response = editor.post(page(course, draft), data)
    assert any("no longer open" in text for text in messages_of(response))
    assert "Typed just now." in response.content.decode()
    assert editor.get(page(course, draft))["Location"] == review(draft)


@pytest.mark.parametrize("asked", ["0", "x", "9" * 30, ""])
def test_draft_that_is_not_there_is_not_found(editor: Client, asked: str) -> None:
    course = create_course()
    drafted(create_course(), year=2020)
    assert editor.get(page(course), {"draft": asked}).status_code == 404


def test_draft_that_can_no_longer_be_written_leads_to_its_review(editor: Client) -> None:
    course, skill = create_course(), create_skill()
    draft = drafted(course, teaches={skill.slug: 1})
    data = page_data(editor.get(page(course, draft)))
    skill.delete()
    assert editor.get(page(course, draft))["Location"] == review(draft)
    assert editor.get(review(draft)).status_code == 200
    assert any("can't be written" in text for text in messages_of(editor.post(page(course, draft), data)))


def test_course_never_published_is_saved_in_place(editor: Client) -> None:
    course = create_course(status="draft")
    assert send(editor, page(course), title="Knitting").status_code == 302
    course.refresh_from_db()
    assert course.title == "Knitting"
    assert not Draft.objects.exists()
    assert Revision.objects.get().document["title"] == "Knitting"


def test_course_saved_as_published_waits_for_review(editor: Client) -> None:
    course = create_course(status="draft")
    draft = saved(send(editor, page(course), status="published", title="Knitting"))
    course.refresh_from_db()
    assert (course.status, course.title) == ("draft", "Knitting")
    press(editor, "publish", draft)
    course.refresh_from_db()
    assert course.status == "published"


def test_goal_is_drafted_reviewed_and_published(editor: Client) -> None:
    goal = create_goal(targets={"cloth": 1})
    draft = saved(send(editor, page(goal), **{"targets-0-level": 3}))
    assert goal.targets.get().level == 1
    assert b"strong" in editor.get(review(draft)).content
    press(editor, "publish", draft)
    assert goal.targets.get().level == 3


def test_goal_without_targets_is_refused_at_once(editor: Client) -> None:
    goal = create_goal(targets={"cloth": 1})
    response = send(editor, page(goal), **{"targets-0-DELETE": "on", "title": "Typed just now."})
    assert any("must name at least one skill" in text for text in messages_of(response))
    assert "Typed just now." in response.content.decode()


def test_goal_that_nobody_is_offered_is_saved_in_place(editor: Client) -> None:
    goal = create_goal(targets={"cloth": 1}, is_offered=False)
    send(editor, page(goal), title="Knit")
    assert Goal.objects.get().title == "Knit"


def test_review_shows_the_changes_in_words(editor: Client) -> None:
    course = create_course(title="Weaving", requires={create_skill(slug="wool", name="Wool <raw>"): 1})
    html = editor.get(review(drafted(course, requires={"wool": 3}, title="<b>Knitting"))).content.decode()
    assert "Required skills: Wool &lt;raw&gt;" in html
    assert "&lt;b&gt;Knitting" in html
    assert all(f"<td>{word}</td>" in html for word in ("basics", "strong"))


def test_stale_draft_is_brought_up_to_date_and_published(editor: Client) -> None:
    course = create_course()
    draft = drafted(course, year=2026)
    publish_draft(drafted(course, title="Knitting"), None)
    assert "Nothing was published." in press(editor, "publish", draft)[0]
    assert b"Bring up to date" in editor.get(review(draft)).content
    press(editor, "rebase", draft)
    press(editor, "publish", draft)
    course.refresh_from_db()
    assert (course.year, course.title) == (2026, "Knitting")


def test_published_draft_can_be_looked_at(editor: Client) -> None:
    draft = drafted(create_course(title="Weaving"), title="Knitting")
    press(editor, "publish", draft)
    html = editor.get(review(draft)).content.decode()
    assert "Published by" in html
    assert "Weaving" in html
    assert 'name="publish"' not in html


def test_drafter_sends_but_does_not_publish(drafter: Client) -> None:
    course = create_course()
    assert b"Send to review" in drafter.get(page(course)).content
    draft = saved(send(drafter, page(course), year=2026, _draft="x"))
    assert b'name="publish"' not in drafter.get(review(draft)).content
    assert drafter.post(review(draft), {"publish": "x"}).status_code == 403
    press(drafter, "send", draft)
    draft.refresh_from_db()
    assert draft.state == "waiting"
    course.refresh_from_db()
    assert course.year is None


def test_staff_without_the_right_to_change_sees_no_draft(client: Client) -> None:
    client.force_login(create_user(is_staff=True))
    draft = drafted(create_course(), year=2026)
    assert client.get(review(draft)).status_code == 403
    assert client.post(review(draft), {"discard": "x"}).status_code == 403


def test_curator_of_goals_sees_no_draft_of_a_course(client: Client) -> None:
    user = create_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_goal"]))
    client.force_login(user)
    assert client.get(review(drafted(create_course(), year=2026))).status_code == 404


def test_list_says_how_many_wait(editor: Client) -> None:
    save_draft(COURSES, "a", {"title": "A"}, by=None, state=Draft.State.WAITING)
    save_draft(COURSES, "b", {"title": "B"}, by=None)
    assert b"Waiting for review: 1" in editor.get(reverse("admin:catalog_course_changelist")).content
    found = editor.get(reverse("admin:catalog_draft_changelist"), {"kind": "course", "state__exact": "waiting"})
    assert [draft.title for draft in found.context["cl"].queryset] == ["A"]
