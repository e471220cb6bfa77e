"""Somebody with a path, progress of every kind, hours, notes, answers and a link; and what comes of the export."""

import json
from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import reverse

from advisor.accounts import export_account
from advisor.models import Answers, Completion, Dismissal, Note, Path, ShareLink, StudyLog, User
from catalog.models import Course
from tests.advisor.path_rows import make_catalogue, make_path
from tests.factories import create_skill, create_user


def export(user: User) -> bytes:
    return json.dumps(export_account(user), cls=DjangoJSONEncoder).encode()


def make_learner() -> User:
    make_catalogue()
    user = create_user()
    path = make_path(user)
    ShareLink.objects.create(path=path)
    first, nets = Course.objects.get(slug="first"), Course.objects.get(slug="nets-course")
    Completion.objects.create(
        user=user,
        course=first,
        state="done",
        started_on=date(2027, 1, 4),
        finished_on=date(2027, 1, 20),
        evidence_url="https://certificates.example.org/1",
        project_url="https://projects.example.org/1",
    )
    Completion.objects.create(user=user, course=nets, state="skipped", skip_reason="Read the book")
    for minutes in (30, 30, 45):
        StudyLog.objects.create(user=user, course=first, minutes=minutes, on=date(2027, 1, 5), note="=SUM(1)")
    Note.objects.create(user=user, course=first, text="# What I *learned*\n\nMuch.")
    Answers.objects.create(user=user, data={"goal": "deep", "levels": {"python": 1}}, trail=["goal", "level-python"])
    Dismissal.objects.create(user=user, skill=create_skill(slug="calculus"))
    return user


def broken_pages(client: Client, user: User) -> list[str]:
    """Addresses of the user's pages that do not answer as they should."""
    client.force_login(user)
    addresses = [
        reverse("advisor:dashboard"),
        reverse("advisor:proposal_list"),
        reverse("advisor:answers_list"),
        reverse("advisor:plan_detail"),
        reverse("advisor:account_export"),
        reverse("advisor:questionnaire_review"),
    ]
    for path in Path.objects.filter(user=user):
        names = ("detail", "forecast", "share", "calendar", "plain", "spreadsheet", "afterwards")
        addresses += [reverse(f"advisor:path_{name}", args=[path.pk]) for name in names]
        addresses += [reverse("advisor:step_detail", args=[path.pk, step["course"]]) for step in path.plan["steps"]]
        addresses.append(ShareLink.objects.create(path=path, with_progress=True).get_absolute_url())
    return [address for address in addresses if client.get(address).status_code not in {200, 302}]
