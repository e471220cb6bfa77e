"""How often one network or account may ask for what costs much; the numbers are settings."""

from django.conf import settings
from django.http import HttpRequest

from catalog.throttling import HOUR, MINUTE, Limit, account_number, limited


def plans() -> Limit:
    return Limit("plans", settings.PLANS_PER_MINUTE, MINUTE)


def questions() -> Limit:
    return Limit("questions", settings.QUESTIONS_PER_MINUTE, MINUTE)


def exports() -> Limit:
    return Limit("exports", settings.EXPORTS_PER_MINUTE, MINUTE)


def imports() -> Limit:
    return Limit("imports", settings.IMPORTS_PER_HOUR, HOUR)


def calendar_reads() -> Limit:
    return Limit("calendar-reads", settings.CALENDAR_READS_PER_MINUTE, MINUTE)


def address_asked(request: HttpRequest) -> str:
    """Calendar services fetch for many people from few networks, so each address counts by itself."""
    return request.path


planning = limited(plans)
asking = limited(questions)
exporting = limited(exports, by=account_number)
fetching_calendar = limited(calendar_reads, by=address_asked)
