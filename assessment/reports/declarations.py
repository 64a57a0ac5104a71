"""What a report is: something that builds a page of tables for one reader, or refuses to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

Cell = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its name in files, its label on pages, whether it holds numbers."""

    name: str
    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain values. Pages format them for reading; CSV and JSON carry them as they are."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and when. ``user`` is the signed-in account."""

    user: Any
    now: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One report as one reader sees it; ``context`` is what its template needs besides the tables."""

    title: str
    tables: tuple[Table, ...]
    context: Mapping[str, Any] = field(default_factory=dict)

    def table(self, name: str) -> Table | None:
        """The table called `name`; the first one for an empty name."""
        return next((table for table in self.tables if not name or table.name == name), None)


@dataclass(frozen=True, slots=True)
class Report:
    """One report. ``build`` gets the reader and, where ``keyed``, the key of the thing reported on.

    It returns None where that thing does not exist for this reader: the page is then not found.
    """

    slug: str
    title: str | Promise
    template: str
    build: Callable[[Reader, UUID | None], Page | None]
    keyed: bool = False
