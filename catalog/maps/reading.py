"""The atlas of the catalogue, read with a fixed number of queries and kept for as long as nobody edits it."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from catalog.maps.atlas import Atlas, Stop
from catalog.models import CatalogueVersion, Course, Outcome, Part, Requirement, Skill

Needs = tuple[dict[str, int], dict[str, int], dict[str, int]]


def current_atlas() -> Atlas:
    """The token is read first: when the rows change in between, the token has changed by the next request."""
    token = CatalogueVersion.current()
    return read_atlas() if token is None else _atlas(token)


@lru_cache(maxsize=1)
def _atlas(token: str) -> Atlas:
    return read_atlas()


def read_atlas() -> Atlas:
    """Five queries, however many courses there are."""
    skills = dict(Skill.objects.order_by("position", "slug").values_list("slug", "name"))
    order = {slug: at for at, slug in enumerate(skills)}
    asks = Requirement.objects.order_by("pk").values_list("course_id", "kind", "skill__slug", "level")
    taught = Outcome.objects.order_by("pk").values_list("course_id", "skill__slug", "level")
    own: defaultdict[int, Needs] = defaultdict(lambda: ({}, {}, {}))
    for course, kind, skill, level in asks:
        own[course][0 if kind == Requirement.Kind.REQUIRED else 1][skill] = level
    for course, skill, level in taught:
        own[course][2][skill] = level
    parts: defaultdict[int, list[int]] = defaultdict(list)
    bound: dict[int, bool] = {}
    rows = Part.objects.filter(bundle__status=Course.Status.PUBLISHED).order_by("bundle", "position")
    for bundle, course, is_standalone in rows.values_list("bundle_id", "course_id", "is_standalone"):
        parts[bundle].append(course)
        bound[course] = bound.get(course, True) and not is_standalone
    courses = {}
    for pk, slug, title, status, newer in Course.objects.order_by("slug").values_list(
        "pk", "slug", "title", "status", "superseded_by"
    ):
        whole = together(own[each] for each in (pk, *parts.get(pk, ())))
        required, helpful, teaches = (dict(sorted(held.items(), key=lambda item: order[item[0]])) for held in whole)
        is_drawn = status == Course.Status.PUBLISHED and newer is None and not bound.get(pk, False)
        courses[slug] = Stop("course", slug, title, required, helpful, teaches, is_drawn)
    return Atlas(courses, skills)


def together(courses: Iterable[Needs]) -> Needs:
    """What one course after the other needs that those before it don't teach, and what they teach in all."""
    required: dict[str, int] = {}
    helpful: dict[str, int] = {}
    held: dict[str, int] = {}
    for own_required, own_helpful, own_taught in courses:
        for asked, needs in ((required, own_required), (helpful, own_helpful)):
            for skill, level in needs.items():
                if level > max(held.get(skill, 0), asked.get(skill, 0)):
                    asked[skill] = level
        for skill, level in own_taught.items():
            held[skill] = max(level, held.get(skill, 0))
    return required, helpful, held
