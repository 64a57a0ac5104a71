"""Reading a day that somebody typed. Pure: no clock, no language of the reader."""

import re
import unicodedata
from datetime import date

_PARTS = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")


def read_day(typed: str) -> date | None:
    """The day in `typed`, year first (2026-11-25, 2026/11/25, 2026年11月25日, 20261125); None for anything else.

    Day-first and month-first forms are refused: nobody can tell 04/05/2026 apart.
    """
    folded = unicodedata.normalize("NFKC", typed).strip()
    found = _PARTS.fullmatch(folded) or _DIGITS.fullmatch(folded)
    if not found:
        return None
    try:
        return date(*(int(number) for number in found.groups()))
    except ValueError:
        return None
