"""Public documents: pure functions from the statements of one entity to what anyone may read of it."""

from db.documents.shapes import PublicRecord, StatementRow, Subject
from db.documents.subject import build_records

__all__ = ["PublicRecord", "StatementRow", "Subject", "build_records"]
