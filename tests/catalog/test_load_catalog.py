"""The shipped data files, and what loading them again does to rows that curators have touched."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advisor.models import Goal, Target
from catalog.graph import read_nodes, skill_names
from catalog.loops import describe_loop
from catalog.models import Claim, Course, Guide, Outcome, Part, Platform, Provider, Question, Requirement, Skill, Source
from tests.factories import create_course, create_skill

pytestmark = pytest.mark.django_db


def load(**options: Any) -> str:
    output = StringIO()
    call_command("load_catalog", stdout=output, **options)
    return output.getvalue()


def snapshot() -> dict[str, list[Any]]:
    kinds = (
        Skill,
        Provider,
        Platform,
        Course,
        Part,
        Requirement,
        Outcome,
        Source,
        Claim,
        Guide,
        Question,
        Goal,
        Target,
    )
    return {kind.__name__: list(kind.objects.order_by("pk").values()) for kind in kinds}


def test_load_brings_the_whole_catalogue() -> None:
    load()
    counts = {kind.__name__: kind.objects.count() for kind in (Skill, Course, Part, Guide, Question, Goal, Claim)}
    assert counts == {"Skill": 39, "Course": 143, "Part": 28, "Guide": 7, "Question": 9, "Goal": 16, "Claim": 16}


def test_load_publishes_what_it_adds(shipped_catalogue: None) -> None:
    assert Course.objects.published().count() == 143
    assert Guide.objects.published().count() == 7
    assert Question.objects.published().count() == 9


def test_load_keeps_every_kind_of_fact(shipped_catalogue: None) -> None:
    course = Course.objects.get(slug="mls-supervised-learning")
    assert course.realistic_hours == (28, 45)
    assert course.is_estimate("realistic_hours")
    assert course.instructors == ["Andrew Ng"]
    assert course.requirements.get(skill__slug="python", kind="required").level == 1
    assert course.requirements.get(skill__slug="linear-algebra", kind="helpful").level == 1
    assert course.outcomes.get(skill__slug="supervised-learning").level == 1
    assert course.sources.first().location == "Research note 001"  # type: ignore[union-attr]
    assert not course.sources.first().is_link  # type: ignore[union-attr]
    assert course.reviewed_on is None
    assert "andrew ng" in course.search_text


def test_load_prices_subscriptions_at_the_platform(shipped_catalogue: None) -> None:
    coursera = Platform.objects.get(slug="coursera")
    assert (coursera.subscription_price, coursera.period) == (49, "month")
    assert not Course.objects.filter(platform=coursera, price_amount__isnull=False).exists()


def test_load_leaves_an_unknown_price_unknown(shipped_catalogue: None) -> None:
    unknown = Course.objects.exclude(platform__slug="coursera").filter(price_amount=None)
    assert set(unknown.values_list("slug", flat=True)) == {
        "mitx-ml-with-python",
        "columbia-machine-learning",
        "hands-on-ml-book",
        "agentic-ai",
    }


def test_load_keeps_the_order_and_independence_of_parts(shipped_catalogue: None) -> None:
    parts = Part.objects.filter(bundle__slug="dl-specialization").values_list("course__slug", "is_standalone")
    assert [slug for slug, _ in parts] == [
        "dls-neural-networks",
        "dls-improving-networks",
        "dls-structuring-ml-projects",
        "dls-cnn",
        "dls-sequence-models",
    ]
    assert dict(parts)["dls-structuring-ml-projects"] is True


def test_load_keeps_scales_of_ratings(shipped_catalogue: None) -> None:
    assert Course.objects.filter(rating_scale=10).count() == 10
    assert not Course.objects.filter(rating_value__gt=5, rating_scale=5).exists()


def test_load_relates_guides_as_the_files_say(shipped_catalogue: None) -> None:
    guide = Guide.objects.get(slug="maths-levels")
    guide.related.clear()
    guide.related.add(Guide.objects.get(slug="does-it-lead-to-a-job"))
    load()
    assert [other.slug for other in guide.related.all()] == ["does-it-lead-to-a-job"]
    load(overwrite=True)
    assert [other.slug for other in guide.related.all()] == ["python-levels"]


def test_load_marks_one_statement_as_chosen(shipped_catalogue: None) -> None:
    claims = Claim.objects.filter(course__slug="ml-specialization", field="maths")
    assert [claim.is_chosen for claim in claims] == [True, False, False]


def test_shipped_catalogue_has_no_loop(shipped_catalogue: None) -> None:
    assert describe_loop(read_nodes(), skill_names()) is None


def test_loading_twice_changes_nothing() -> None:
    first = load()
    before = snapshot()
    assert "added" in first
    assert "nothing changed" in load()
    assert "nothing changed" in load(overwrite=True)
    assert snapshot() == before


def test_loading_again_takes_few_queries(shipped_catalogue: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        load()
    assert len([query for query in queries if query["sql"].startswith("SELECT")]) < 40


def test_loading_again_keeps_a_curators_edit(shipped_catalogue: None) -> None:
    Course.objects.filter(slug="cs50p").update(summary="A curator's words.", status=Course.Status.RETIRED)
    Outcome.objects.filter(course__slug="cs50p").delete()
    Goal.objects.filter(slug="mlops").update(title="A curator's goal")
    load()
    course = Course.objects.get(slug="cs50p")
    assert (course.summary, course.status) == ("A curator's words.", Course.Status.RETIRED)
    assert not course.outcomes.exists()
    assert Goal.objects.get(slug="mlops").title == "A curator's goal"


def test_overwrite_replaces_a_curators_edit_but_not_the_status(shipped_catalogue: None) -> None:
    Course.objects.filter(slug="cs50p").update(summary="A curator's words.", status=Course.Status.RETIRED)
    Requirement.objects.create(
        course=Course.objects.get(slug="cs50p"), skill=Skill.objects.get(slug="sql"), level=3, kind="required"
    )
    Claim.objects.filter(field="enrolments").update(is_chosen=False)
    Platform.objects.filter(slug="coursera").update(subscription_price=59)
    said = load(overwrite=True)
    course = Course.objects.get(slug="cs50p")
    assert "overwrote 1 platforms, 1 courses, 2 statements" in said
    assert course.summary != "A curator's words."
    assert course.status == Course.Status.RETIRED
    assert not course.requirements.filter(skill__slug="sql").exists()
    assert Platform.objects.get(slug="coursera").subscription_price == 49


def test_overwrite_leaves_a_curators_own_course_alone(shipped_catalogue: None) -> None:
    own = create_course(slug="our-own", teaches={create_skill(slug="own-skill"): 2})
    load(overwrite=True)
    assert own.outcomes.count() == 1


def test_load_adds_a_course_that_is_missing_with_what_belongs_to_it(shipped_catalogue: None) -> None:
    Course.objects.get(slug="sqlbolt").delete()
    assert "added 1 courses" in load()
    assert Outcome.objects.filter(course__slug="sqlbolt").exists()


def test_overwriting_a_platforms_name_keeps_searches_right(shipped_catalogue: None) -> None:
    Platform.objects.filter(slug="sqlbolt-com").update(name="Elsewhere")
    load(overwrite=True)
    assert Course.objects.matching("sqlbolt.com").filter(slug="sqlbolt").exists()
