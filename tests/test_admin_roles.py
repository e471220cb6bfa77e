"""Who may open what in the admin: a row for every model and for every other address, which each need one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest
from django.test import Client
from django.urls import get_resolver, reverse

from advisor.models import User, Weights
from advisor.roles import Role
from advisor.staffing import give_role
from catalog.health.lints import LINTS
from catalog.models import Course, Draft, Guide
from tests.admin_pages import page_data
from tests.factories import create_guide, create_user
from tests.test_admin import CREATE, MODELS, address, create_draft

pytestmark = pytest.mark.django_db

# What curators, editors and administrators may do with rows: view, add, change, delete.
CONTENT = ("vac", "vacd", "vacd")
EVERYTHING = ("vacd", "vacd", "vacd")
ADVICE = ("v", "vacd", "vacd")
PERSONAL = ("", "", "v")
MAY = {
    "account.EmailAddress": PERSONAL,
    "advisor.Answers": PERSONAL,
    "advisor.Completion": PERSONAL,
    "advisor.DataKind": CONTENT,
    "advisor.Dismissal": PERSONAL,
    "advisor.Goal": CONTENT,
    "advisor.Nickname": CONTENT,
    "advisor.Path": PERSONAL,
    "advisor.Persona": ADVICE,
    "advisor.Step": PERSONAL,
    "advisor.User": ("", "", "vc"),
    "advisor.Weights": ("", "vc", "vc"),
    "auth.Group": ("", "", ""),
    "catalog.AffiliateLink": ("", "vacd", "vacd"),
    "catalog.Check": CONTENT,
    "catalog.CheckItem": EVERYTHING,
    "catalog.Claim": EVERYTHING,
    "catalog.Course": CONTENT,
    "catalog.Draft": ("v", "v", "v"),
    "catalog.FactReport": ("vc", "vcd", "vcd"),
    "catalog.Guide": CONTENT,
    "catalog.Implication": ADVICE,
    "catalog.OutgoingClick": ("", "v", "v"),
    "catalog.Platform": CONTENT,
    "catalog.Provider": CONTENT,
    "catalog.Question": CONTENT,
    "catalog.Skill": CONTENT,
    "mfa.Authenticator": PERSONAL,
}
# Each address below /admin/ that belongs to no model: one like it, and what staff without a role, curators, editors and
# administrators are answered. What only takes what is sent answers 405 and has a test of its own rights.
EVERYBODY, DESK, EDITORS = (200, 200, 200, 200), (403, 200, 200, 200), (403, 403, 200, 200)
SENT = (405, 405, 405, 405)
PAGES: dict[str, tuple[str, tuple[int, ...]]] = {
    "": ("", EVERYBODY),
    "login/": ("login/", (302, 302, 302, 302)),
    "logout/": ("logout/", SENT),
    "password_change/": ("password_change/", EVERYBODY),
    "password_change/done/": ("password_change/done/", EVERYBODY),
    "autocomplete/": ("autocomplete/?app_label=catalog&model_name=course&field_name=provider", DESK),
    "jsi18n/": ("jsi18n/", EVERYBODY),
    "r/<path:content_type_id>/<path:object_id>/": ("r/{kind}/{course}/", (302, 302, 302, 302)),
    "^(?P<app_label>catalog|advisor|mfa|auth|account)/$": ("catalog/", (404, 200, 200, 200)),
    "(?P<url>.*)$": ("no/such/page/", (404, 404, 404, 404)),
    "advisor/adoption/": ("advisor/adoption/", DESK),
    "advisor/goal/<path:object_id>/history/<int:number>/restore/": ("advisor/goal/1/history/1/restore/", SENT),
    "advisor/persona/drafts/<int:pk>/impact/": ("advisor/persona/drafts/{draft}/impact/", DESK),
    "advisor/weights/<path:object_id>/history/<int:number>/restore/": ("advisor/weights/1/history/1/restore/", SENT),
    "catalog/course/<path:object_id>/history/<int:number>/restore/": ("catalog/course/1/history/1/restore/", SENT),
    "catalog/course/export/": ("catalog/course/export/", DESK),
    "catalog/course/import/": ("catalog/course/import/", DESK),
    "catalog/course/import/<int:pk>/": ("catalog/course/import/0/", (403, 404, 404, 404)),
    "catalog/course/retire/": ("catalog/course/retire/?ids={course}", DESK),
    "catalog/factreport/inbox/": ("catalog/factreport/inbox/", DESK),
    "catalog/factreport/inbox/<slug:key>/": ("catalog/factreport/inbox/report-0/", DESK),
    "catalog/factreport/inbox/undo/": ("catalog/factreport/inbox/undo/", SENT),
    "catalog/health/": ("catalog/health/", DESK),
    "catalog/health/<slug:slug>/": ("catalog/health/{lint}/", DESK),
}


def staff(role: Role | None) -> User:
    user = create_user(is_staff=True)
    if role:
        give_role(user, role)
    return User.objects.get(pk=user.pk)


def logged_in(role: Role | None) -> Client:
    client = Client()
    client.force_login(staff(role))
    return client


def patterns(resolver: Any, before: str = "") -> Iterator[tuple[str, str | None]]:
    for part in resolver.url_patterns:
        path = before + str(part.pattern)
        yield from patterns(part, path) if hasattr(part, "url_patterns") else [(path, part.name)]


def own_addresses() -> set[str]:
    """Patterns below /admin/ but for the pages that every model has."""
    labels = [f"{model._meta.app_label}_{model._meta.model_name}" for model in MODELS]
    known = {f"{label}_{page}" for label in labels for page in ("changelist", "add", "history", "delete", "change")}
    old = {f"{label.replace('_', '/', 1)}/<path:object_id>/" for label in labels}
    below = {path.removeprefix("admin/"): name for path, name in patterns(get_resolver()) if path.startswith("admin/")}
    return {path for path, name in below.items() if name not in known and path not in old}


def test_every_model_and_every_address_has_a_row() -> None:
    assert set(MAY) == {model._meta.label for model in MODELS}
    assert set(PAGES) == own_addresses()


def actions(model: type[Model], request: HttpRequest) -> str:
    own = admin.site._registry[model]
    names = ("view", "add", "change", "delete")
    return "".join(name[0] for name in names if getattr(own, f"has_{name}_permission")(request))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_role_opens_the_pages_of_a_model_that_it_may(model: type[Model]) -> None:
    row = CREATE[model]()
    for role, may in zip([None, *Role], ["", *MAY[model._meta.label]], strict=True):
        client = logged_in(role)
        seen = {
            "v": [address(model, "changelist"), address(model, "change", row.pk), address(model, "history", row.pk)],
            "a": [address(model, "add")],
            "d": [address(model, "delete", row.pk)],
        }
        for action, pages in seen.items():
            opened = {client.get(page).status_code == 200 for page in pages}
            assert opened == {action in may}, (role, action)
        assert actions(model, client.get(reverse("admin:index")).wsgi_request) == may, role


@pytest.mark.parametrize("pattern", PAGES, ids=lambda pattern: pattern or "index")
def test_role_opens_the_other_pages_that_it_may(pattern: str) -> None:
    draft = create_draft()
    course = Course.objects.get(slug=draft.key)
    kind = ContentType.objects.get_for_model(Course).pk
    page, wanted = PAGES[pattern]
    page = "/admin/" + page.format(draft=draft.pk, course=course.pk, kind=kind, lint=next(iter(LINTS)))
    assert tuple(logged_in(role).get(page).status_code for role in (None, *Role)) == wanted


def test_curator_sends_nothing_that_only_editors_may() -> None:
    draft = create_draft()
    weights = Weights.objects.get_or_create()[0]
    curator = logged_in(Role.CURATOR)
    assert curator.post(address(Draft, "change", draft.pk), {"publish": "x"}).status_code == 403
    assert curator.post(reverse("admin:advisor_weights_restore", args=[weights.pk, 1])).status_code == 403
    guide = create_guide(is_published=False)
    curator.post(address(Guide, "changelist"), {"action": "publish", "_selected_action": [guide.pk]})
    data = page_data(curator.get(address(Guide, "change", guide.pk))) | {"is_published": "on", "title": "Other"}
    assert curator.post(address(Guide, "change", guide.pk), data).status_code == 302
    guide.refresh_from_db()
    assert (guide.title, guide.is_published) == ("Other", False)
