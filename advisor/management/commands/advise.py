"""`manage.py advise [FILE|-] [--json]`: plan for answers from a file or standard input; writes nothing."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from advisor.answers import AnswerError, parse_answers
from advisor.planning import Advisor
from advisor.report import advise, as_text
from advisor.snapshot import read_catalogue

UNUSABLE_INPUT = 2
# Each what-if is a long line; more than these would bury the path.
WHAT_IFS_SHOWN = 5


class Command(BaseCommand):
    help = "Print the best path for answers given as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="a file with answers; - reads standard input")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, file: str, json: bool, **options: Any) -> None:
        try:
            plan = self._plan(self._read(file))
        except AnswerError as error:
            self._refuse(str(error))
        except DatabaseError as error:
            self._refuse(f"the catalogue can't be read ({str(error).splitlines()[0]}); run manage.py migrate")
        self.stdout.write(as_text(plan) if json else _as_text(plan))

    def _read(self, file: str) -> object:
        try:
            text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
            return json.loads(text)
        except OSError as error:
            raise AnswerError(file, f"can't be read: {error.strerror}") from None
        except (ValueError, RecursionError) as error:
            raise AnswerError("answers", f"must be JSON: {str(error).splitlines()[0]}") from None

    def _plan(self, data: object) -> dict[str, Any]:
        catalogue = read_catalogue()
        if not catalogue.courses:
            raise AnswerError("catalogue", "is empty; run manage.py load_catalog")
        answers = parse_answers(data, catalogue, today=timezone.localdate())
        return advise(answers, Advisor(catalogue))

    def _refuse(self, message: str) -> NoReturn:
        self.stderr.write(" ".join(message.split()))
        sys.exit(UNUSABLE_INPUT)


def _as_text(plan: dict[str, Any]) -> str:
    lines = [_verdict(plan), ""]
    lines += _table(plan)
    lines += [f"  {step['title']}: {step['text']}" for step in plan["steps"]]
    lines += ["", *_totals(plan)]
    sections = {
        "Out of reach": [f"{row['name']}: {row['because']}" for row in plan["unmet"]],
        "In conflict": _conflict(plan),
        "Already known": [f"{row['title']}: {row['because']}" for row in plan["known"]],
        "Other paths": [_alternative(other) for other in plan["alternatives"]],
        "What would change it": [row["text"] for row in plan["what_ifs"][:WHAT_IFS_SHOWN]],
    }
    for heading, rows in sections.items():
        if rows:
            lines += ["", f"{heading}:", *(f"  {row}" for row in rows)]
    return "\n".join(lines)


def _conflict(plan: dict[str, Any]) -> list[str]:
    conflict = plan["conflict"]
    if conflict is None:
        return []
    repairs = [f"  {repair['text']}" for repair in conflict["repairs"]]
    return [conflict["text"], *(["Any of these would do:", *repairs] if repairs else [])]


def _alternative(other: dict[str, Any]) -> str:
    cost = other["cost"]
    unknown = " and a price not known" if cost["unknown"] else ""
    return (
        f"{other['prefer']}: {other['hours']['expected']:g} hours, {_count(other['weeks'], 'week')}, "
        f"{cost['total']:g} {cost['currency']}{unknown}: {', '.join(other['titles'])}"
    )


def _verdict(plan: dict[str, Any]) -> str:
    if not plan["steps"]:
        return (
            "You already hold what this goal asks for." if plan["reached"] else "No course leads closer to this goal."
        )
    best = "The best path" if plan["proven"] else "A good path, not proven to be the best"
    return f"{best}{'' if plan['reached'] else ' as far as the goal can be reached'}:"


def _table(plan: dict[str, Any]) -> list[str]:
    width = max((len(step["title"]) for step in plan["steps"]), default=0)
    rows = []
    for number, step in enumerate(plan["steps"], start=1):
        hours = f"{step['hours']['low']:g}-{step['hours']['high']:g} h"
        beside = " (alongside)" if step["alongside"] else ""
        rows.append(
            f"{number:>3}  {step['title']:<{width}}  {hours:>11}  {step['starts']} to {step['finishes']}{beside}"
        )
    return [*rows, ""] if rows else []


def _totals(plan: dict[str, Any]) -> list[str]:
    hours, cost = plan["hours"], plan["cost"]
    lines = [
        f"Hours: {hours['expected']:g} expected, {hours['low']:g} to {hours['high']:g}; "
        f"{_count(plan['weeks'], 'week')}, finished {plan['finishes']} "
        f"({plan['finishes_low']} to {plan['finishes_high']})",
        f"Cost: {cost['total']:g} {cost['currency']}",
    ]
    for line in cost["lines"]:
        months = f"{_count(line['months'], 'month')} x " if line["months"] is not None else ""
        lines.append(f"  {line['what']}: {months}{line['each']:g} {cost['currency']}")
    lines += [f"  {title}: price not known" for title in cost["unknown"]]
    if with_certificates := cost.get("with_certificates"):
        lines.append(f"  With graded work and certificates: {with_certificates['total']:g} {cost['currency']}")
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
