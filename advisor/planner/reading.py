"""Catalogues and learners from decoded JSON; keys that are not known are left alone."""

from collections.abc import Callable, Mapping
from typing import NoReturn, TypeVar

from advisor.planner.checks import check_catalog, check_learner
from advisor.planner.problem import Catalog, Course, Filters, Learner, Program, Weights

T = TypeVar("T")

_MISSING = object()


def parse_catalog(data: object) -> Catalog:
    """Raises ValueError with one line that names the place of the first fault."""
    fields = _Fields("catalog", data)
    catalog = Catalog(
        skills=fields.texts("skills"),
        max_level=fields.whole("max_level", 3),
        courses=tuple(map(_course, fields.objects("courses"))),
        programs=tuple(map(_program, fields.objects("programs", ()))),
    )
    check_catalog(catalog)
    return catalog


def parse_learner(data: object, catalog: Catalog) -> Learner:
    """Raises ValueError with one line that names the place of the first fault."""
    fields = _Fields("learner", data)
    learner = Learner(
        levels=fields.wholes("levels", {}),
        goal=fields.wholes("goal"),
        taken=frozenset(fields.texts("taken", ())),
        pinned=frozenset(fields.texts("pinned", ())),
        styles=frozenset(fields.texts("styles", ())),
        budget=fields.whole_or_none("budget"),
        weights=_weights(fields.nested("weights")),
        filters=_filters(fields.nested("filters")),
        surcharges=fields.wholes("surcharges", {}),
        prices=fields.wholes("prices", {}),
        dismissed=fields.pairs("dismissed"),
        credits_taken=fields.flag("credits_taken", True),
    )
    check_learner(learner, catalog)
    return learner


def _course(fields: "_Fields") -> Course:
    return Course(
        id=fields.text("id"),
        minutes=fields.whole("minutes"),
        price=fields.whole("price"),
        rating=fields.whole_or_none("rating"),
        language=fields.text("language", ""),
        style=fields.texts("style", ()),
        requires=fields.wholes("requires", {}),
        helps=fields.wholes("helps", {}),
        teaches=fields.wholes("teaches"),
    )


def _program(fields: "_Fields") -> Program:
    return Program(
        id=fields.text("id"),
        parts=fields.texts("parts"),
        fee=fields.whole("fee"),
        standalone=frozenset(fields.texts("standalone", ())),
    )


def _weights(fields: "_Fields") -> Weights:
    usual = Weights()
    return Weights(
        minute=fields.whole("minute", usual.minute),
        cent=fields.whole("cent", usual.cent),
        quality=fields.whole("quality", usual.quality),
        style=fields.whole("style", usual.style),
        help=fields.whole("help", usual.help),
    )


def _filters(fields: "_Fields") -> Filters:
    return Filters(
        free_only=fields.flag("free_only"),
        languages=frozenset(fields.texts("languages", ())),
        exclude=frozenset(fields.texts("exclude", ())),
    )


class _Fields:
    """One JSON object and where it stands; each method checks a field's type."""

    def __init__(self, place: str, data: object) -> None:
        self.place = place
        if not isinstance(data, dict):
            _refuse(place, "an object", data)
        self.data: dict[str, object] = data

    def _at(self, key: str) -> str:
        return f"{self.place}.{key}"

    def _get(self, key: str, default: object, check: Callable[[str, object], T]) -> T:
        value = self.data.get(key, default)
        if value is _MISSING:
            raise ValueError(f"{self._at(key)}: is missing")
        return check(self._at(key), value)

    def text(self, key: str, default: object = _MISSING) -> str:
        return self._get(key, default, _text)

    def whole(self, key: str, default: object = _MISSING) -> int:
        return self._get(key, default, _whole)

    def whole_or_none(self, key: str) -> int | None:
        return None if self.data.get(key) is None else self.whole(key)

    def flag(self, key: str, default: bool = False) -> bool:
        return self._get(key, default, _flag)

    def texts(self, key: str, default: object = _MISSING) -> tuple[str, ...]:
        return self._get(key, default, _texts)

    def wholes(self, key: str, default: object = _MISSING) -> Mapping[str, int]:
        return self._get(key, default, _wholes)

    def pairs(self, key: str) -> frozenset[tuple[str, str]]:
        return self._get(key, (), _pairs)

    def nested(self, key: str) -> "_Fields":
        return _Fields(self._at(key), self.data.get(key, {}))

    def objects(self, key: str, default: object = _MISSING) -> list["_Fields"]:
        values = self._get(key, default, _list)
        return [_Fields(f"{self._at(key)}[{at}]", value) for at, value in enumerate(values)]


def _text(place: str, value: object) -> str:
    return value if isinstance(value, str) else _refuse(place, "a text", value)


def _whole(place: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        _refuse(place, "a whole number", value)
    return value


def _flag(place: str, value: object) -> bool:
    return value if isinstance(value, bool) else _refuse(place, "true or false", value)


def _list(place: str, value: object) -> list[object] | tuple[object, ...]:
    return value if isinstance(value, list | tuple) else _refuse(place, "a list", value)


def _texts(place: str, value: object) -> tuple[str, ...]:
    return tuple(_text(f"{place}[{at}]", item) for at, item in enumerate(_list(place, value)))


def _wholes(place: str, value: object) -> dict[str, int]:
    if not isinstance(value, dict):
        _refuse(place, "an object", value)
    return {key: _whole(f"{place}.{key}", item) for key, item in value.items()}


def _pairs(place: str, value: object) -> frozenset[tuple[str, str]]:
    pairs = set()
    for at, item in enumerate(_list(place, value)):
        pair = _texts(f"{place}[{at}]", item)
        if len(pair) != 2:
            _refuse(f"{place}[{at}]", "a pair of course and skill", item)
        pairs.add((pair[0], pair[1]))
    return frozenset(pairs)


def _refuse(place: str, right: str, value: object) -> NoReturn:
    shown = repr(value)
    raise ValueError(f"{place}: must be {right}, not {shown if len(shown) <= 60 else shown[:57] + '...'}")
