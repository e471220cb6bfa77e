"""What courses and paths cost and how long they take."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import ceil

from advisor.ask.library import Learner, Library
from advisor.ask.links import course_link, guide_link, library_link
from advisor.ask.naming import COST_GUIDE, choose_between, not_known, settled
from advisor.ask.pathing import aim_of, ask_for_goal, path_of
from advisor.ask.profiles import MINUTES_AN_HOUR, Profile
from advisor.ask.query import Answer, Filters, Item, Mention, Query
from advisor.ask.sayings import checked, hours, money, number, plural, price, sentence
from advisor.money import Timetable, timetable
from advisor.problems import charge_for
from advisor.schedule import Workload

WEEKS_A_MONTH = 52 / 12
SHOWN = 4


def answer_cost(query: Query, learner: Learner, library: Library) -> Answer:
    guide = (guide_link(COST_GUIDE),) if COST_GUIDE in library.guides else ()
    courses, trouble = _spoken_of(query, library, guide)
    if trouble:
        return trouble
    if courses:
        profiles = [library.profile(slug) for slug in courses]
        items = (
            tuple(Item(text, profiles[0].slug) for text in _bill(profiles[0], learner)) if len(profiles) == 1 else ()
        )
        lead = " ".join(f"{profile.title}: {sentence(price(profile))}" for profile in profiles)
        links = (*(course_link(slug) for slug in courses), *guide)
        return Answer(f"{lead}{checked(profiles[0])}", tuple(courses), items, links=links)
    if query.filters.platform or query.filters.provider:
        return _platform_price(query.filters, library, guide)
    return _path_figures(query, learner, library, guide)


def _spoken_of(query: Query, library: Library, guide: tuple[str, ...]) -> tuple[list[str], Answer | None]:
    named = [mention for mention in query.mentions if mention.courses]
    if not named:
        return [], not_known(query.unread) if query.unread and not query.filters.goal else None
    chosen = settled(named, library)
    if isinstance(chosen[0], Mention):
        answer = choose_between(chosen[0], library)
        items = tuple(
            replace(item, text=f"{sentence(price(library.profile(item.course)).capitalize())} {item.text}")
            for item in answer.items
            if item.course
        )
        return [], replace(answer, items=items, links=(*answer.links, *guide))
    return [slug for slug in chosen if isinstance(slug, str)][:SHOWN], None


def _bill(profile: Profile, learner: Learner) -> list[str]:
    """What it comes to at the learner's pace, for the certificate and without it."""
    facts = profile.facts
    lines = [sentence(profile.extra.free_access)] if profile.extra.free_access else []
    charge = charge_for(facts, certificate=True)
    table = study_table(profile, learner, certificate=True)
    if charge.monthly and table:
        months = sum(line.months or 0 for line in table.bill.lines)
        pace = number(float(learner.answers.hours_per_week))
        lines.append(
            f"At {pace} hours a week it takes about {plural(table.schedule.weeks, 'week')}, so "
            f"{plural(months, 'month')} of {facts.platform}: {money(table.bill.total_cents, facts.currency)} in all"
            f" with the certificate."
        )
    if "price" in profile.facts.unsure:
        lines.append("The price is an estimate: no source states it.")
    return lines


def study_table(profile: Profile, learner: Learner, *, certificate: bool) -> Timetable | None:
    """The course alone on the learner's calendar; None when nobody knows its hours."""
    if profile.minutes is None:
        return None
    charge = charge_for(profile.facts, certificate=certificate)
    low, expected, high = profile.minutes
    load = Workload(
        course=profile.slug,
        low_minutes=low,
        expected_minutes=expected,
        high_minutes=high,
        platform=profile.facts.platform if charge.monthly else None,
        monthly_price=charge.monthly,
        one_off=charge.one_off,
        one_off_label=profile.title,
    )
    answers = learner.answers
    return timetable((load,), weekly_minutes=answers.weekly_minutes, start=answers.start)


