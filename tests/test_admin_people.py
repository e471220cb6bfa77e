"""What the admin shows of people, and to whom."""

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection
from django.db.models import ForeignKey, Model
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.models import Answers, Path, Step, User
from advisor.roles import Role
from catalog.desk.colleagues import is_personal
from catalog.desk.courses import COURSES
from catalog.desk.drafts import save_draft
from catalog.desk.revisions import record_revision
from catalog.models import Course, Draft, Provider
from tests.factories import create_course, create_skill, create_user
from tests.test_admin import CREATE, address, create_step
from tests.test_admin_roles import logged_in

pytestmark = pytest.mark.django_db


def people_fields() -> list[tuple[type[Model], str]]:
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, ForeignKey) and (field.related_model is User or is_personal(field.related_model))
    ]


def test_lists_to_choose_from_name_nobody() -> None:
    clients = [logged_in(role) for role in (Role.CURATOR, Role.EDITOR)]
    assert len(people_fields()) > 20
    for model, field in people_fields():
        asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field}
        for client in clients:
            assert client.get(reverse("admin:autocomplete"), asked).status_code in {403, 404}, (model, field)


def test_pages_call_colleagues_by_number_but_for_administrators() -> None:
    author = create_user(email="ada@example.org", is_staff=True)
    course = create_course(requires={create_skill(): 1})
    record_revision(COURSES, course.slug, author)
    draft = save_draft(COURSES, course.slug, COURSES.read_row(course) | {"summary": "Other."}, by=author)
    LogEntry.objects.log_actions(author.pk, [course.provider], CHANGE, change_message="Renamed.")
    pages = [
        address(Draft, "changelist"),
        address(Draft, "change", draft.pk),
        address(Course, "change", course.pk),
        address(Course, "history", course.pk),
        address(Provider, "history", course.provider.pk),
    ]
    for role in Role:
        client = logged_in(role)
        for page in pages:
            html = client.get(page).content.decode()
            assert ("ada@example.org" in html) is (role is Role.ADMINISTRATOR), (role, page)
            assert (f"colleague {author.pk}" in html) is (role is not Role.ADMINISTRATOR), (role, page)


def test_rows_cannot_be_sought_by_a_colleagues_address() -> None:
    page = address(Draft, "changelist")
    assert logged_in(Role.CURATOR).get(page, {"created_by__email__startswith": "a"}).status_code == 400


def test_deleting_says_that_learners_are_in_the_way_and_nothing_of_them() -> None:
    step = create_step()
    path = step.path
    for row in (path.goal, step.course):
        page = logged_in(Role.EDITOR).get(address(type(row), "delete", row.pk)).content.decode()
        assert "of a learner" in page
        assert path.title not in page


@pytest.mark.parametrize("model", [Path, Step, Answers], ids=lambda model: model.__name__)
def test_lists_of_what_learners_keep_leave_the_large_texts(model: type[Model]) -> None:
    CREATE[model]()
    client = logged_in(Role.ADMINISTRATOR)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(model, "changelist")).status_code == 200
    texts = [f'"{name}"' for name in ("plan", "problem", "answers", "data")]
    read = [query["sql"].split(" FROM ")[0] for query in queries if f'FROM "{model._meta.db_table}"' in query["sql"]]
    assert read
    assert not [sql for sql in read for text in texts if f".{text}" in sql]
