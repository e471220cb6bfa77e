"""The JSON interface keeps to its own description, whatever is sent; other people's tools are the judges."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, seed, settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from advisor.api.describing import description
from catalog.estimates import FACTS
from catalog.models import Course, Source
from tests.api_description import shut_schema, with_known_slugs
from tests.factories import create_bundle, create_course, create_goal, create_platform, create_provider

KNOWN = {
    "courses": ["whole", "first", "second", "retired"],
    "skills": ["python", "networks"],
    "goals": ["goal"],
    "areas": ["area"],
    "platforms": ["platform"],
    "providers": ["provider"],
}
EXAMPLES = 10
SCHEMA = schemathesis.openapi.from_dict(with_known_slugs(**KNOWN))
SCHEMA.app = WSGIHandler()
OPERATIONS = {operation.label: operation for found in SCHEMA.get_all_operations() for operation in (found.ok(),)}
TAKING_SOMETHING = [label for label in OPERATIONS if "{" in label or label in {"GET /courses/", "POST /advise"}]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """A server closes the connection after a request, which would end the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def fill_catalogue() -> None:
    platform = create_platform(slug="platform", subscription_price=49, currency="USD")
    where = {"platform": platform, "provider": create_provider(slug="provider")}
    first = create_course(slug="first", teaches={"python": 2}, price_model="subscription", **where)
    second = create_course(
        slug="second", teaches={"networks": 2}, requires={"python": 1}, helpful={"python": 2}, unsure=["maths"], **where
    )
    whole = create_bundle(slug="whole", parts=[first, second], **where)
    create_course(slug="retired", status=Course.Status.RETIRED, superseded_by=whole, hours=None, **where)
    Source.objects.create(course=first, location="https://example.org/first", supports="price, hours")
    first.claims.create(field="maths", value="hard", source="A note", as_of="2026-03")
    create_goal(slug="goal", targets={"networks": 2})


def examine(operation: APIOperation, mode: GenerationMode) -> None:
    """A few requests made up from the description, each answer held against it."""

    @seed(20261121)
    @settings(max_examples=EXAMPLES, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def answer(case: Case) -> None:
        # What is well made can still be unusable: a finish before the start, nine words.
        # The client within the process can't unpack what it asks to have compressed.
        case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=[positive_data_acceptance])

    with override_settings(API_READS_PER_MINUTE=10**6, API_ADVICE_PER_MINUTE=10**6):
        answer()


def test_description_is_openapi() -> None:
    validate(description())


@pytest.mark.django_db
@pytest.mark.parametrize("label", OPERATIONS)
def test_usable_requests_get_what_is_described(label: str) -> None:
    fill_catalogue()
    examine(OPERATIONS[label], GenerationMode.POSITIVE)


@pytest.mark.django_db
@pytest.mark.parametrize("label", TAKING_SOMETHING)
def test_unusable_requests_are_refused_as_described(label: str) -> None:
    fill_catalogue()
    examine(OPERATIONS[label], GenerationMode.NEGATIVE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "schema"),
    [
        ("courses/", "CoursePage"),
        ("courses/whole/", "Course"),
        ("courses/first/", "Course"),
        ("courses/retired/", "Course"),
        ("courses/none/", "Error"),
        ("skills/python/", "FullSkill"),
        ("goals/goal/", "Goal"),
    ],
)
def test_description_names_every_field(client: Client, address: str, schema: str) -> None:
    fill_catalogue()
    answer = client.get(f"/api/v1/{address}").json()
    assert [str(error) for error in Draft202012Validator(shut_schema(schema)).iter_errors(answer)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("more", [{}, {"finish_by": "2027-01-05", "budget": {"total": 1}}, {"pinned": ["whole"]}])
def test_description_names_every_field_of_a_plan(client: Client, more: dict[str, object]) -> None:
    fill_catalogue()
    answers = {"goal": "goal", "start": "2027-01-04", **more}
    plan = client.post("/api/v1/advise", answers, content_type="application/json").json()
    assert [str(error) for error in Draft202012Validator(shut_schema("Plan")).iter_errors(plan)] == []


def test_every_fact_that_may_be_an_estimate_is_a_field_of_a_course() -> None:
    schemas = description()["components"]["schemas"]
    fields = {*schemas["CourseInList"]["properties"], *schemas["CourseFacts"]["properties"]}
    assert {"hours" if fact == "realistic_hours" else fact for fact in FACTS} <= fields
