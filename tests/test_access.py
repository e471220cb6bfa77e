"""Every address of an object, tried by everybody: one table, and no pattern without a row in it."""

import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from advisor.digest import stop_token
from advisor.models import Answers, CalendarFeed, PathVersion, Proposal, ShareLink, StudyLog, TrackingChange, User
from advisor.pairs import pair_name
from advisor.roles import Role, synchronise
from advisor.staffing import give_role
from catalog.models import Course
from tests.advisor.path_rows import make_catalogue, make_path
from tests.factories import create_bundle, create_check, create_course, create_guide, create_user

ACTORS = ("visitor", "stranger", "curator", "administrator", "owner")
Expected = tuple[int | str, ...]
# Who asks for a page of another person learns not even that it exists; who has not logged in is led to do so.
LOGIN = "log in"
OWN: Expected = (LOGIN, 404, 404, 404, 200)
OWN_DONE: Expected = (LOGIN, 404, 404, 404, 302)
OWN_SENT_ONLY: Expected = (LOGIN, 405, 405, 405, 405)
ALL: Expected = (200,) * 5
ALL_LED: Expected = (302,) * 5
LED_WITHOUT_AIM: Expected = (302, 302, 302, 302, 200)
NOBODY: Expected = (405,) * 5
NOBODY_LOGGED_IN: Expected = (LOGIN, 405, 405, 405, 405)
STAFF: Expected = (404, 404, 200, 200, 404)
FORGED: Expected = (404,) * 5

# Pattern: what GET is answered, what POST is answered.
TABLE: dict[str, tuple[Expected, Expected]] = {
    "advisor:questionnaire_question": (ALL, ALL),
    "advisor:check_take": (LED_WITHOUT_AIM, LED_WITHOUT_AIM),
    "advisor:answers_copy": (OWN_SENT_ONLY, OWN_DONE),
    "advisor:answers_delete": (OWN_SENT_ONLY, OWN_DONE),
    "advisor:compare_pair": (ALL, NOBODY),
    "advisor:pair_picture": (ALL_LED, NOBODY),
    "advisor:share_picture": (ALL_LED, NOBODY),
    "advisor:goal_map": (ALL, NOBODY),
    "advisor:path_detail": (OWN, NOBODY_LOGGED_IN),
    "advisor:path_forecast": (OWN, NOBODY_LOGGED_IN),
    "advisor:path_revise": (OWN_SENT_ONLY, OWN_DONE),
    "advisor:proposal_decide": (OWN_SENT_ONLY, OWN_DONE),
    "advisor:version_restore": (OWN_SENT_ONLY, OWN_DONE),
    "advisor:path_rename": (OWN_SENT_ONLY, OWN),
    "advisor:path_archive": (OWN_SENT_ONLY, OWN_DONE),
    "advisor:step_detail": (OWN, NOBODY_LOGGED_IN),
    "advisor:progress_record": (OWN_SENT_ONLY, OWN),
    "advisor:change_undo": (OWN_SENT_ONLY, OWN_DONE),
    "advisor:hours_log": (OWN_SENT_ONLY, OWN),
    "advisor:hours_edit": (OWN, OWN),
    "advisor:timer_set": (OWN_SENT_ONLY, OWN),
    "advisor:dates_set": (OWN_SENT_ONLY, OWN),
    "advisor:evidence_set": (OWN_SENT_ONLY, OWN),
    "advisor:note_save": (OWN_SENT_ONLY, OWN_DONE),
    "advisor:path_share": (OWN, NOBODY_LOGGED_IN),
    "advisor:share_make": (OWN_SENT_ONLY, OWN),
    "advisor:share_revoke": (OWN_SENT_ONLY, OWN_DONE),
    "advisor:path_afterwards": (OWN, NOBODY_LOGGED_IN),
    "advisor:feed_change": (OWN_SENT_ONLY, OWN),
    "advisor:path_calendar": (OWN, NOBODY_LOGGED_IN),
    "advisor:path_plain": (OWN, NOBODY_LOGGED_IN),
    "advisor:path_spreadsheet": (OWN, NOBODY_LOGGED_IN),
    # Whoever has been given the address.
    "advisor:calendar_feed": (ALL, NOBODY),
    "advisor:share_page": (ALL, NOBODY),
    "advisor:digest_stop": (ALL, ALL),
    "catalog:course_detail": (STAFF, NOBODY),
    "catalog:course_go": ((404, 404, 302, 302, 404), (404, 404, 204, 204, 404)),
    "catalog:course_map": (STAFF, NOBODY),
    "catalog:course_report": (STAFF, STAFF),
    "catalog:course_picture": (FORGED, NOBODY),
    "catalog:skill_map": (ALL, NOBODY),
    "catalog:guide_detail": (ALL, NOBODY),
    "catalog:guide_picture": (ALL_LED, NOBODY),
    "catalog:site_picture": (ALL_LED, NOBODY),
    "api:course_detail": (FORGED, NOBODY),
    "api:skill_detail": (ALL, NOBODY),
    "api:goal_detail": (ALL, NOBODY),
    "mfa_edit_webauthn": (OWN, OWN),
    "mfa_remove_webauthn": (OWN, OWN_DONE),
}


