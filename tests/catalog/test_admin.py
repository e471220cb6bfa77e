"""What curators do with courses: lists of texts, order of parts, publishing, deleting."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from advisor.models import Completion
from catalog.models import Course, Part, Requirement
from tests.admin_pages import messages_of, page_data, press, row_data, saved
from tests.factories import (
    create_bundle,
    create_course,
    create_guide,
    create_platform,
    create_provider,
    create_skill,
    create_user,
)

pytestmark = pytest.mark.django_db
ADD = reverse("admin:catalog_course_add")
LIST = reverse("admin:catalog_course_changelist")


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(create_user(is_staff=True, is_superuser=True))
    return client


def page(course: Course) -> str:
    return reverse("admin:catalog_course_change", args=[course.pk])


def save(curator: Client, course: Course, **changes: Any) -> HttpResponse:
    return curator.post(page(course), page_data(curator.get(page(course))) | changes)


def new_course(curator: Client, **changes: Any) -> dict[str, Any]:
    given = {
        "title": "Weaving",
        "slug": "weaving",
        "status": "published",
        "provider": create_provider().pk,
        "platform": create_platform().pk,
        "level": "beginner",
        "price_model": "free",
        "maths": "none",
        "coding": "none",
        "style": "balanced",
        "practice": "guided",
        "summary": "Cloth from thread.",
    }
    return page_data(curator.get(ADD)) | given | changes


def act(curator: Client, action: str, *courses: Course) -> list[str]:
    data = {"action": action, "_selected_action": [course.pk for course in courses]}
    response = curator.post(LIST, data, follow=True)
    return [str(message) for message in response.context["messages"]]


def test_course_is_added_with_lists_and_skills(curator: Client) -> None:
    data = new_course(curator, tools="Loom\n\n  Shuttle ", unsure=["maths", "title"])
    data = row_data(data, "outcomes", skill=create_skill(slug="cloth").pk, level=2)
    assert curator.post(ADD, data).status_code == 302
    course = Course.objects.get(slug="weaving")
    assert course.tools == ["Loom", "Shuttle"]
    assert course.unsure == ["title", "maths"]
    assert course.outcomes.get().level == 2
    assert "loom" in course.search_text


def test_saving_a_page_as_it_is_changes_no_fact(curator: Client) -> None:
    course = create_course(
        tools=["Loom"], unsure=["maths"], instructors=["Ada"], requires={"thread": 1}, teaches={"cloth": 2}
    )
    before = Course.objects.filter(pk=course.pk).values().get()
    assert save(curator, course).status_code == 302
    after = Course.objects.filter(pk=course.pk).values().get()
    assert {**after, "updated_at": None} == {**before, "updated_at": None}


def test_typed_values_are_kept_beside_an_error(curator: Client) -> None:
    response = curator.post(ADD, new_course(curator, tools="Loom\nShuttle", title=""))
    assert response.status_code == 200
    assert "Loom\nShuttle" in response.content.decode()
    assert not Course.objects.exists()


def test_hours_in_the_wrong_order_get_a_plain_message(curator: Client) -> None:
    response = save(curator, create_course(), realistic_hours_low="9", realistic_hours_high="3")
    assert messages_of(response) == ["Give both realistic hours, the lower one first, or neither."]


def test_skill_named_twice_is_refused(curator: Client) -> None:
    course, skill = create_course(), create_skill()
    data = page_data(curator.get(page(course)))
    for _ in range(2):
        data = row_data(data, "outcomes", skill=skill.pk, level=1)
    response = curator.post(page(course), data)
    assert any("skill" in message for message in messages_of(response))
    assert not course.outcomes.exists()


def test_skill_that_is_there_already_is_refused_with_the_constraints_message(curator: Client) -> None:
    course = create_course(requires={"thread": 1})
    skill = course.requirements.get().skill
    row = {"skill": skill.pk, "level": 2, "kind": Requirement.Kind.REQUIRED, "reason": ""}
    data = row_data(page_data(curator.get(page(course))), "requirements", **row)
    response = curator.post(page(course), data)
    assert response.status_code == 200
    assert course.requirements.get().level == 1


def test_two_parts_can_swap_places(curator: Client) -> None:
    first, second, third = create_course(), create_course(), create_course()
    bundle = create_bundle(parts=[first, second, third])
    changes = {"parts-0-position": 2, "parts-1-position": 1}
    press(curator, "publish", saved(save(curator, bundle, **changes)))
    assert list(bundle.parts.values_list("position", "course")) == [
        (1, second.pk),
        (2, first.pk),
        (3, third.pk),
    ]


def test_first_part_can_go_and_the_next_take_its_place(curator: Client) -> None:
    first, second = create_course(), create_course()
    bundle = create_bundle(parts=[first, second])
    changes = {"parts-0-DELETE": "on", "parts-1-position": 1}
    press(curator, "publish", saved(save(curator, bundle, **changes)))
    assert list(bundle.parts.values_list("position", "course")) == [(1, second.pk)]


def test_parts_in_the_same_place_are_refused(curator: Client) -> None:
    bundle = create_bundle(parts=[create_course(), create_course()])
    response = save(curator, bundle, **{"parts-1-position": 1})
    assert messages_of(response) == ["2 parts have position 1; give each its own."]


def test_editors_choice_can_move_to_another_statement(curator: Client) -> None:
    course = create_course()
    for value, is_chosen in (("light", True), ("heavy", False)):
        course.claims.create(field="maths", value=value, source="Somebody", is_chosen=is_chosen)
    data = page_data(curator.get(page(course)))
    del data["claims-0-is_chosen"]
    press(curator, "publish", saved(curator.post(page(course), data | {"claims-1-is_chosen": "on"})))
    assert course.claims.get(is_chosen=True).value == "heavy"


def test_two_choices_for_one_fact_are_refused(curator: Client) -> None:
    course = create_course()
    for value, is_chosen in (("light", True), ("heavy", False)):
        course.claims.create(field="maths", value=value, source="Somebody", is_chosen=is_chosen)
    response = save(curator, course, **{"claims-1-is_chosen": "on"})
    assert messages_of(response) == ["2 statements about maths are the editor's choice; choose one."]


def test_statement_about_nothing_is_refused(curator: Client) -> None:
    data = {"field": "maths", "value": "light", "source": "Somebody"}
    response = curator.post(reverse("admin:catalog_claim_add"), data)
    assert messages_of(response) == ["A statement is about a course or about a platform, one of the two."]


@pytest.mark.parametrize("status", ["draft", "published", "retired"])
def test_slug_of_a_saved_course_stays(curator: Client, status: str) -> None:
    course = create_course(slug="weaving", status=status)
    response = save(curator, course, slug="knitting", year=2026)
    if status != "draft":
        press(curator, "publish", saved(response))
    course.refresh_from_db()
    assert (course.slug, course.year) == ("weaving", 2026)


def test_search_ignores_accents(curator: Client) -> None:
    create_course(title="Économie")
    create_course(title="Weaving")
    found = curator.get(LIST, {"q": "ECONOMIE"}).context["cl"].queryset
    assert [course.title for course in found] == ["Économie"]


def test_guides_are_published_by_action(curator: Client) -> None:
    guide = create_guide(is_published=False)
    curator.post(reverse("admin:catalog_guide_changelist"), {"action": "publish", "_selected_action": [guide.pk]})
    guide.refresh_from_db()
    assert guide.is_published


def test_course_that_someone_finished_is_not_deleted(curator: Client) -> None:
    course = create_course()
    Completion.objects.create(user=create_user(), course=course, state="started")
    response = curator.post(reverse("admin:catalog_course_delete", args=[course.pk]), {"post": "yes"})
    assert response.status_code == 200
    assert "protected" in response.content.decode()
    act(curator, "delete_selected", course)
    assert Course.objects.filter(pk=course.pk).exists()


def test_page_of_a_popular_course_lists_few_reasons_against_deleting(curator: Client) -> None:
    course = create_course()
    for _ in range(12):
        Completion.objects.create(user=create_user(), course=course, state="started")
    html = curator.get(reverse("admin:catalog_course_delete", args=[course.pk])).content.decode()
    assert "and 2 more" in html


def test_course_that_nobody_took_can_be_deleted(curator: Client) -> None:
    course = create_course(teaches={"cloth": 1})
    curator.post(reverse("admin:catalog_course_delete", args=[course.pk]), {"post": "yes"})
    assert not Course.objects.filter(pk=course.pk).exists()


def test_part_of_a_bundle_is_not_deleted(curator: Client) -> None:
    part = create_course()
    create_bundle(parts=[part])
    curator.post(reverse("admin:catalog_course_delete", args=[part.pk]), {"post": "yes"})
    assert Part.objects.exists()
