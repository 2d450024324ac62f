"""Tables as values, and the two files that spreadsheets read: CSV as French ones expect it, and XLSX.

A text is never a formula there: what begins like one is preceded by an apostrophe in CSV, and kept a text in XLSX.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from io import BytesIO
from typing import Any

import xlsxwriter

Cell = str | int | date | None
"""A text, minutes, cents or thousandths as the column says, a date, or nothing."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_LIMIT = 32_767  # characters in a cell of XLSX
_WIDEST, _NARROWEST = 60, 9
_LETTERS = 31  # in the name of a sheet


class Kind(StrEnum):
    """What the cells of a column are: whole numbers stand for minutes, cents, thousandths, or themselves."""

    TEXT = "text"
    DATE = "date"
    COUNT = "count"
    HOURS = "hours"
    MONEY = "money"
    UNITS = "units"


_PARTS = {Kind.HOURS: 60, Kind.MONEY: 100, Kind.UNITS: 1000}
_DECIMALS = {Kind.HOURS: Decimal("0.0001"), Kind.MONEY: Decimal("0.01"), Kind.UNITS: Decimal("0.001")}
_FORMATS = {
    Kind.DATE: "yyyy-mm-dd",
    Kind.HOURS: "#,##0.00",
    Kind.MONEY: "#,##0.00",
    Kind.UNITS: "#,##0.###",
    Kind.COUNT: "0",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the text above it, and what its cells are."""

    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its title, its columns, and its rows, as long as there are columns."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def csv(sheet: Sheet) -> bytes:
    """The table in UTF-8 with its mark, `;` between cells, a comma before decimals; hours and amounts as decimals."""
    lines = [[_text(one.title) for one in sheet.columns]]
    lines += [
        [_written(cell, column.kind) for cell, column in zip(row, sheet.columns, strict=True)] for row in sheet.rows
    ]
    return "\ufeff".encode() + "".join(f"{';'.join(line)}\r\n" for line in lines).encode()


def _written(cell: Cell, kind: Kind) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _text(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if kind not in _PARTS:
        return str(cell)
    number = (Decimal(cell) / _PARTS[kind]).quantize(_DECIMALS[kind], ROUND_HALF_UP)
    shown = f"{number:f}"
    if kind is not Kind.MONEY:
        shown = shown.rstrip("0").rstrip(".")
    return shown.replace(".", ",")


def _text(text: str) -> str:
    safe = f"'{text}" if text.startswith(_FORMULA) else text
    quoted = any(mark in safe for mark in ';"\r\n')
    return '"' + safe.replace('"', '""') + '"' if quoted else safe


def xlsx(sheets: Sequence[Sheet], at: datetime) -> bytes:
    """A workbook of these tables, a sheet each, made at an instant; hours and amounts are numbers."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": at.replace(tzinfo=None)})
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = {kind: book.add_format({"num_format": shown}) for kind, shown in _FORMATS.items()}
        for sheet, name in zip(sheets, _names(sheets), strict=True):
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            for rank, column in enumerate(sheet.columns):
                page.set_column(rank, rank, _width(sheet, rank), formats.get(column.kind))
                page.write_string(0, rank, column.title, heading)
            for line, row in enumerate(sheet.rows, start=1):
                for rank, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
                    _write(page, (line, rank), cell, column.kind)
    return file.getvalue()


def _write(page: Any, place: tuple[int, int], cell: Cell, kind: Kind) -> None:
    if isinstance(cell, str):
        page.write_string(*place, cell[:_LIMIT])
    elif isinstance(cell, date):
        page.write_datetime(*place, datetime.combine(cell, time()))
    elif cell is not None:
        page.write_number(*place, cell / _PARTS.get(kind, 1))


def _width(sheet: Sheet, rank: int) -> int:
    texts: Iterable[Cell] = (row[rank] for row in sheet.rows)
    longest = max((len(cell) for cell in texts if isinstance(cell, str)), default=0)
    return min(max(longest, _NARROWEST), _WIDEST)


def _names(sheets: Sequence[Sheet]) -> list[str]:
    return ["".join(" " if letter in "[]:*?/\\" else letter for letter in one.title)[:_LETTERS] for one in sheets]
