"""The inbox: its list, a page for each item, and what its two keys do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog.desk.changes import NOTHING, Change, changes
from catalog.desk.courses import COURSES
from catalog.estimates import FACTS
from catalog.inbox.items import Item, Kind, counts, read_key, uses_of, waiting
from catalog.inbox.settling import LONGEST_COURSE_ADDRESS, Done, NotDone, done_already, settle, state_of, undo
from catalog.links.uses import Use, course_form
from catalog.models import Course, FactReport, LinkCheck

ITEMS_A_PAGE = 50
DONE_KEY = "inbox_done"
# Where on the course's form a fact is typed, when its field has another name.
PLACES = {
    "parts": "parts-group",
    "realistic_hours": "id_realistic_hours_low",
    "price": "id_price_model",
    "certificate": "id_has_certificate",
    "rating": "id_rating_value",
    "outcomes": "id_outcomes_text",
    "requires": "requirements-group",
    "helpful": "requirements-group",
    "teaches": "outcomes-group",
}
DO = {
    Kind.REPORT: "Looked at, done",
    Kind.GONE: "The link is still right",
    Kind.MOVED: "Draft the new address",
    Kind.STALE: "All facts are still right",
}


@dataclass(frozen=True, slots=True)
class Matter:
    """What the page of an item shows beside the facts of its course; `seen` is the state of a link."""

    mends: Sequence[Use]
    course: int | None = None
    fact: str = ""
    report: FactReport | None = None
    check: LinkCheck | None = None
    seen: str = ""
    can_be_drafted: bool = False


def kinds_for(user: Any) -> list[Kind]:
    """What the user may work off."""
    may = {
        Kind.REPORT: user.has_perm("catalog.change_factreport"),
        **dict.fromkeys((Kind.GONE, Kind.MOVED, Kind.STALE), user.has_perm("catalog.change_course")),
    }
    return [kind for kind in Kind if may[kind]]


def allowed(request: HttpRequest) -> list[Kind]:
    kinds = kinds_for(request.user)
    if not kinds:
        raise PermissionDenied
    return kinds


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    shared = {**admin.site.each_context(request), "undo": done_last(request)}
    request.current_app = admin.site.name
    return TemplateResponse(request, f"admin/catalog/{template}.html", {**shared, **context})


@require_GET
def inbox_list(request: HttpRequest) -> HttpResponse:
    kinds = allowed(request)
    shown = Paginator(waiting(kinds), ITEMS_A_PAGE).get_page(request.GET.get("p"))
    return page(request, "inbox", title="Inbox", page=shown, counts=counts(kinds))


@require_http_methods(["GET", "POST"])
def inbox_item(request: HttpRequest, key: str) -> HttpResponse:
    kinds, found = allowed(request), read_key(key)
    if found is None:
        raise Http404
    kind, pk = found
    if kind not in kinds:
        raise PermissionDenied
    items = waiting(kinds)
    item = next((item for item in items if item.key == key), None)
    if request.method == "POST":
        return work_off(request, kind, pk, item)
    following = next_after(items, item)
    if item is None:
        gone = done_already(kind, pk)
        return page(request, "inbox_item", title="Done already", gone=gone, following=following, left=len(items))
    matter = matter_of(item)
    return page(
        request,
        "inbox_item",
        title=item.title,
        item=item,
        kind=kind,
        do=DO[kind] if kind != Kind.MOVED or matter.can_be_drafted else "Looked at, done",
        matter=matter,
        facts=facts_of(matter),
        following=following,
        place=items.index(item) + 1,
        left=len(items),
    )


def next_after(items: Sequence[Item], item: Item | None) -> Item | None:
    """The one after it; the first one for an item that is no more; None at the end."""
    place = items.index(item) + 1 if item else 0
    return items[place] if place < len(items) else None


def work_off(request: HttpRequest, kind: Kind, pk: int, item: Item | None) -> HttpResponse:
    """Do what the button says and open the item that the page named as the next one."""
    seen, is_kept = request.POST.get("seen", ""), "keep" in request.POST
    try:
        if item is None:
            raise NotDone(done_already(kind, pk))
        done = settle(kind, pk, request.user, title=item.title, seen=seen, is_kept=is_kept)
    except NotDone as error:
        messages.warning(request, f"Nothing was changed. {error}")
    else:
        request.session[DONE_KEY] = done.as_plain()
        drafted = f" Drafts that now wait for review: {len(done.drafts)}." if done.drafts else ""
        messages.success(request, f"“{item.title}” is worked off.{drafted}")
    return lead_on(request, kinds_for(request.user), request.POST.get("next", ""))


def lead_on(request: HttpRequest, kinds: Sequence[Kind], key: str) -> HttpResponse:
    """To the item of this key if it still waits, else to the first one, else to the empty list."""
    items = waiting(kinds)
    following = next((item for item in items if item.key == key), next_after(items, None))
    return redirect("admin:catalog_inbox_item", following.key) if following else redirect("admin:catalog_inbox")


def done_last(request: HttpRequest) -> Done | None:
    plain = request.session.get(DONE_KEY)
    return Done(**plain) if plain else None


@require_POST
def inbox_undo(request: HttpRequest) -> HttpResponse:
    kinds, done = allowed(request), done_last(request)
    found = read_key(done.key) if done else None
    if done is None or found is None or found[0] not in kinds:
        messages.warning(request, "There is nothing to take back.")
        return redirect("admin:catalog_inbox")
    del request.session[DONE_KEY]
    try:
        undo(done, *found, request.user)
    except NotDone as error:
        messages.warning(request, f"Nothing was taken back. {error}")
    else:
        messages.success(request, f"“{done.title}” is back.")
    return redirect("admin:catalog_inbox_item", done.key)


def matter_of(item: Item) -> Matter:
    if item.kind == Kind.REPORT:
        report = FactReport.objects.get(pk=item.pk)
        mends = [
            Use(FACTS.get(report.field, "course"), item.title, course_form(report.course_id, place_of(report.field)))
        ]
        return Matter(mends, report.course_id, COURSES.labels[report.field].text if report.field else "", report)
    if item.kind == Kind.STALE:
        return Matter([Use("course", item.title, course_form(item.pk, "id_reviewed_on"))], item.pk)
    check = LinkCheck.objects.get(pk=item.pk)
    mends = uses_of(check)
    course = next((use.course for use in mends if use.course), None)
    return Matter(
        mends,
        course,
        check=check,
        seen=state_of(check),
        can_be_drafted=bool(course) and len(check.final_address) <= LONGEST_COURSE_ADDRESS,
    )


def place_of(fact: str) -> str:
    """The element of the course's form at which the fact is typed; empty for no fact in particular."""
    return PLACES.get(fact, f"id_{fact}" if fact else "")


def facts_of(matter: Matter) -> list[tuple[Change, bool]]:
    """The facts of the course in words, those in question first, each with whether it is one of them."""
    course = Course.objects.filter(pk=matter.course).first() if matter.course else None
    if course is None:
        return []
    facts = changes(COURSES, None, COURSES.read_row(course))
    named = [(fact, is_in_question(fact, matter)) for fact in facts if fact.new not in ("", NOTHING)]
    return sorted(named, key=lambda row: not row[1])


def is_in_question(fact: Change, matter: Matter) -> bool:
    if matter.check:
        return matter.check.address in f"{fact.label} {fact.new}"
    return bool(matter.fact) and fact.label.startswith(matter.fact)


def inbox_urls() -> list[URLPattern]:
    wrap = admin.site.admin_view
    return [
        path("inbox/", wrap(inbox_list), name="catalog_inbox"),
        path("inbox/undo/", wrap(inbox_undo), name="catalog_inbox_undo"),
        path("inbox/<slug:key>/", wrap(inbox_item), name="catalog_inbox_item"),
    ]
