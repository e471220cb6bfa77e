"""Deciding how a saved path moves: proposals, dials, older versions. Every change is the owner's own press."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from advisor.limits import planning
from advisor.models import Path, Proposal
from advisor.moving import (
    Outcome,
    accept_dialled,
    accept_proposal,
    decide,
    done_by,
    propose,
    restore_version,
)
from advisor.views.paths import own_path, owner
from advisor.views.revising import dialled_path, proposal_rows

# Planning one path anew takes some hundredths of a second; the others wait for the next look.
HELD_AT_MOST = 5

SAID: dict[Outcome, str] = {
    "accepted": "Your path is changed. What it was is kept below, and nothing you have done is lost.",
    "already": "This change was accepted before; nothing was done twice.",
    "stale": "Things have moved on since this was shown, so nothing was changed. This is how it looks now.",
}
UNREADABLE = "That can’t be done: the page sent something unreadable. Nothing was changed."


def tell(request: HttpRequest, outcome: Outcome) -> None:
    level = messages.WARNING if outcome == "stale" else messages.SUCCESS
    messages.add_message(request, level, SAID[outcome])


@require_GET
@vary_on_headers("HX-Request")
@planning
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Hold the newest active paths against today's catalogue, and show what could be better."""
    user = owner(request)
    paths = Path.objects.owned_by(user).active().select_related("snapshot")
    left = propose(paths, done_by(user), today=timezone.localdate(), at_most=HELD_AT_MOST)
    proposals = Proposal.objects.owned_by(user).undecided().filter(path__is_archived=False).select_related("path")
    context = {"proposals": proposal_rows(proposals), "is_looked_for": True, "left": left}
    partly = request.htmx  # type: ignore[attr-defined]
    return render(request, "advisor/_proposals.html" if partly else "advisor/proposal_list.html", context)


@require_POST
@planning
def proposal_decide(request: HttpRequest, pk: int, proposal: int) -> HttpResponseBase:
    """Accept, keep for later or refuse. One that is gone has been overtaken: the page shows what there is now."""
    path = own_path(request, pk)
    found = Proposal.objects.filter(path=path, pk=proposal).first()
    decision = request.POST.get("decision", "")
    if decision not in ("accept", "later", "refuse"):
        messages.error(request, UNREADABLE)
    elif found is None:
        tell(request, "stale")
    elif decision == "accept":
        tell(request, accept_proposal(user=owner(request), proposal=found, today=timezone.localdate()))
    else:
        decide(proposal=found, state="later" if decision == "later" else "refused")
        messages.success(request, "Kept for later." if decision == "later" else "Refused. Your path stays as it is.")
    return redirect(path)


@require_POST
@planning
def path_revise(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Accept what the dials showed."""
    path = own_path(request, pk)
    dialled = dialled_path(path, done_by(owner(request)), request.POST.dict())
    version = request.POST.get("version", "")
    if dialled is None or dialled.dialling.problem or not (version.isascii() and version.isdigit()):
        messages.error(request, UNREADABLE)
        return redirect(path)
    outcome = accept_dialled(
        user=owner(request),
        path=path,
        answers=dialled.dialling.answers,
        changes=dialled.dialling.fields,
        seen=request.POST.get("seen", ""),
        version=int(version),
        today=timezone.localdate(),
    )
    tell(request, outcome)
    return redirect(dialled.address if outcome == "stale" else dialled.page)


@require_POST
def version_restore(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    path = own_path(request, pk)
    if not path.versions.filter(number=number).exists():
        raise Http404("no such version")
    seen = request.POST.get("version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() else 0
    tell(request, restore_version(user=owner(request), path=path, number=number, version=version))
    return redirect(path)
