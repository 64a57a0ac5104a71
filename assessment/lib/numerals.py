"""Reading a number as people write it. Pure; used by numeric questions.

Accepted: 1000, 1 000, 1,000, 1'000, 1.5, 1,5 (where the comma cannot be grouping), 1e3, 1.2×10^3,
full-width digits and signs, the Unicode minus, thin and no-break spaces, invisible marks that come
with copied text, the stated unit behind the number. Refused, with a reason: everything else.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

MAX_LENGTH = 64
_MAX_EXPONENT = 300
_MINUS = str.maketrans({"\u2212": "-", "\u2012": "-", "\u2013": "-", "\ufe63": "-", "\u2019": "'", "\u066c": "'"})
# Folding these would turn 10² into 102.
_CHANGES_MEANING = ("<super>", "<sub>", "<fraction>", "<circle>")
_INVISIBLE = "Cf"
# What stands before the power is split off as it is: "1 2e3" must not become 12e3.
_POWER = re.compile(
    r"(?P<body>.*[0-9.]) ?(?:[x×·⋅∙*] ?10 ?\^|e) ?(?P<power>[+-]?[0-9]+|\([+-]?[0-9]+\))", re.IGNORECASE
)
_POWER_ALONE = re.compile(r"(?P<body>[+-]?) ?10 ?\^ ?(?P<power>[+-]?[0-9]+|\([+-]?[0-9]+\))")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([ ,'])\d{3})(?:\1\d{3})*(?:\.\d+)?$")
_GROUPED_DECIMAL_COMMA = re.compile(r"[+-]?\d{1,3}(?:([ .'])\d{3})(?:\1\d{3})*,\d+$")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)$")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+$")

Trouble = Literal["", "empty", "too_long", "not_a_number", "too_large"]


@dataclass(frozen=True, slots=True)
class Reading:
    """An exact value, or None with the trouble that kept it from being read."""

    value: Fraction | None
    trouble: Trouble = ""


def read_number(text: str, units: tuple[str, ...] = ()) -> Reading:
    """Read `text` as one number; `units` are spellings of the unit that may follow it.

    A single comma before exactly three digits groups thousands ("1,000") unless what stands before
    it cannot be a group ("0,125", "1234,567"). Returns an exact fraction; never raises.
    """
    if len(text) > MAX_LENGTH:
        return Reading(None, "too_long")
    folded = _fold(text)
    if not folded:
        return Reading(None, "empty")
    folded = _without_unit(folded, units)
    body, exponent = _split_exponent(folded)
    if exponent is None:
        return Reading(None, "too_large")
    digits = _plain_digits(body)
    if digits is None:
        return Reading(None, "not_a_number")
    return Reading(Fraction(digits) * Fraction(10) ** exponent)


@lru_cache(1024)
def authored_number(text: str) -> Fraction | None:
    """A number that an author wrote, or None; read once, though thousands of draws and subsets ask for it."""
    return read_number(text).value


def _fold(text: str) -> str:
    """One spelling for width, minus signs and spaces; signs that folding would change stay as they are."""
    signs = (
        sign if unicodedata.decomposition(sign).startswith(_CHANGES_MEANING) else unicodedata.normalize("NFKC", sign)
        for sign in text.translate(_MINUS)
        if unicodedata.category(sign) != _INVISIBLE
    )
    return re.sub(r"\s+", " ", "".join(signs).translate(_MINUS)).strip()


def _without_unit(text: str, units: tuple[str, ...]) -> str:
    for folded in sorted(map(_fold, units), key=len, reverse=True):
        if folded and text.casefold().endswith(folded.casefold()):
            return text[: -len(folded)].strip()
    return text


def _split_exponent(text: str) -> tuple[str, int | None]:
    """Mantissa and power of ten; the power is None where it is absurdly large."""
    alone = _POWER_ALONE.fullmatch(text)
    found = alone or _POWER.fullmatch(text)
    if not found:
        return text, 0
    exponent = int(found["power"].strip("()"))
    body = found["body"] + "1" if alone else found["body"]
    return body, exponent if abs(exponent) <= _MAX_EXPONENT else None


def _plain_digits(body: str) -> str | None:
    """`body` as digits with at most one point, or None where it is not one number."""
    body = body.strip()
    if not body.isascii():
        return None
    if re.match(r"[+-] ", body):
        body = body[0] + body[2:]
    if _PLAIN.match(body):
        return body
    grouped = _GROUPED.match(body)
    if grouped and not (grouped.group(1) == "," and re.match(r"[+-]?0", body)):
        return re.sub(r"[ ,']", "", body)
    if _GROUPED_DECIMAL_COMMA.match(body):
        return re.sub(r"[ .']", "", body).replace(",", ".")
    if _DECIMAL_COMMA.match(body):
        return body.replace(",", ".")
    return None
