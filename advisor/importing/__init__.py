"""Bringing an exported account back: read the whole file, check every field, then write all of it or nothing."""

from advisor.importing.documents import LARGEST_FILE, read_document
from advisor.importing.shapes import Malformed
from advisor.importing.storing import Outcome, UnknownNames, import_account

__all__ = ["LARGEST_FILE", "Malformed", "Outcome", "UnknownNames", "import_account", "read_document"]
