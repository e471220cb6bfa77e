"""A large catalogue in the database, made of the shipped one with copies of its courses under other names."""

import random
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.http import QueryDict

from catalog.browsing import PAGE_SIZE, read_selection
from catalog.models import Course, Outcome, Requirement
from catalog.searching import current_listing
from catalog.views.library import page_of_cards

PLACES = (
    "Aarhus",
    "Bergen",
    "Cork",
    "Delft",
    "Evora",
    "Faro",
    "Ghent",
    "Haifa",
    "Izmir",
    "Jena",
    "Kyoto",
    "Lund",
    "Milan",
    "Nagoya",
    "Oulu",
    "Porto",
    "Quito",
)

BATCH = 1000


def make_catalogue(size: int) -> None:
    call_command("migrate", verbosity=0)
    call_command("load_catalog", verbosity=0)
    originals = list(
        Course.objects.filter(parts__isnull=True).prefetch_related("outcomes", "requirements").order_by("slug")
    )
    rng = random.Random(size)
    fresh = [copy_of(rng.choice(originals), number, rng) for number in range(size - Course.objects.count())]
    Course.objects.bulk_create([course for course, _ in fresh], batch_size=BATCH)
    Outcome.objects.bulk_create(
        [
            Outcome(course=new, skill_id=row.skill_id, level=row.level)
            for new, old in fresh
            for row in old.outcomes.all()
        ],
        batch_size=BATCH,
    )
    Requirement.objects.bulk_create(list(needs(fresh)), batch_size=BATCH)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a running PostgreSQL does by itself after many changes


def needs(fresh: list[tuple[Course, Any]]) -> Iterator[Requirement]:
    for new, old in fresh:
        for row in old.requirements.all():
            yield Requirement(course=new, skill_id=row.skill_id, level=row.level, kind=row.kind)


def copy_of(old: Course, number: int, rng: random.Random) -> tuple[Course, Course]:
    new = Course(**{field.attname: getattr(old, field.attname) for field in Course._meta.concrete_fields})
    new.pk = None
    new.slug = f"{old.slug[:60]}-{number}"
    new.title = f"{old.title} at {rng.choice(PLACES)} {number}"
    new.superseded_by_id = None
    if new.realistic_hours_low and new.realistic_hours_high:
        factor = rng.randint(90, 130)
        new.realistic_hours_low = new.realistic_hours_low * factor // 100 + 1
        new.realistic_hours_high = new.realistic_hours_high * factor // 100 + 1
    new.search_text = new.searchable()
    return new, old


def search(text: str) -> list[str]:
    """What the library's page does: count the matches and read the first page of them, all that its cards show."""
    listing = current_listing()
    params = QueryDict(mutable=True)
    params["q"] = text
    selection, _ = read_selection(params, listing.facets)
    found = listing.search(selection)
    cards = page_of_cards(found, 1)
    assert len(cards) == len(found[:PAGE_SIZE])
    return [str(len(found)), *(card.course.slug for card in cards)]
