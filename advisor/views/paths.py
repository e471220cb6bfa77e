"""The plan for the current answers, saved paths, and what their owner has done."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from advisor.forms import PathTitleForm
from advisor.journey import Progress, draw
from advisor.limits import planning
from advisor.models import Path, User
from advisor.revisions import Done
from advisor.standing import progress_of
from advisor.study_forms import SkipForm
from advisor.views.revising import Dialled, dialled_path, possible_changes
from catalog.models import Skill


def owner(request: HttpRequest) -> User:
    return cast(User, request.user)


def own_path(request: HttpRequest, pk: int) -> Path:
    return get_object_or_404(Path.objects.owned_by(owner(request)).select_related("snapshot"), pk=pk)


@require_GET
@vary_on_headers("HX-Request", "HX-Target")
@planning
def path_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The path as saved, or, with dials in the address, the one that they would lead to."""
    path = own_path(request, pk)
    progress = progress_of(owner(request), path=path)
    target = request.htmx.target if request.htmx else None  # type: ignore[attr-defined]
    dialled = dialled_path(path, done_of(progress), request.GET.dict())
    if dialled is None:
        return show_path(request, path, progress=progress)
    if target in ("closer", "repairs"):
        return render(request, f"advisor/_{target}.html", dialled.closer(request))
    response = show_path(request, path, progress=progress, dialled=dialled)
    if target and not dialled.dialling.problem:
        response["HX-Push-Url"] = dialled.address
    return response


def show_path(
    request: HttpRequest,
    path: Path,
    *,
    progress: Mapping[str, Progress] | None = None,
    dialled: Dialled | None = None,
    **extra: Any,
) -> HttpResponse:
    """The page, or for htmx the part of it that progress or the dials change."""
    partly = request.htmx  # type: ignore[attr-defined]
    if progress is None:
        progress = progress_of(owner(request), path=path)
    context: dict[str, Any] = {"path": path, "plan": path.plan, "skip_form": SkipForm()}
    if not partly:
        context |= {"title_form": PathTitleForm(instance=path), **possible_changes(path, done_of(progress))}
        dialled = dialled or dialled_path(path, done_of(progress), {})
    if dialled:
        context |= {**dialled.shown(), **dialled.closer(request)}
    names = dict(Skill.objects.values_list("slug", "name"))
    marks = context.get("marks")
    context["journey"] = draw(context["plan"], skills=names, progress=progress, marks=marks)
    partial = "advisor/_path_redrawn.html" if dialled else "advisor/_path_progress.html"
    return render(request, partial if partly else "advisor/path_detail.html", {**context, **extra})


def done_of(progress: Mapping[str, Progress]) -> Done:
    return Done.of({course: held.state for course, held in progress.items()})


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