def _platform_price(filters: Filters, library: Library, guide: tuple[str, ...]) -> Answer:
    name = library.shelf.platforms.get(filters.platform or "", "") or library.shelf.providers.get(
        filters.provider or "", ""
    )
    on_it = [
        profile
        for slug in library.listed
        if (profile := library.profile(slug)) and name in {profile.facts.platform, profile.facts.provider}
    ]
    free = sum(profile.facts.price_model == "free" for profile in on_it)
    audit = sum(profile.facts.price_model == "audit" for profile in on_it)
    monthly = next((p for p in on_it if p.facts.monthly_price is not None), None)
    lead = (
        f"{name}: {plural(len(on_it), 'course')} here, {free} free and {audit} free to follow with a paid certificate."
    )
    if monthly and monthly.facts.monthly_price is not None:
        lead += (
            f" A subscription to {monthly.facts.platform} is "
            f"{money(monthly.facts.monthly_price, monthly.facts.currency)} a month."
        )
    return Answer(lead, links=(library_link(replace(Filters(), platform=filters.platform)), *guide))


def _path_figures(query: Query, learner: Learner, library: Library, guide: tuple[str, ...]) -> Answer:
    """What a path to the goal or skill costs and takes."""
    aim = aim_of(query, learner, library)
    if aim is None:
        if query.unread:
            return not_known(query.unread)
        return ask_for_goal(library, learner, "Say which course or goal you mean.")
    answer, solution = path_of(aim, learner, library)
    if solution is None:
        return answer
    currency = learner.answers.budget.currency
    without = solution.calendar_for(replace(learner.answers, certificate=False)).timetable.bill.total_cents
    paid = solution.calendar_for(replace(learner.answers, certificate=True)).timetable.bill.total_cents
    weeks = solution.calendar.schedule.weeks
    lead = (
        f"{answer.lead} It costs {money(without, currency)} without certificates and {money(paid, currency)} with "
        f"graded work "
        f"and certificates, by the prices recorded; {plural(weeks, 'week')} at "
        f"{number(float(learner.answers.hours_per_week))} hours a week."
    )
    return replace(answer, lead=lead, links=(*answer.links, *guide) if query.intent == "cost" else answer.links)


def answer_time(query: Query, learner: Learner, library: Library) -> Answer:
    courses, trouble = _spoken_of(query, library, ())
    if trouble:
        return trouble
    if not courses:
        return _path_figures(query, learner, library, ())
    profiles = [library.profile(slug) for slug in courses]
    items: list[Item] = []
    if len(profiles) == 1:
        items = [Item(text, profiles[0].slug) for text in _pace(profiles[0], query.filters, learner, library)]
    lead = " ".join(f"{profile.title}: {sentence(hours(profile))}" for profile in profiles)
    return Answer(f"{lead}{checked(profiles[0])}", tuple(courses), tuple(items), links=tuple(map(course_link, courses)))


def _pace(profile: Profile, filters: Filters, learner: Learner, library: Library) -> list[str]:
    if profile.minutes is None:
        return ["Nobody has recorded how long finishers need."]
    low, expected, high = profile.minutes
    weekly = learner.answers.weekly_minutes
    pace = number(float(learner.answers.hours_per_week))
    assumed = "" if learner.says_hours else " (our assumption; say yours, such as “at 8 hours a week”)"
    lines = [f"At {pace} hours a week{assumed}: {_weeks(low, high, weekly)}."]
    if table := study_table(profile, learner, certificate=False):
        start, end = learner.answers.start, table.schedule.finishes_on
        lines.append(f"Started on {_day(start)}, it ends about {_day(end)}.")
    if filters.weeks:
        needed = Decimal(expected) / MINUTES_AN_HOUR / filters.weeks
        lines.append(
            f"To finish in {plural(filters.weeks, 'week')} you need about {number(float(round(needed, 1)))} hours "
            f"a "
            f"week."
        )
    if profile.extra.official_hours or profile.extra.official_pace:
        stated = [f"{number(profile.extra.official_hours)} hours"] if profile.extra.official_hours else []
        stated += [profile.extra.official_pace] if profile.extra.official_pace else []
        lines.append(f"The provider's own figure: {', '.join(stated)}.")
    parts = [library.profile(slug) for slug in profile.members if slug != profile.slug]
    lines += [f"Part {place}: {part.title}, {hours(part)}." for place, part in enumerate(parts, start=1)]
    return lines


def _weeks(low: int, high: int, weekly: int) -> str:
    first, last = ceil(low / weekly), ceil(high / weekly)
    if first == last:
        return f"about {plural(first, 'week')}"
    months = (
        ""
        if last < 9
        else f", about {number(round(first / WEEKS_A_MONTH, 1))} to {number(round(last / WEEKS_A_MONTH, 1))} months"
    )
    return f"{first} to {last} weeks{months}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
