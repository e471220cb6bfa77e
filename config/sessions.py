"""Where sessions are kept: Django's table, told apart from a database that is away."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError


class SessionStore(db.SessionStore):
    def save(self, must_create: bool = False) -> None:
        """Raises the database's own error when it fails.

        Django's store takes every error for a session that was ended meanwhile, and the person, whose update had been
        kept before the session was, would read that the request was a bad one and nothing has changed.
        """
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise
