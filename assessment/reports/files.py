"""A report as a file: CSV of one table, JSON of all of them. Values are written as they are, without rounding."""

import csv
import io
import json
from datetime import date, datetime
from typing import Any

from assessment.lib.bilingual import current_language
from assessment.reports.declarations import Cell, Page, Table

# What a spreadsheet would take for a formula when it opens a CSV file; some read full-width signs as well.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def table_as_csv(table: Table) -> str:
    """`table` with its labels as first line; a byte order mark lets spreadsheets see that it is UTF-8."""
    sink = io.StringIO()
    writer = csv.writer(sink)
    writer.writerow([_csv_cell(column.label) for column in table.columns])
    writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return "\ufeff" + sink.getvalue()


def page_as_json(slug: str, page: Page, made_at: datetime) -> str:
    """Every table of `page`, its rows as objects by column name; words are in the reader's language, which it names."""
    tables = {
        table.name: [
            {c.name: _json_cell(cell) for c, cell in zip(table.columns, row, strict=True)} for row in table.rows
        ]
        for table in page.tables
    }
    content: dict[str, Any] = {
        "report": slug,
        "title": page.title,
        "language": "zh-Hans" if current_language() == "zh_hans" else "en",
        "made_at": made_at.isoformat(),
        "tables": tables,
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _csv_cell(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return "'" + cell
    return _json_cell(cell)


def _json_cell(cell: Cell) -> Cell:
    return cell.isoformat() if isinstance(cell, date) else cell
