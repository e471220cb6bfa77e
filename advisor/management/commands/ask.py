"""`manage.py ask "QUESTION" [--answers FILE] [--json]`: answer from the catalogue; writes nothing."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from advisor.answers import AnswerError
from advisor.ask.library import current_library
from advisor.ask.parsing import UnusableQuestion, check_question
from advisor.ask.replies import Reply, ask

UNUSABLE_INPUT = 2


class Command(BaseCommand):
    help = "Answer a question about courses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("question", help="the question in plain words")
        parser.add_argument("--answers", metavar="FILE", help="a file with the learner's answers, as for advise")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, question: str, answers: str | None, json: bool, **options: Any) -> None:
        try:
            text = check_question(question)
            data = _read(answers) if answers else None
            reply = ask(text, current_library(), data=data, today=timezone.localdate())
        except (UnusableQuestion, AnswerError) as error:
            self._refuse(str(error))
        except DatabaseError as error:
            self._refuse(f"the catalogue can't be read ({str(error).splitlines()[0]}); run manage.py migrate")
        self.stdout.write(_as_json(reply) if json else _as_text(reply))

    def _refuse(self, message: str) -> NoReturn:
        self.stderr.write(" ".join(message.split()))
        sys.exit(UNUSABLE_INPUT)


def _read(file: str) -> object:
    try:
        return json.loads(Path(file).read_bytes())
    except OSError as error:
        raise AnswerError(file, f"can't be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise AnswerError("answers", f"must be JSON: {str(error).splitlines()[0]}") from None


def _as_json(reply: Reply) -> str:
    return json.dumps(reply.as_json(), ensure_ascii=False, separators=(",", ":"))


def _as_text(reply: Reply) -> str:
    lines = [reply.answer.text]
    if clarify := reply.answer.clarify:
        lines += ["", clarify.question, *(f"  - {option.label}" for option in clarify.options)]
    lines += ["", *reply.answer.links] if reply.answer.links else []
    return "\n".join(lines)
