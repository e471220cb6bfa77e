"""Exporting an account, deleting it and bringing it back; and files that were tampered with."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from advisor.accounts import erase_account
from advisor.answers import parse_answers
from advisor.importing import LARGEST_FILE, UnknownNames, import_account, read_document
from advisor.importing.plans import read_plan, read_whole_answers
from advisor.models import Answers, Completion, Note, Path, Snapshot, StudyLog, User
from advisor.planning import Advisor
from advisor.report import recommend
from catalog.models import Course
from tests.advisor.learner_rows import broken_pages, export, make_learner
from tests.factories import create_course, create_user

pytestmark = pytest.mark.django_db
KEPT = ("paths", "completions", "study_logs", "notes", "answers", "dismissed", "catalogues")
ADDRESS = "/account/import/"

Json = dict[str, Any]


def records(user: User) -> Json:
    """What an import restores, without what belongs to one account: links, and which path a questionnaire led to."""
    document = json.loads(export(user))
    for path in document["paths"]:
        del path["links"], path["has_calendar_address"], path["proposals"], path["versions"]
    for draft in document["answers"]:
        del draft["path"]
    return {name: document[name] for name in KEPT}


@pytest.fixture
def user() -> User:
    return make_learner()


def test_deleted_account_comes_back_in_a_new_one(user: User) -> None:
    before, data = records(user), export(user)
    erase_account(user=user)
    assert not Path.objects.exists()
    newcomer = create_user()
    import_account(user=newcomer, document=read_document(data))
    assert records(newcomer) == before
    assert all(before[name] for name in KEPT)


def test_importing_again_doubles_nothing(user: User) -> None:
    newcomer, document = create_user(), read_document(export(user))
    import_account(user=newcomer, document=document)
    before = records(newcomer)
    outcome = import_account(user=newcomer, document=read_document(export(user)))
    assert records(newcomer) == before
    assert (dict(outcome.added), outcome.already_there) == ({}, 9)


def test_importing_into_the_same_account_changes_nothing(user: User) -> None:
    before = records(user)
    import_account(user=user, document=read_document(export(user)))
    assert records(user) == before


def test_import_touches_nobody_else(user: User) -> None:
    before = records(user)
    document = read_document(export(user))
    import_account(user=create_user(), document=document)
    assert records(user) == before


def test_what_the_account_has_already_wins(user: User) -> None:
    newcomer = create_user()
    course = Course.objects.get(slug="first")
    Completion.objects.create(user=newcomer, course=course, state="started", started_on=date(2027, 2, 2))
    Answers.objects.create(user=newcomer, data={"goal": "deep"})
    import_account(user=newcomer, document=read_document(export(user)))
    assert Completion.objects.get(user=newcomer, course=course).started_on == date(2027, 2, 2)
    assert Answers.objects.filter(user=newcomer, is_finished=False).count() == 1


def lose_a_course(data: bytes) -> Json:
    return read_document(data.replace(b'"nets-course"', b'"lost-course"'))


def test_unknown_courses_are_asked_about_first(user: User) -> None:
    newcomer = create_user()
    with pytest.raises(UnknownNames) as raised:
        import_account(user=newcomer, document=lose_a_course(export(user)))
    assert raised.value.courses == ("lost-course",)
    assert records(newcomer)["paths"] == []


def test_unknown_courses_are_left_out_when_told_so(client: Client, user: User) -> None:
    newcomer = create_user()
    outcome = import_account(user=newcomer, document=lose_a_course(export(user)), leave_out=True)
    path = Path.objects.get(user=newcomer)
    assert outcome.left_out == ("lost-course",)
    assert [step["course"] for step in path.plan["steps"]] == ["first"]
    assert path.plan["hours"]["high"] == 20
    assert Completion.objects.get(user=newcomer).course.slug == "first"
    assert broken_pages(client, newcomer) == []


def test_draft_course_counts_as_unknown(user: User) -> None:
    data = export(user)
    Course.objects.filter(slug="nets-course").update(status=Course.Status.DRAFT)
    with pytest.raises(UnknownNames):
        import_account(user=create_user(), document=read_document(data))


def test_failure_on_the_way_leaves_nothing_behind(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    document, newcomer = read_document(export(user)), create_user()

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Note.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        import_account(user=newcomer, document=document)
    assert not Path.objects.filter(user=newcomer).exists()
    assert not Completion.objects.filter(user=newcomer).exists()


def test_file_cannot_change_a_catalogue_that_others_use(user: User) -> None:
    document = json.loads(export(user))
    (name,) = document["catalogues"]
    document["catalogues"][name]["courses"][0]["minutes"] += 1
    import_account(user=create_user(), document=read_document(json.dumps(document).encode()))
    assert (
        Snapshot.objects.get(digest=name).catalog["courses"] == json.loads(export(user))["catalogues"][name]["courses"]
    )
    assert Snapshot.objects.count() == 2


@pytest.mark.parametrize("prefer", ["balanced", "cheapest"])
def test_reader_knows_every_field_of_a_plan(prefer: str, shipped_advisor: Advisor) -> None:
    """A plan with as much in it as possible; a field added to plans has to be added to the reader."""
    wishes = {
        "goal": "ml-job",
        "prefer": prefer,
        "hours_per_week": 7.5,
        "start": "2027-01-04",
        "finish_by": "2027-03-01",
    }
    answers = parse_answers({**wishes, "pinned": ["stanford-cs229"]}, shipped_advisor.catalogue, today=date(2027, 1, 1))
    plan, _ = recommend(answers, shipped_advisor)
    stored = json.loads(json.dumps(plan))
    assert json.dumps(read_plan("plan", stored)) == json.dumps(stored)
    assert read_whole_answers("answers", answers.as_json()) == answers.as_json()


def post(client: Client, data: bytes, **fields: str) -> Any:
    file = SimpleUploadedFile("account.json", data, content_type="application/json")
    return client.post(ADDRESS, {"file": file, **fields})


def test_page_imports_and_tells_what(client: Client, user: User) -> None:
    newcomer = create_user()
    client.force_login(newcomer)
    answer = post(client, export(user))
    assert answer.url == reverse("advisor:dashboard")
    page = client.get(answer.url).content.decode()
    assert "Imported: 1 path, 2 completions, 3 study logs, 1 note" in page
    assert records(newcomer) == records(user)


def test_page_asks_before_it_leaves_anything_out(client: Client, user: User) -> None:
    newcomer = create_user()
    client.force_login(newcomer)
    data = export(user).replace(b'"nets-course"', b'"lost-course"')
    page = post(client, data).content.decode()
    assert "<li>lost-course</li>" in page
    assert not Path.objects.filter(user=newcomer).exists()
    answer = post(client, data, leave_out="on")
    assert "Left out, since this catalogue does not have them: lost-course" in client.get(answer.url).content.decode()
    assert Path.objects.filter(user=newcomer).exists()


@pytest.mark.parametrize("data", [b"", b"{}", b" " * (LARGEST_FILE + 1)], ids=["empty", "other", "large"])
def test_page_refuses_what_is_no_export(client: Client, data: bytes) -> None:
    client.force_login(create_user())
    answer = post(client, data)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]


def test_page_without_a_file_asks_for_one(client: Client) -> None:
    client.force_login(create_user())
    assert "Choose the file that you exported." in client.post(ADDRESS).content.decode()


def test_visitor_imports_nothing(client: Client) -> None:
    assert client.get(ADDRESS).url == f"{reverse('account_login')}?next={ADDRESS}"
    assert post(client, b"{}").status_code == 302


def test_large_account_is_imported_in_few_queries(user: User, django_assert_max_num_queries: Any) -> None:
    course = create_course()
    StudyLog.objects.bulk_create(
        StudyLog(user=user, course=course, minutes=number % 600 + 1, on=date(2027, 3, 1)) for number in range(1200)
    )
    newcomer, document = create_user(), read_document(export(user))
    with django_assert_max_num_queries(60):
        import_account(user=newcomer, document=document)
    assert StudyLog.objects.filter(user=newcomer).count() == 1203
