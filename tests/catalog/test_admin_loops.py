"""Loops that a curator's page or action would make: refused, named, and what was typed kept."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from catalog.models import Course, Draft
from tests.admin_pages import messages_of, page_data, press, row_data
from tests.factories import create_bundle, create_course, create_skill, create_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(create_user(is_staff=True, is_superuser=True))
    return client


def page(course: Course) -> str:
    return reverse("admin:catalog_course_change", args=[course.pk])


def save_with_row(curator: Client, course: Course, prefix: str, row: dict[str, Any]) -> HttpResponse:
    data = row_data(page_data(curator.get(page(course))), prefix, **row)
    return curator.post(page(course), data | {"summary": "Typed just now."})


def need(slug: str, level: int = 1) -> dict[str, Any]:
    return {"kind": "required", "skill": create_skill_once(slug), "level": level, "reason": ""}


def create_skill_once(slug: str) -> int:
    from_before = Course.objects.filter(outcomes__skill__slug=slug).values_list("outcomes__skill", flat=True).first()
    return from_before or create_skill(slug=slug).pk


def act(curator: Client, action: str, *courses: Course) -> list[str]:
    data = {"action": action, "_selected_action": [course.pk for course in courses]}
    response = curator.post(reverse("admin:catalog_course_changelist"), data, follow=True)
    return [str(message) for message in response.context["messages"]]


def test_bundle_cannot_contain_itself(curator: Client) -> None:
    bundle = create_course(title="Outer")
    response = save_with_row(curator, bundle, "parts", {"position": 1, "course": bundle.pk})
    assert "“Outer” contains “Outer”." in messages_of(response)
    assert not bundle.parts.exists()


def test_bundle_cannot_contain_itself_through_others(curator: Client) -> None:
    outer = create_course(title="Outer")
    inner = create_bundle(title="Inner", parts=[create_bundle(title="Middle", parts=[outer])])
    response = save_with_row(curator, outer, "parts", {"position": 1, "course": inner.pk})
    message = next(text for text in messages_of(response) if "contains" in text)
    assert all(f"“{title}”" in message for title in ("Outer", "Inner", "Middle"))
    assert not outer.parts.exists()
    assert "Typed just now." in response.content.decode()


def test_edition_cannot_supersede_itself_through_others(curator: Client) -> None:
    new = create_course(title="New")
    old = create_course(title="Old", superseded_by=new)
    data = page_data(curator.get(page(new))) | {"superseded_by": old.pk}
    response = curator.post(page(new), data)
    assert messages_of(response) == ["“New” is superseded by “Old”, which is superseded by “New”."]


def test_edition_cannot_supersede_itself(curator: Client) -> None:
    course = create_course(title="New")
    response = curator.post(page(course), page_data(curator.get(page(course))) | {"superseded_by": course.pk})
    assert "“New” is superseded by “New”." in messages_of(response)


def test_courses_that_would_wait_for_one_another_are_named(curator: Client) -> None:
    create_course(title="Knitting", teaches={"wool": 1}, requires={"cloth": 1})
    weaving = create_course(title="Weaving", teaches={"cloth": 1})
    response = save_with_row(curator, weaving, "requirements", need("wool"))
    message = next(text for text in messages_of(response) if "wait for one another" in text)
    assert "“Weaving” needs" in message
    assert "taught by “Knitting”" in message
    assert not weaving.requirements.exists()
    assert "Typed just now." in response.content.decode()


def test_new_course_with_unsaved_needs_and_outcomes_is_checked(curator: Client) -> None:
    old = create_course(title="Old", requires={"wool": 1}, teaches={"cloth": 1})
    data = page_data(curator.get(reverse("admin:catalog_course_add")))
    like_old = page_data(curator.get(page(old)))
    data |= {name: value for name, value in like_old.items() if "-" not in name}
    data = row_data(data | {"title": "New", "slug": "new"}, "requirements", **need("cloth"))
    data = row_data(data, "outcomes", skill=old.requirements.get().skill.pk, level=1)
    response = curator.post(reverse("admin:catalog_course_add"), data)
    assert "“New” needs" in " ".join(text for text in messages_of(response) if "wait for one another" in text)
    assert Course.objects.count() == 1


def test_draft_may_wait_but_not_be_published(curator: Client) -> None:
    create_course(title="Knitting", teaches={"wool": 1}, requires={"cloth": 1})
    draft = create_course(title="Weaving", teaches={"cloth": 1}, status="draft")
    assert save_with_row(curator, draft, "requirements", need("wool")).status_code == 302
    curator.get(page(draft))
    act(curator, "publish_selected", draft)
    assert press(curator, "publish", Draft.objects.get())[0].startswith("Nothing was published. These courses wait")
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_retiring_the_way_in_is_done_and_told(curator: Client) -> None:
    create_course(title="Knitting", teaches={"wool": 1}, requires={"cloth": 1})
    create_course(title="Weaving", teaches={"cloth": 1}, requires={"wool": 1})
    way_in = create_course(teaches={"cloth": 1})
    retire = f"{reverse('admin:catalog_course_retire')}?ids={way_in.pk}"
    curator.post(retire, {f"course-{way_in.pk}-has_none": "on"})
    told = press(curator, "publish", Draft.objects.get())
    assert "published as drafted" in told[0]
    assert "wait for one another" in told[1]
    way_in.refresh_from_db()
    assert way_in.status == "retired"


def test_old_circle_does_not_stop_other_edits(curator: Client) -> None:
    create_course(title="Knitting", teaches={"wool": 1}, requires={"cloth": 1})
    create_course(title="Weaving", teaches={"cloth": 1}, requires={"wool": 1})
    other = create_course(title="Dyeing")
    assert save_with_row(curator, other, "requirements", need("wool")).status_code == 302


def test_dropping_the_outcome_that_opens_a_circle_is_refused(curator: Client) -> None:
    create_course(title="Knitting", teaches={"wool": 1}, requires={"cloth": 1})
    create_course(title="Weaving", teaches={"cloth": 1}, requires={"wool": 1})
    way_in = create_course(teaches={"cloth": 1})
    data = page_data(curator.get(page(way_in))) | {"outcomes-0-DELETE": "on"}
    assert "wait for one another" in " ".join(messages_of(curator.post(page(way_in), data)))
    assert way_in.outcomes.exists()
