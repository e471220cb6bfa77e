"""Pages that are the same for everybody, drawn once for each state of the catalogue and kept in the process.

Only two things about the reader show on such a page: whether they are logged in, and a message that waits for them. The
first is part of the key, the second has the page drawn anew. Forms that change anything have no place on these pages,
since the token against forged requests is each reader's own.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from catalog.models import CatalogueVersion
from catalog.models.versions import State

# Visitors may see a page for so many seconds after an edit; whoever has a session asks each time.
VISITORS_SECONDS = 60
# Below this, the headers of a compressed answer weigh more than it saves.
WORTH_COMPRESSING = 500

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it goes out; `packed` is the same compressed, or empty where that does not pay."""

    status: int
    headers: dict[str, str]
    body: bytes
    packed: bytes
    etag: str

    @classmethod
    def of(cls, response: HttpResponse) -> "Page":
        body = response.content
        packed = gzip.compress(body, mtime=0) if len(body) > WORTH_COMPRESSING else b""
        # Weak, since the compressed answer carries the same one.
        etag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
        return cls(response.status_code, dict(response.items()), body, packed, etag)

    def answer(self, request: HttpRequest) -> HttpResponse:
        is_packed = bool(self.packed) and "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(self.packed if is_packed else self.body, status=self.status, headers=self.headers)
        if is_packed:
            response["Content-Encoding"] = "gzip"
        response["ETag"] = self.etag
        patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        response["Cache-Control"] = "private, no-cache" if has_session else f"public, max-age={VISITORS_SECONDS}"
        return response


def shared_page(view: View) -> View:
    """For a view whose answer rests on the address, the catalogue's contents, the day and being logged in alone."""

    @wraps(view)
    def draw(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.is_shared_page = True  # type: ignore[attr-defined]
        request.catalogue_state = state = CatalogueVersion.state()  # type: ignore[attr-defined]
        if not state or request.user.is_staff or len(get_messages(request)):
            return view(request, *args, **kwargs)
        key = key_of(request, state, timezone.localdate())
        store = caches["pages"]
        page: Page | None = store.get(key)
        if page is None:
            response = view(request, *args, **kwargs)
            if response.status_code != HTTPStatus.OK or response.cookies:
                return response
            page = Page.of(response)
            store.set(key, page)
        return conditional(request, page)

    return draw


def state_of(request: HttpRequest) -> State:
    """The state that the page under way is drawn from; only within a shared page."""
    state: State = request.catalogue_state  # type: ignore[attr-defined]
    return state


def conditional(request: HttpRequest, page: Page) -> HttpResponse:
    response = page.answer(request)
    answer = get_conditional_response(request, etag=page.etag, response=response)
    if isinstance(answer, HttpResponseNotModified):
        answer["Vary"] = response["Vary"]
    return answer or response


def key_of(request: HttpRequest, state: State, day: date) -> str:
    """Hashed, as an address may be longer than a key, and hold what a key may not."""
    parts = (
        *state,
        day.isoformat(),
        request.get_full_path(),
        request.headers.get("HX-Request", ""),
        request.headers.get("HX-History-Restore-Request", ""),
        "user" if request.user.is_authenticated else "visitor",
    )
    return blake2b("\n".join(parts).encode(errors="surrogateescape"), digest_size=20).hexdigest()
