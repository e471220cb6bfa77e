"""The JSON interface's description as tests use it: with slugs that exist, or shut against what it does not name."""

import copy
from collections.abc import Collection
from typing import Any

from advisor.api.describing import description

# Joined with others by allOf, so these can't tell what is foreign to the whole.
JOINED = {"CourseInList", "CourseFacts", "Skill", "SkillFacts"}


def with_known_slugs(**slugs: Collection[str]) -> dict[str, Any]:
    """Slugs that are sent come from these: courses, skills, goals, areas, platforms, providers."""
    document = copy.deepcopy(description())
    kinds = {kind: {"enum": sorted(held)} for kind, held in slugs.items()}
    for parameter in document["paths"]["/courses/"]["get"]["parameters"]:
        parameter["schema"] = kinds.get(f"{parameter['name']}s", parameter["schema"])
    for kind in ("courses", "skills", "goals"):
        slug = {**document["components"]["parameters"]["Slug"], "schema": kinds[kind]}
        document["paths"][f"/{kind}/{{slug}}/"]["get"]["parameters"] = [slug]
    answers = document["components"]["schemas"]["Answers"]["properties"]
    answers["goal"] = {"anyOf": [kinds["goals"], {"type": "null"}]}
    for name in ("taken", "pinned", "exclude"):
        answers[name] = {"type": ["array", "null"], "items": kinds["courses"]}
    for name in ("exclude_teaching", "dismissed"):
        answers[name] = {"type": ["array", "null"], "items": kinds["skills"]}
    for name, least in (("targets", 1), ("levels", 0), ("overrides", 0)):
        level = {"type": "integer", "minimum": least, "maximum": 3}
        answers[name] = {"type": ["object", "null"], "propertyNames": kinds["skills"], "additionalProperties": level}
    return document


def shut_schema(name: str) -> dict[str, Any]:
    """The named schema, against which a field is wrong that the description does not name."""
    schemas = copy.deepcopy(description()["components"]["schemas"])
    for schema_name, schema in schemas.items():
        if schema_name not in JOINED:
            shut(schema)
    # A list has rows of the short form alone.
    schemas["CourseRow"] = shut({"allOf": [{"$ref": "#/components/schemas/CourseInList"}]})
    schemas["CoursePage"]["properties"]["results"]["items"] = {"$ref": "#/components/schemas/CourseRow"}
    return {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}


def shut(schema: Any) -> Any:
    if isinstance(schema, dict):
        for inner in schema.values():
            shut(inner)
        if "allOf" in schema or ("properties" in schema and "type" in schema and "additionalProperties" not in schema):
            schema["unevaluatedProperties"] = False
    elif isinstance(schema, list):
        for inner in schema:
            shut(inner)
    return schema
