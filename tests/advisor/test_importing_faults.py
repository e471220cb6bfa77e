"""Files that are no export, or were tampered with: each is refused with its place, or breaks no page."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from advisor.importing import LARGEST_FILE, Malformed, import_account, read_document
from advisor.importing.shapes import LARGEST_NUMBER
from advisor.models import Path, User
from tests.advisor.learner_rows import broken_pages, export, make_learner
from tests.examples import examples
from tests.factories import create_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_learner()


def changed(user: User, place: tuple[Any, ...], value: object) -> bytes:
    document = json.loads(export(user))
    inner = document
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("format",), "else", "format: must be"),
        (("version",), 2, "version: must be 1"),
        (("paths",), {}, "paths: must be a list"),
        (("paths", 0, "title"), "", "paths[0].title: must be a text of 1 to 120"),
        (("paths", 0, "title"), "a\0b", "can't be stored"),
        (("paths", 0, "created_at"), "yesterday", "paths[0].created_at: must be a date and time"),
        (("paths", 0, "catalogue_digest"), "x", "paths[0].catalogue_digest: must name"),
        (("paths", 0, "problem", "levels"), {"python": 9}, "paths[0].problem: "),
        (("paths", 0, "plan", "weeks"), "many", "paths[0].plan.weeks: must be a whole number"),
        (("paths", 0, "plan", "steps", 0, "course"), "../x", "paths[0].plan.steps[0].course: must be a short name"),
        (("paths", 0, "plan", "steps", 0, "hours"), 3, "paths[0].plan.steps[0].hours: must be an object"),
        (("paths", 0, "plan", "steps", 0, "starts"), "2099-01-01", "finishes: must not be before"),
        (("paths", 0, "plan", "steps", 1, "course"), "first", "steps[1].course: is on the path already"),
        (("paths", 0, "plan", "steps", 1, "alongside"), True, "alongside: must be false for the last"),
        (("paths", 0, "plan", "cost", "total"), -1, "paths[0].plan.cost.total: must be a number"),
        (("paths", 0, "plan", "cost", "total"), 1e300, f"beyond {LARGEST_NUMBER}"),
        (("paths", 0, "answers", "prefer"), ["fastest"], "paths[0].answers.prefer: must be one of"),
        (("paths", 0, "answers"), {"goal": "deep"}, "paths[0].answers.targets: is missing"),
        (("paths", 0, "answers", "start"), None, "paths[0].answers.start: must be a date"),
        (("completions", 0, "evidence_url"), "javascript:alert(1)", "completions[0].evidence_url: must be an address"),
        (("completions", 0, "finished_on"), None, "completions[0].finished_on: must be a date, since"),
        (("completions", 1, "course"), "first", "completions[1].course: is in the file twice"),
        (("study_logs", 0, "minutes"), 100_000, "study_logs[0].minutes: must be a whole number"),
        (("study_logs", 0, "on"), "2027-02-30", "study_logs[0].on: must be a date"),
        (("notes", 0, "text"), "x" * 20_001, "notes[0].text: must be a text of at most 20000"),
    ],
)
def test_fault_is_named_with_its_place(user: User, place: tuple[Any, ...], value: object, message: str) -> None:
    with pytest.raises(Malformed) as raised:
        read_document(changed(user, place, value))
    assert message in str(raised.value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a": NaN}',
        b"1" * 5000,
        b" " * (LARGEST_FILE + 1),
    ],
    ids=["empty", "cut", "list", "null", "text", "bytes", "deep", "nan", "digits", "large"],
)
def test_what_is_no_export_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_document(data)


def leaves(value: object, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if place:
        yield place
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*place, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from leaves(inner, (*place, at))


JUNK: list[Any] = [
    None,
    True,
    0,
    -1,
    3,
    10**9,
    1e-9,
    "",
    "x",
    "first",
    "2027-01-09",
    "\U0001f600",
    [],
    [[]],
    {},
    {"a": 1},
    ["first"],
]


@pytest.mark.one_database
@pytest.mark.parametrize("seed", range(examples(2)))
def test_tampered_file_is_refused_or_breaks_no_page(client: Client, user: User, seed: int) -> None:
    whole = json.loads(export(user))
    chance = random.Random(seed)
    places = [
        place for place in leaves(whole) if place[0] in ("paths", "completions", "study_logs", "notes", "answers")
    ]
    accepted = 0
    for place in chance.sample(places, 30):
        document = copy.deepcopy(whole)
        inner = document
        for key in place[:-1]:
            inner = inner[key]
        if chance.random() < 0.2:
            del inner[place[-1]]
        else:
            inner[place[-1]] = chance.choice(JUNK)
        newcomer = create_user()
        try:
            read = read_document(json.dumps(document).encode())
            import_account(user=newcomer, document=read, leave_out=True)
        except Malformed:
            assert not Path.objects.filter(user=newcomer).exists()
            continue
        accepted += 1
        assert broken_pages(client, newcomer) == [], (place, inner)
    assert accepted
