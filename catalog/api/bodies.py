"""JSON that a caller sends, read more strictly than Python would: one meaning only, and bounded."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, NoReturn

from django.http import HttpRequest, UnreadablePostError

from catalog.api.answering import ApiError

JSON = "application/json"
# The longest answers, every course and skill of the catalogue named, take a tenth of it.
MAX_BYTES = 64 * 1024


class NotJsonError(ValueError):
    """Python would take it, the standard does not, or readers differ about its meaning."""


def read_json(request: HttpRequest) -> object:
    """Raises ApiError: 415 for another type of content, 413 for too much of it, 400 for what is not JSON."""
    if request.content_type != JSON:
        message = f"Send the answers with Content-Type: {JSON}."
        raise ApiError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, None, message, {"Accept-Post": JSON})
    try:
        body = request.read(MAX_BYTES + 1)
    except UnreadablePostError:
        raise ApiError(HTTPStatus.BAD_REQUEST, None, "The body ended too early.") from None
    if len(body) > MAX_BYTES:
        message = f"Send at most {MAX_BYTES // 1024} KB."
        raise ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, None, message)
    try:
        return strict_json(body)
    except RecursionError:
        raise ApiError(HTTPStatus.BAD_REQUEST, None, "The body is nested too deeply.") from None
    except ValueError as error:
        reason = str(error).splitlines()[0]
        raise ApiError(HTTPStatus.BAD_REQUEST, None, f"The body must be JSON in UTF-8: {reason}.") from None


def strict_json(body: bytes) -> object:
    data = json.loads(body.decode(), object_pairs_hook=one_of_each, parse_constant=refuse)
    # Half of a surrogate pair can be written in JSON, but is no text that could be kept or sent back.
    json.dumps(data, ensure_ascii=False).encode()
    return data


def one_of_each(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) < len(pairs):
        raise NotJsonError("a name occurs twice in one object")
    return held


def refuse(constant: str) -> NoReturn:
    raise NotJsonError(f"{constant} is no number of JSON")
