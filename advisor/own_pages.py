"""A person's own page, kept in the process until anything of theirs changes, but for a minute at most.

What must be new on each visit is put in afresh: the token against forged requests, and the form's own token, by which
a second press of its button is known.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus

from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone

from advisor.models import Activity, User

# Pages say how long something has gone on, to the minute.
SECONDS = 60
FORGERY_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w{64})"')
FORM_TOKEN = re.compile(rb'name="token" value="([0-9a-f-]{36})"')

View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The body with the tokens that it was drawn with; `form` is empty on a page without the form."""

    body: bytes
    forgery: bytes
    form: bytes

    @classmethod
    def of(cls, response: HttpResponse) -> "OwnPage | None":
        """None for what must not be kept, or can't be."""
        forgery, form = FORGERY_TOKEN.search(response.content), FORM_TOKEN.search(response.content)
        if response.status_code != HTTPStatus.OK or forgery is None:
            return None
        return cls(response.content, forgery[1], form[1] if form else b"")

    def answer(self, request: HttpRequest) -> HttpResponse:
        body = self.body.replace(self.forgery, get_token(request).encode())
        if self.form:
            body = body.replace(self.form, str(uuid.uuid4()).encode())
        return HttpResponse(body)


def own_page(view: View) -> View:
    """For a page that shows only what the watched tables hold of its reader (`advisor.watching`), and the day."""

    @wraps(view)
    def draw(request: HttpRequest) -> HttpResponse:
        user = request.user
        assert isinstance(user, User)
        token = Activity.current(user)
        if token is None or request.GET or len(get_messages(request)):
            return view(request)
        store, key = caches["pages"], f"own.{user.pk}.{token}.{timezone.localdate()}.{request.path}"
        page: OwnPage | None = store.get(key)
        if page is not None:
            return page.answer(request)
        response = view(request)
        if (page := OwnPage.of(response)) is not None:
            store.set(key, page, SECONDS)
        return response

    return draw
