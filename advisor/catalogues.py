"""The catalogue compiled once for all requests of a process, for as long as nobody edits it."""

from functools import lru_cache

from advisor.planning import Advisor
from advisor.snapshot import read_catalogue
from catalog.models import CatalogueVersion


def current_advisor() -> Advisor:
    """One query while the catalogue stays as it is; the rows are read and compiled again after any edit.

    The token is read first: when the rows change in between, the token has changed by the next request.
    """
    token = CatalogueVersion.current()
    return Advisor(read_catalogue()) if token is None else _advisor(token)


@lru_cache(maxsize=1)
def _advisor(token: str) -> Advisor:
    return Advisor(read_catalogue())
