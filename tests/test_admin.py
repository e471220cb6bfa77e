"""Every page of the admin: who may see it, that it opens, and how many queries it takes."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.models import (
    Answers,
    Completion,
    DataKind,
    Dismissal,
    Nickname,
    Path,
    Persona,
    Snapshot,
    Step,
    User,
    Weights,
)
from catalog.desk.courses import COURSES
from catalog.desk.drafts import save_draft
from catalog.models import (
    Check,
    CheckItem,
    Claim,
    Course,
    Draft,
    FactReport,
    Guide,
    Implication,
    Platform,
    Provider,
    Question,
    Skill,
)
from catalog.models.outgoing import AffiliateLink, OutgoingClick
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(factories.create_user(is_staff=True, is_superuser=True))
    return client


def create_path() -> Path:
    snapshot, _ = Snapshot.objects.get_or_create(digest="0" * 64, defaults={"catalog": {}})
    texts: dict[str, Any] = {"answers": {}, "problem": {}, "plan": {}}
    path = Path.objects.create(
        user=factories.create_user(), goal=factories.create_goal(), title="Mine", snapshot=snapshot, **texts
    )
    course = factories.create_course()
    days = {"starts_on": date(2027, 1, 4), "finishes_on": date(2027, 1, 10)}
    Step.objects.create(path=path, position=1, course=course, hours_expected=10, **days)
    return path


def create_full_course() -> Course:
    bundle = factories.create_bundle(
        parts=[factories.create_course(teaches={factories.create_skill(): 1})],
        requires={factories.create_skill(): 1},
        superseded_by=factories.create_course(),
    )
    bundle.sources.create(location="https://example.org/", supports="everything")
    bundle.claims.create(field="maths", value="light", source="Research note 001")
    return bundle


def create_completion() -> Completion:
    return Completion.objects.create(user=factories.create_user(), course=factories.create_course(), state="started")


def create_step() -> Step:
    return create_path().steps.get()


def create_implication() -> Implication:
    return factories.create_skill().implications.create(level=2, implies=factories.create_skill(), implied_level=1)


def create_dismissal() -> Dismissal:
    return Dismissal.objects.create(user=factories.create_user(), skill=factories.create_skill())


def create_draft() -> Draft:
    course = create_full_course()
    document = COURSES.read_row(course) | {"summary": "Other words."}
    return save_draft(COURSES, course.slug, document, by=factories.create_user())


def create_persona() -> Persona:
    number = Persona.objects.count()
    return Persona.objects.create(slug=f"persona-{number}", name=f"Persona {number}", answers={"goal": "gone"})


def create_address() -> EmailAddress:
    user = factories.create_user()
    return EmailAddress.objects.create(user=user, email=user.email)


CREATE: dict[type[Model], Callable[[], Model]] = {
    AffiliateLink: lambda: AffiliateLink.objects.create(
        course=factories.create_course(), url="https://partner.example.org/", network="Partner"
    ),
    Answers: lambda: Answers.objects.create(user=factories.create_user(), data={"goal": "x"}),
    Authenticator: lambda: Authenticator.objects.create(
        user=factories.create_user(), type="totp", data={"secret": "hush"}
    ),
    Check: factories.create_check,
    CheckItem: factories.create_check_item,
    Claim: lambda: factories.create_course().claims.create(field="maths", value="light", source="Somebody"),
    Completion: create_completion,
    Course: create_full_course,
    DataKind: factories.create_data_kind,
    Dismissal: create_dismissal,
    Draft: create_draft,
    EmailAddress: create_address,
    FactReport: lambda: factories.create_course().reports.create(field="price", message="It rose."),
    Group: lambda: Group.objects.create(name=f"group {Group.objects.count()}"),
    Guide: factories.create_guide,
    Implication: create_implication,
    Nickname: lambda: Nickname.objects.create(course=factories.create_course(), text="dls"),
    OutgoingClick: lambda: OutgoingClick.objects.create(course=factories.create_course(), day=date(2027, 1, 4)),
    Path: create_path,
    Persona: create_persona,
    Platform: factories.create_platform,
    Provider: factories.create_provider,
    Question: lambda: factories.create_question(guide=factories.create_guide()),
    Skill: factories.create_skill,
    Step: create_step,
    User: factories.create_user,
    Weights: lambda: Weights.objects.get_or_create()[0],
}
CREATE |= {model: factories.create_goal for model in admin.site._registry if model.__name__ == "Goal"}
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def address(model: type[Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_list_opens_and_its_queries_do_not_grow(curator: Client, model: type[Model]) -> None:
    counts = []
    for rows in (2, 6):
        for _ in range(rows):
            CREATE[model]()
        curator.get(address(model, "changelist"))
        with CaptureQueriesContext(connection) as queries:
            assert curator.get(address(model, "changelist")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_list_can_be_searched(curator: Client, model: type[Model]) -> None:
    assert admin.site._registry[model].get_search_fields(curator.get("/admin/").wsgi_request)
    assert curator.get(address(model, "changelist"), {"q": "Zürich 1"}).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_row_opens(curator: Client, model: type[Model]) -> None:
    row = CREATE[model]()
    response = curator.get(address(model, "change", row.pk))
    assert response.status_code == 200
    assert b"hush" not in response.content


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_form_for_a_new_row_opens_where_rows_can_be_added(curator: Client, model: type[Model]) -> None:
    response = curator.get(address(model, "add"))
    closed = {
        Answers,
        Authenticator,
        Completion,
        Dismissal,
        Draft,
        FactReport,
        OutgoingClick,
        Path,
        Snapshot,
        Step,
        User,
        Weights,
    }
    assert response.status_code == (403 if model in closed else 200)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_pages_fit_the_content_policy(curator: Client, model: type[Model]) -> None:
    row = CREATE[model]()
    for page in (address(model, "changelist"), address(model, "change", row.pk)):
        html = curator.get(page).content.decode()
        assert "style=" not in html
        assert "<style" not in html
        assert " onclick=" not in html
        scripts = [tag.split(">")[0] for tag in html.split("<script")[1:]]
        assert [tag for tag in scripts if "src=" not in tag and "application/json" not in tag] == []


@pytest.mark.parametrize("model", [Course, User], ids=lambda model: model.__name__)
def test_visitor_is_sent_to_our_log_in(client: Client, model: type[Model]) -> None:
    response = client.get(address(model, "changelist"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("model", [Course, User], ids=lambda model: model.__name__)
def test_learner_is_kept_out(client: Client, model: type[Model]) -> None:
    client.force_login(factories.create_user())
    response = client.get(address(model, "changelist"), follow=True)
    assert response.status_code == 403


def test_staff_without_rights_sees_no_rows(client: Client) -> None:
    client.force_login(factories.create_user(is_staff=True))
    assert client.get(address(Course, "changelist")).status_code == 403


def test_nothing_secret_is_registered() -> None:
    names = {model._meta.label for model in MODELS}
    assert not names & {"usersessions.UserSession", "sessions.Session", "account.EmailConfirmation"}
    shown = admin.site._registry[Authenticator].fields
    assert shown is not None
    assert "data" not in shown


def test_history_of_a_row_opens(curator: Client) -> None:
    course = factories.create_course()
    LogEntry.objects.log_actions(
        user_id=int(curator.session["_auth_user_id"]), queryset=[course], action_flag=CHANGE, change_message="edited"
    )
    assert curator.get(address(Course, "history", course.pk)).status_code == 200
