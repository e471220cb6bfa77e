"""Every way to change what advice rests on changes the catalogue's token, and only that does."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from advisor.catalogues import current_advisor
from advisor.models import Goal, Target, Weights
from catalog.desk.courses import COURSES
from catalog.desk.drafts import publish_draft, save_draft
from catalog.models import (
    CatalogueVersion,
    Course,
    Implication,
    Outcome,
    Part,
    Platform,
    Provider,
    Requirement,
    Skill,
)
from catalog.watching import (
    CATALOGUE_TABLES,
    CONTENT_TABLES,
    EVENTS,
    GOAL_TABLES,
    NICKNAME_TABLES,
    WEIGHT_TABLES,
    trigger_name,
)
from tests.admin_pages import page_data, press, saved
from tests.factories import create_bundle, create_course, create_goal, create_skill, create_user

pytestmark = pytest.mark.django_db
WATCHED = (Skill, Implication, Provider, Platform, Course, Part, Requirement, Outcome, Goal, Target, Weights)
TABLES = (*CATALOGUE_TABLES, *GOAL_TABLES, *WEIGHT_TABLES)


@pytest.fixture(autouse=True)
def rows() -> None:
    course = create_course(slug="one", teaches={"a": 1}, requires={"b": 1})
    create_bundle(slug="pair", parts=[course, create_course(slug="two")])
    create_goal(slug="goal", targets={"a": 1})
    Weights.objects.create()
    Implication.objects.create(skill=create_skill(), level=1, implies=create_skill(), implied_level=1)


def raw(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


EDITS: dict[str, Callable[[], Any]] = {
    "save": lambda: Course.objects.get(slug="one").save(),
    "update": lambda: Course.objects.filter(slug="one").update(title="Other"),
    "draft published": lambda: publish_draft(
        save_draft(COURSES, "one", COURSES.read_row(Course.objects.get(slug="one")) | {"status": "retired"}, by=None),
        None,
    ),
    "bulk create": lambda: Outcome.objects.bulk_create(
        [Outcome(course=Course.objects.get(slug="two"), skill=Skill.objects.get(slug="a"), level=2)]
    ),
    "bulk update": lambda: Requirement.objects.bulk_update(
        [Requirement(pk=Requirement.objects.get().pk, level=3)], ["level"]
    ),
    "delete one": lambda: Outcome.objects.get().delete(),
    "delete many": lambda: Part.objects.all().delete(),
    "delete by cascade": lambda: Course.objects.get(slug="pair").delete(),
    "plain SQL": lambda: raw("UPDATE catalog_platform SET name = 'Elsewhere ' || slug"),
    "load": lambda: call_command("load_catalog", verbosity=0),
}


@pytest.mark.parametrize("edit", EDITS)
def test_edit_changes_the_token(edit: str) -> None:
    before = CatalogueVersion.current()
    EDITS[edit]()
    assert CatalogueVersion.current() != before


@pytest.mark.parametrize("model", WATCHED, ids=lambda model: model.__name__)
def test_every_kind_of_row_is_watched(model: Any) -> None:
    for change in (lambda row: row.save(), lambda row: row.delete()):
        before = CatalogueVersion.current()
        with transaction.atomic():
            if model in (Skill, Provider, Platform):
                Target.objects.all().delete()
                Part.objects.all().delete()
                Course.objects.all().delete()
                before = CatalogueVersion.current()
            change(model.objects.order_by("pk").last())
            assert CatalogueVersion.current() != before
            transaction.set_rollback(True)


def test_rolled_back_token_never_comes_back() -> None:
    seen = {CatalogueVersion.current()}
    for _ in range(3):
        with transaction.atomic():
            Course.objects.update(title="For now")
            assert CatalogueVersion.current() not in seen
            seen.add(CatalogueVersion.current())
            transaction.set_rollback(True)


def test_loading_what_is_there_changes_nothing() -> None:
    call_command("load_catalog", verbosity=0)
    before = CatalogueVersion.current()
    call_command("load_catalog", verbosity=0)
    create_user()
    assert CatalogueVersion.current() == before


def trigger_names() -> set[str]:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def test_no_migration_has_dropped_a_trigger() -> None:
    wanted = {trigger_name(table, event) for table in (*TABLES, *NICKNAME_TABLES, *CONTENT_TABLES) for event in EVENTS}
    assert wanted <= trigger_names()


def test_tables_that_the_snapshot_reads_are_the_ones_watched(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(20) as queries:
        current_advisor()
    text = " ".join(query["sql"] for query in queries)
    assert {model._meta.db_table for model in WATCHED} == set(TABLES)
    read = {word.strip('"') for word in text.replace(".", " ").split() if word.startswith(('"catalog_', '"advisor_'))}
    assert {name for name in read if "." not in name} - {"catalog_catalogueversion"} == set(TABLES)


def test_advisor_is_shared_until_an_edit(django_assert_num_queries: Any) -> None:
    first = current_advisor()
    with django_assert_num_queries(1):
        assert current_advisor() is first
    Outcome.objects.update(level=3)
    assert current_advisor().catalogue.courses["one"].teaches == {"a": 3}


def test_draft_of_a_goal_shows_once_it_is_published(client: Client) -> None:
    client.force_login(create_user(is_staff=True, is_superuser=True))
    assert current_advisor().catalogue.goals["goal"].targets == {"a": 1}
    page = f"/admin/advisor/goal/{Goal.objects.get().pk}/change/"
    draft = saved(client.post(page, page_data(client.get(page)) | {"targets-0-level": "3"}))
    assert current_advisor().catalogue.goals["goal"].targets == {"a": 1}
    press(client, "publish", draft)
    assert current_advisor().catalogue.goals["goal"].targets == {"a": 3}


@pytest.mark.django_db(transaction=True)
def test_edits_of_two_processes_at_once_leave_no_stale_advisor() -> None:
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            current_advisor()
        connection.close()

    def edit(slug: str) -> None:
        for number in range(5):
            Course.objects.filter(slug=slug).update(title=f"{slug} {number}")
        connection.close()

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=edit, args=[slug]) for slug in ("one", "two")]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    titles = {slug: course.title for slug, course in current_advisor().catalogue.courses.items()}
    assert (titles["one"], titles["two"]) == ("one 4", "two 4")
