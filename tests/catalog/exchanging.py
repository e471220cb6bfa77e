"""What the tests of import and export share."""

import io
import json
from contextlib import AbstractContextManager
from typing import Any, BinaryIO

from xlsxwriter import Workbook

from catalog.desk.documents import course_document, with_all
from catalog.exchange.reading import File
from catalog.exchange.writing import write_csv, write_json, write_xlsx
from catalog.models import Course, Draft, Revision


def file_with(content: bytes, format: str, **more: Any) -> File:
    def opened() -> AbstractContextManager[BinaryIO]:
        return io.BytesIO(content)

    return File(f"courses.{format}", format, opened, **more)


def exported(found: list[dict[str, Any]], format: str) -> bytes:
    if format == "xlsx":
        with write_xlsx(found) as book:
            return book.read()
    return "".join((write_csv if format == "csv" else write_json)(found)).encode()


def all_documents() -> list[dict[str, Any]]:
    return [course_document(course) for course in with_all(Course.objects.order_by("slug"))]


def state() -> Any:
    """Everything that a refused import must leave as it was."""
    return all_documents(), Draft.objects.count(), Revision.objects.count()


def csv_of(header: str, *rows: str) -> bytes:
    return "\r\n".join([header, *rows, ""]).encode()


def xlsx_of(rows: list[list[Any]]) -> bytes:
    target = io.BytesIO()
    with Workbook(target, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, values in enumerate(rows):
            for column, value in enumerate(values):
                if isinstance(value, tuple):
                    sheet.write_formula(number, column, value[0], None, value[1])
                else:
                    sheet.write(number, column, value)
    return target.getvalue()


def new_document(slug: str, provider: str, platform: str, **fields: Any) -> dict[str, Any]:
    """As little as a new course needs."""
    return {
        "slug": slug,
        "title": f"Course {slug}",
        "provider": provider,
        "platform": platform,
        "level": "beginner",
        "price": {"model": "free"},
        "maths": "light",
        "coding": "light",
        "style": "balanced",
        "practice": "guided",
        "summary": "In short.",
        **fields,
    }


def json_of(*entries: Any) -> bytes:
    return json.dumps(list(entries)).encode()
