"""What log lines look like, and what must never be in them."""

import logging
import re

from pythonjsonlogger.json import JsonFormatter

from config.observing import request_id

EMAIL_ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


def without_people(text: str) -> str:
    """The text without e-mail addresses, which may stand in errors that are not ours, such as a database's."""
    return EMAIL_ADDRESS.sub("[e-mail address]", text)


class RequestIdFilter(logging.Filter):
    """Adds the id of the request that the line is about, `-` outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class RouteFilter(logging.Filter):
    """Puts the pattern in the place of the address, in which a secret of somebody's link or a number may stand."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            route = f"/{match.route}" if match else "an unknown address"
            # Django escapes what it logs, so that nobody writes lines of their own.
            written = {path, path.encode("unicode_escape").decode("ascii")}
            record.args = tuple(route if arg in written else arg for arg in record.args)
        return True


class PlainLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_people(super().format(record))


class JsonLines(JsonFormatter):
    """One JSON object a line, with the figures of a request as fields of their own."""

    def format(self, record: logging.LogRecord) -> str:
        # Django hands over the request itself, and its description would say more than a log may keep.
        record.__dict__.pop("request", None)
        return without_people(super().format(record))
