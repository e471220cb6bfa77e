"""Drafts of courses and other subjects, their review, and the versions that were published."""

from catalog.desk.courses import COURSES
from catalog.desk.subjects import register

register(COURSES)
