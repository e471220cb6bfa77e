"""What leaves the site: links, calendars, plain text and tables of a path."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from advisor.documents import path_table, path_text
from advisor.ics import write_calendar
from advisor.journey import draw
from advisor.limits import exporting, fetching_calendar
from advisor.models import CalendarFeed, Path, ShareLink
from advisor.posters import path_poster
from advisor.sharing import (
    calendar_path,
    done_only,
    make_link,
    renew_feed,
    revoke_feed,
    revoke_link,
    states_of,
)
from advisor.standing import progress_of
from advisor.views.paths import own_path, owner
from catalog.posters import picture_of

CALENDAR_TYPE = "text/calendar; charset=utf-8"
NOTHING_CHANGED = "That can't be done. Nothing was changed; use a button below."


class FeedForm(forms.Form):
    action = forms.ChoiceField(choices=[("renew", "renew"), ("revoke", "revoke")])


class LinkForm(forms.Form):
    with_progress = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


@require_GET
@vary_on_headers("HX-Request")
@cache_control(private=True, no_store=True)
def path_share(request: HttpRequest, pk: int) -> HttpResponse:
    return show_sharing(request, own_path(request, pk))


def show_sharing(request: HttpRequest, path: Path, *, problem: str = "", announcement: str = "") -> HttpResponse:
    """The page, or for htmx the section alone."""
    links = {link.with_progress: link for link in ShareLink.objects.live().filter(path=path)}
    feed = CalendarFeed.objects.filter(path=path).first()
    context: dict[str, Any] = {
        "path": path,
        "kinds": [
            {"with_progress": kind, "link": links.get(kind), "address": _address(request, links.get(kind))}
            for kind in (False, True)
        ],
        "feed": feed,
        "feed_address": _address(request, feed),
        "text": path_text(path.title, path.plan, states_of(path)),
        "problem": problem,
        "announcement": announcement,
    }
    partly = request.htmx  # type: ignore[attr-defined]
    return render(request, "advisor/_sharing.html" if partly else "advisor/path_share.html", context)


def _address(request: HttpRequest, row: ShareLink | CalendarFeed | None) -> str:
    return request.build_absolute_uri(row.get_absolute_url()) if row else ""


def _settled(request: HttpRequest, path: Path, said: str) -> HttpResponseBase:
    if request.htmx:  # type: ignore[attr-defined]
        return show_sharing(request, path, announcement=said)
    messages.success(request, said)
    return redirect("advisor:path_share", path.pk)


@require_POST
@vary_on_headers("HX-Request")
def share_make(request: HttpRequest, pk: int) -> HttpResponseBase:
    path = own_path(request, pk)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return show_sharing(request, path, problem=NOTHING_CHANGED)
    make_link(path=path, with_progress=form.cleaned_data["with_progress"] == "yes")
    return _settled(request, path, "Link made. Whoever has it can read this path.")


@require_POST
@vary_on_headers("HX-Request")
def share_revoke(request: HttpRequest, pk: int, link: int) -> HttpResponseBase:
    path = own_path(request, pk)
    get_object_or_404(ShareLink, path=path, pk=link)
    revoke_link(path=path, link=link)
    return _settled(request, path, "Link revoked. Its address leads nowhere from now on.")


@require_POST
@vary_on_headers("HX-Request")
def feed_change(request: HttpRequest, pk: int) -> HttpResponseBase:
    path = own_path(request, pk)
    form = FeedForm(request.POST)
    if not form.is_valid():
        return show_sharing(request, path, problem=NOTHING_CHANGED)
    if form.cleaned_data["action"] == "revoke":
        revoke_feed(path=path)
        return _settled(request, path, "Calendar address revoked.")
    renew_feed(path=path)
    return _settled(request, path, "Calendar address made. An older one leads nowhere from now on.")


@login_not_required
@require_safe
def share_page(request: HttpRequest, token: str) -> HttpResponse:
    links = ShareLink.objects.live().select_related("path", "path__user", "path__goal")
    link = get_object_or_404(links, token=token, path__user__is_active=True)
    path = link.path
    progress = done_only(states_of(path)) if link.with_progress else {}
    context = {
        "title": path.title,
        "plan": path.plan,
        "goal": path.goal,
        "journey": draw(path.plan, progress=progress),
        "with_progress": link.with_progress,
        "picture": picture_of(path_poster(path.title, path.plan), "advisor:share_picture", token),
    }
    response = render(request, "advisor/share_page.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
@fetching_calendar
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    feeds = CalendarFeed.objects.select_related("path", "path__user")
    feed = get_object_or_404(feeds, token=token, path__user__is_active=True)
    response = _calendar(request, feed.path)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
@cache_control(private=True, no_cache=True)
@exporting
def path_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    path = own_path(request, pk)
    response = _calendar(request, path)
    response["Content-Disposition"] = f'attachment; filename="{_file_name(path)}.ics"'
    return response


def _calendar(request: HttpRequest, path: Path) -> HttpResponse:
    address = request.build_absolute_uri(path.get_absolute_url())
    body = write_calendar(calendar_path(path, address=address), now=timezone.now())
    return HttpResponse(body, content_type=CALENDAR_TYPE)


@require_safe
@cache_control(private=True, no_store=True)
@exporting
def path_plain(request: HttpRequest, pk: int) -> HttpResponse:
    path = own_path(request, pk)
    text = path_text(path.title, path.plan, states_of(path))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(private=True, no_store=True)
@exporting
def path_spreadsheet(request: HttpRequest, pk: int) -> HttpResponse:
    path = own_path(request, pk)
    # The mark at the front tells spreadsheets that the text is UTF-8.
    body = "\ufeff" + path_table(path.plan, progress_of(owner(request)))
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(path)}.csv"'
    return response


def _file_name(path: Path) -> str:
    return f"which-first-{slugify(path.title) or path.pk}"
