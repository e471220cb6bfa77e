"""The plan for the current answers, saved paths, and what their owner has done."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from advisor.forms import PathTitleForm
from advisor.journey import draw
from advisor.models import Answers, Path, User
from advisor.standing import progress_of
from advisor.study_forms import SkipForm
from catalog.models import Skill


def owner(request: HttpRequest) -> User:
    return cast(User, request.user)


def own_path(request: HttpRequest, pk: int) -> Path:
    return get_object_or_404(Path.objects.owned_by(owner(request)), pk=pk)


@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    user = owner(request)
    progress = progress_of(user)
    rows = [{"path": path, "journey": draw(path.plan, progress=progress)} for path in Path.objects.owned_by(user)]
    context = {
        "active": [row for row in rows if not row["path"].is_archived],  # type: ignore[attr-defined]
        "archived": [row for row in rows if row["path"].is_archived],  # type: ignore[attr-defined]
        "has_draft": Answers.objects.filter(user=user, is_finished=False).exists(),
    }
    return render(request, "advisor/dashboard.html", context)


@require_GET
@vary_on_headers("HX-Request")
def path_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return show_path(request, own_path(request, pk))


def show_path(request: HttpRequest, path: Path, **extra: Any) -> HttpResponse:
    """The page, or for htmx the part of it that progress changes."""
    names = dict(Skill.objects.values_list("slug", "name"))
    context: dict[str, Any] = {
        "path": path,
        "plan": path.plan,
        "journey": draw(path.plan, skills=names, progress=progress_of(owner(request), path=path)),
        "title_form": PathTitleForm(instance=path),
        "skip_form": SkipForm(),
        **extra,
    }
    partly = request.htmx  # type: ignore[attr-defined]
    return render(request, "advisor/_path_progress.html" if partly else "advisor/path_detail.html", context)


@require_POST
def path_rename(request: HttpRequest, pk: int) -> HttpResponseBase:
    path = own_path(request, pk)
    old_title = path.title
    form = PathTitleForm(request.POST, instance=path)
    if form.is_valid():
        form.save()
        messages.success(request, "Path renamed.")
        return redirect(path)
    path.title = old_title
    return show_path(request, path, title_form=form)


@require_POST
def path_archive(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Archive or bring back, as the button said, so that a second press changes nothing."""
    path = own_path(request, pk)
    path.is_archived = request.POST.get("archived") == "yes"
    path.save(update_fields=["is_archived", "updated_at"])
    messages.success(request, "Path archived; nothing you did is lost." if path.is_archived else "Path brought back.")
    return redirect("advisor:dashboard")