class World:
    """Everything that an address may name, most of it one person's; `values` fill in the patterns."""

    def __init__(self) -> None:
        make_catalogue()
        create_course(slug="draft", status=Course.Status.DRAFT)
        create_bundle(slug="other", parts=[create_course()])
        create_check(skill="python")
        self.owner = create_user()
        path = make_path(self.owner)
        plain = {"plan": path.plan, "answers": path.answers, "problem": path.problem, "snapshot": path.snapshot}
        first = Course.objects.get(slug="first")
        change = TrackingChange.objects.create(user=self.owner, course=first, kind="note", what="Wrote")
        proposal = Proposal.objects.create(path=path, kind="progress", stay=path.plan, **plain)
        PathVersion.objects.create(path=path, number=1, cause="dials", titles={}, **plain)
        log = StudyLog.objects.create(user=self.owner, course=first, minutes=30, on="2026-11-20")
        key = Authenticator.objects.create(user=self.owner, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})
        answers = Answers.objects.create(user=self.owner, data={"goal": "deep"}, is_finished=True)
        link = ShareLink.objects.create(path=path)
        feed = CalendarFeed.objects.create(path=path)
        self.path = path.pk
        self.values: dict[str, dict[str, Any]] = {
            "advisor:questionnaire_question": {"key": "goal"},
            "advisor:check_take": {"skill": "python"},
            "advisor:answers_copy": {"pk": answers.pk},
            "advisor:answers_delete": {"pk": answers.pk},
            "advisor:compare_pair": {"pair": pair_name(("other", "pair"))},
            "advisor:pair_picture": {"pair": pair_name(("other", "pair")), "version": "old"},
            "advisor:share_picture": {"token": link.token, "version": "old"},
            "advisor:goal_map": {"slug": "deep"},
            "advisor:proposal_decide": {"pk": path.pk, "proposal": proposal.pk},
            "advisor:version_restore": {"pk": path.pk, "number": 1},
            "advisor:change_undo": {"pk": path.pk, "slug": "first", "change": change.pk},
            "advisor:hours_edit": {"pk": path.pk, "slug": "first", "log": log.pk},
            "advisor:share_revoke": {"pk": path.pk, "link": link.pk},
            "advisor:calendar_feed": {"token": feed.token},
            "advisor:share_page": {"token": link.token},
            "advisor:digest_stop": {"token": stop_token(self.owner)},
            "catalog:skill_map": {"slug": "python"},
            "catalog:guide_detail": {"slug": create_guide().slug},
            "catalog:guide_picture": {"slug": create_guide().slug, "version": "old"},
            "catalog:course_picture": {"slug": "draft", "version": "old"},
            "catalog:site_picture": {"version": "old"},
            "api:skill_detail": {"slug": "python"},
            "api:goal_detail": {"slug": "deep"},
            "mfa_edit_webauthn": {"pk": key.pk},
            "mfa_remove_webauthn": {"pk": key.pk},
        }

    def address(self, name: str, arguments: set[str]) -> str:
        own = {"pk": self.path, "slug": "first" if "pk" in arguments else "draft"}
        values = self.values.get(name) or {key: own[key] for key in arguments}
        return reverse(name, kwargs=values)

    def clients(self) -> dict[str, Client]:
        synchronise("default")
        people = {"stranger": create_user(), "owner": self.owner}
        for actor, role in (("curator", Role.CURATOR), ("administrator", Role.ADMINISTRATOR)):
            people[actor] = create_user(is_staff=True)
            give_role(people[actor], role)
        return {actor: logged_in(people.get(actor)) for actor in ACTORS}


def logged_in(user: User | None) -> Client:
    """With a password that was given a moment ago, so that nothing is refused for that."""
    client = Client()
    if user:
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


def patterns(resolver: URLResolver, space: str, held: set[str]) -> Iterator[tuple[str, set[str]]]:
    """Each named pattern that takes an argument, with its arguments; those of the admin are held against roles."""
    for each in resolver.url_patterns:
        arguments = held | set(each.pattern.regex.groupindex)
        if isinstance(each, URLResolver) and each.namespace != "admin":
            yield from patterns(each, f"{each.namespace}:" if each.namespace else space, arguments)
        elif isinstance(each, URLPattern) and each.name and arguments and not str(each.pattern).startswith("admin/"):
            yield f"{space}{each.name}", arguments


def objects() -> dict[str, set[str]]:
    return dict(patterns(get_resolver(), "", set()))


def met(client: Client, method: str, address: str) -> int | str:
    """In a transaction of its own, so that what one does is not there for the next."""
    with transaction.atomic():
        response = getattr(client, method)(address, {"token": uuid.uuid4()} if method == "post" else {})
        transaction.set_rollback(True)
    if response.headers.get("Location", "").startswith("/accounts/login/"):
        return LOGIN
    return int(response.status_code)


def test_every_pattern_with_an_argument_has_a_row() -> None:
    assert set(objects()) == set(TABLE)


@pytest.mark.one_database
@pytest.mark.django_db
def test_every_object_is_shown_to_whom_it_should_be() -> None:
    world, wrong = World(), {}
    clients = world.clients()
    for name, arguments in objects().items():
        address = world.address(name, arguments)
        for method, expected in zip(("get", "post"), TABLE[name], strict=True):
            found = tuple(met(clients[actor], method, address) for actor in ACTORS)
            if found != expected:
                wrong[f"{method} {name}"] = found
    assert not wrong, "\n".join(f"{name}: {found}" for name, found in wrong.items())
