"""The planner's problem as plain JSON, in the form that `advisor.planner` reads, and the address of its catalogue."""

import hashlib
import json
from typing import Any

from advisor import planner
from advisor.problems import Problem


def catalog_record(catalog: planner.Catalog) -> dict[str, Any]:
    return {
        "skills": list(catalog.skills),
        "max_level": catalog.max_level,
        "courses": [
            {
                "id": course.id,
                "minutes": course.minutes,
                "price": course.price,
                "rating": course.rating,
                "language": course.language,
                "style": list(course.style),
                "requires": dict(course.requires),
                "helps": dict(course.helps),
                "teaches": dict(course.teaches),
            }
            for course in catalog.courses
        ],
        "programs": [
            {
                "id": program.id,
                "parts": list(program.parts),
                "fee": program.fee,
                "standalone": sorted(program.standalone),
            }
            for program in catalog.programs
        ],
    }


def learner_record(learner: planner.Learner) -> dict[str, Any]:
    weights, filters = learner.weights, learner.filters
    return {
        "levels": dict(learner.levels),
        "goal": dict(learner.goal),
        "taken": sorted(learner.taken),
        "pinned": sorted(learner.pinned),
        "styles": sorted(learner.styles),
        "budget": learner.budget,
        "weights": {
            "minute": weights.minute,
            "cent": weights.cent,
            "quality": weights.quality,
            "style": weights.style,
            "help": weights.help,
        },
        "filters": {
            "free_only": filters.free_only,
            "languages": sorted(filters.languages),
            "exclude": sorted(filters.exclude),
        },
        "surcharges": dict(learner.surcharges),
        "prices": dict(learner.prices),
        "dismissed": [list(pair) for pair in sorted(learner.dismissed)],
        "credits_taken": learner.credits_taken,
    }


def read_problem(catalog: object, learner: object) -> Problem:
    """The problem back from its records. Raises ValueError naming the place when they were tampered with."""
    parsed = planner.parse_catalog(catalog)
    return Problem(parsed, planner.parse_learner(learner, parsed))


def digest(record: dict[str, Any]) -> str:
    """A name for the record's content: equal records have equal names."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
