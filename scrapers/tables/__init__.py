"""Pure functions from a read workbook to records: find the headings, cut the records, keep every place."""

from scrapers.tables.blocks import read_blocks
from scrapers.tables.grid import Area, Cell, Grid, LayoutChanged, Sheet, fold, list_unread_sheets, load_grid
from scrapers.tables.header import Column, Header, find_header, find_table, list_banner
from scrapers.tables.page import read_page
from scrapers.tables.plain import PlainTable, read_plain_table
from scrapers.tables.records import Entry, Ignored, Problem, Record, Reference, Table
from scrapers.tables.references import collect_referenced, is_reference

__all__ = [
    "Area",
    "Cell",
    "Column",
    "Entry",
    "Grid",
    "Header",
    "Ignored",
    "LayoutChanged",
    "PlainTable",
    "Problem",
    "Record",
    "Reference",
    "Sheet",
    "Table",
    "collect_referenced",
    "find_header",
    "find_table",
    "fold",
    "is_reference",
    "list_banner",
    "list_unread_sheets",
    "load_grid",
    "read_blocks",
    "read_page",
    "read_plain_table",
]
