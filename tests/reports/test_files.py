"""Values in files: as they are, and never as formulas."""

import csv
import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.reports.declarations import Cell, Column, Page, Table
from assessment.reports.files import page_as_json, table_as_csv

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def table(*cells: Cell) -> Table:
    columns = tuple(Column(f"c{i}", f"Column {i}") for i, _cell in enumerate(cells))
    return Table("t", "T", columns, (cells,))


def read(text: str) -> list[str]:
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))[1]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_that_a_spreadsheet_would_run_is_defused(sign: str) -> None:
    assert read(table_as_csv(table(f"{sign}HYPERLINK(1)")))[0].startswith("'")


@given(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=40))
def test_no_text_begins_with_a_formula_sign(text: str) -> None:
    (cell,) = read(table_as_csv(table(text))) or ("",)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell.removeprefix("'") == text.removeprefix("'") or cell == text


def test_labels_are_defused_as_well() -> None:
    hostile = Table("t", "T", (Column("c", "=1"),), ())
    assert table_as_csv(hostile) == "\ufeff'=1\r\n"


def test_numbers_dates_and_nothing_come_as_they_are() -> None:
    assert read(table_as_csv(table(-0.123456789012345, 3, None, date(2026, 1, 2), NOW, True))) == [
        "-0.123456789012345", "3", "", "2026-01-02", "2026-11-24T09:30:00+00:00", "True",
    ]  # fmt: skip


def test_commas_quotes_and_lines_survive() -> None:
    text = 'a, "b"\nc'
    assert read(table_as_csv(table(text, "d"))) == [text, "d"]


def test_json_keeps_numbers_whole_and_names_rows_by_column() -> None:
    found = json.loads(page_as_json("slug", Page("Title", (table(1 / 3, "架构", NOW),)), NOW))
    assert found["tables"]["t"] == [{"c0": 1 / 3, "c1": "架构", "c2": "2026-11-24T09:30:00+00:00"}]
    assert found["made_at"] == "2026-11-24T09:30:00+00:00"
    assert (found["report"], found["title"]) == ("slug", "Title")
