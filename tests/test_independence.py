"""Commission can't move an answer: no module that finds, ranks or plans reaches it, and no answer changes with it."""

import ast
import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command, get_commands
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Course
from catalog.models.outgoing import AffiliateLink, OutgoingClick
from tests.test_architecture import MODULES, imported_names

# Who may name the module of paid links, and who may name the one that leads out.
MAY_NAME = {
    "catalog.models.outgoing": {"catalog.models", "catalog.outgoing", "catalog.admin.outgoing", "advisor.retention"},
    "catalog.outgoing": {"catalog.views.courses"},
}
WORDS = re.compile(r"AffiliateLink|OutgoingClick|affiliatelink|outgoingclick|models\.outgoing|_outgoing")
# These delete old counts of clicks and hand out the right to edit paid links; no advice rests on either.
KEEPERS = {"advisor.retention", "advisor.roles", "advisor.management.commands.purge"}
AT_HOME = {"catalog.models", "catalog.models.outgoing", "catalog.outgoing", "catalog.admin", "catalog.admin.outgoing"}
IMPARTIAL = (
    *("advisor.", "catalog.browsing", "catalog.searching", "catalog.facts", "catalog.loading", "catalog.api"),
    *("catalog.views.library", "catalog.views.api"),
)


def importers(module: str) -> set[str]:
    return {
        name
        for name, source in MODULES.items()
        for imported, _ in imported_names(ast.parse(source))
        if imported == module or imported.startswith(f"{module}.")
    }


def reached_from(module: str) -> Iterator[str]:
    """Modules imported by this one, by those, and so on, apart from the package of models that all need."""
    waiting, seen = [module], set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in MODULES or name == "catalog.models":
            continue
        seen.add(name)
        yield name
        for imported, _ in imported_names(ast.parse(MODULES[name])):
            waiting += [imported, imported.rpartition(".")[0]]


@pytest.mark.parametrize("module", MAY_NAME)
def test_paid_links_are_named_only_where_they_lead_out(module: str) -> None:
    assert importers(module) - {"catalog.views.courses", "catalog.admin"} <= MAY_NAME[module]
    assert importers("catalog.outgoing") == {"catalog.views.courses"}


@pytest.mark.parametrize("module", MODULES)
def test_no_other_module_speaks_of_paid_links(module: str) -> None:
    assert module in AT_HOME | KEEPERS or not WORDS.search(MODULES[module])


@pytest.mark.parametrize(
    "module", [name for name in MODULES if name.startswith(IMPARTIAL) and "urls" not in name and name not in KEEPERS]
)
def test_nothing_impartial_reaches_paid_links(module: str) -> None:
    assert not {"catalog.outgoing", "catalog.models.outgoing"} & set(reached_from(module))


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("advisor.planner") or "ask" in name])
def test_no_advice_rests_on_the_keepers(module: str) -> None:
    assert not KEEPERS & set(reached_from(module))


def test_no_course_leads_to_paid_links_in_a_query() -> None:
    models = {relation.related_model for relation in Course._meta.related_objects}
    assert not models & {AffiliateLink, OutgoingClick}


def test_no_template_but_the_way_out_knows_of_paid_links() -> None:
    templates = Path(__file__).resolve().parent.parent / "templates"
    naming = {path.name for path in templates.rglob("*.html") if re.search(r"way_out|is_paid", path.read_text())}
    assert naming <= {"course_detail.html", "_way_out.html"}


ANSWERS = {"goal": "deep-learning", "levels": {"python": 2}, "start": "2027-01-04"}
TARGETS = {"targets": {"python": 1}, "start": "2027-01-04"}
PAGES = (
    "/",
    "/courses/",
    "/courses/?q=machine+learning",
    "/courses/?sort=rating&level=beginner",
    "/courses/?price=subscription&sort=hours",
    "/guides/machine-learning-or-deep-learning-first/",
    "/faq/",
    "/compare/?c=ml-specialization&c=dl-specialization",
    "/ask/?q=best+python+course+for+beginners",
    "/api/v1/courses/?limit=100",
    "/api/v1/courses/ml-specialization/",
    "/courses/feed/",
)


def told(client: Client, answers: Path) -> dict[str, str]:
    """What the site answers, apart from the tokens that every answer has anew."""
    cache.clear()
    said = {}
    for page in PAGES:
        text = client.get(page).content.decode()
        said[page] = re.sub(r'X-CSRFToken": "[^"]+|csrfmiddlewaretoken" value="[^"]+', "", text)
    said["POST"] = client.post("/api/v1/advise", TARGETS, content_type="application/json").content.decode()
    commands = {"advise": [str(answers)], "ask": ["which machine learning course is best, and what does it cost?"]}
    for name in commands.keys() & get_commands().keys():
        out = StringIO()
        call_command(name, *commands[name], "--json", stdout=out)
        said[name] = out.getvalue()
    return said


@pytest.mark.django_db
def test_every_answer_is_the_same_whoever_pays(client: Client, tmp_path: Path, shipped_catalogue: None) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(ANSWERS))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        nobody = told(client, file)
    assert json.loads(nobody["advise"])["steps"]
    assert json.loads(nobody["POST"])["steps"]
    assert len(json.loads(nobody["/api/v1/courses/?limit=100"])["results"]) == 100
    courses = list(Course.objects.order_by("slug"))
    for shift in (0, 1, 57):
        AffiliateLink.objects.all().delete()
        OutgoingClick.objects.all().delete()
        for number, course in enumerate(courses[shift:] + courses[:shift]):
            if number % 3:
                url = f"https://partner.example.org/{number}"
                AffiliateLink.objects.create(course=course, url=url, network=f"N{number % 5}", is_active=number % 4 > 0)
            OutgoingClick.objects.create(course=course, day="2027-01-01", kind="paid", count=number)
        assert told(client, file) == nobody
    assert not [query for query in asked if re.search("affiliatelink|outgoingclick", query["sql"])]
