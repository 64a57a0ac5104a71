"""Reads the parts of a question from its YAML entry: for each type the rows and settings that it declares."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from assessment.bank.parameters import exact
from assessment.bank.question_types.registry import QUESTION_TYPES
from assessment.values import OptionSpec, PartSpec, Text

Entry = Mapping[str, Any]
TYPES = {kind.SHORT: kind.CODE for kind in QUESTION_TYPES}
TESTLET = "TST"
_ANSWER = re.compile(r"\bans\b")


def text(value: Mapping[str, str] | None) -> Text:
    """A bilingual seed entry ``{en, zh}`` as a Text."""
    value = value or {}
    return Text(str(value.get("en", "")), str(value.get("zh", "")))


def read_parts(entry: Entry) -> tuple[PartSpec, ...]:
    """The parts of a question: those under ``parts`` of a testlet, else the one that the entry is.

    Raises KeyError for what is missing.
    """
    if entry["type"] == TESTLET:
        return tuple(_part(part, text(part["explanation"])) for part in entry["parts"])
    return (_part(entry),)


def read_parameters(entry: Entry) -> dict[str, Any]:
    """The drawn numbers of a question as `bank.parameters` keeps them; empty where nothing is drawn.

    In ``accept`` the name ``ans`` stands for the answer of the first calculated part.
    """
    given: Entry = entry.get("parameters") or {}
    if not given:
        return {}
    parts = entry.get("parts") or [entry]
    answer = next((part["numeric"]["answer"] for part in parts if part["type"] == "NUM"), "0")
    return {
        "sets": {name: _values(values) for name, values in given["sets"].items()},
        "derived": [[name, str(formula)] for name, formula in (given.get("derived") or {}).items()],
        "accept": [_with_answer(str(condition), str(answer)) for condition in given.get("accept") or ()],
    }


def _values(given: Any) -> list[str]:
    """A list of numbers, or ``{from, to, step}`` with both ends."""
    if isinstance(given, Mapping):
        low, high, step = (Fraction(str(given[name])) for name in ("from", "to", "step"))
        return [exact(low + step * i) for i in range(int((high - low) / step) + 1)]
    return [exact(Fraction(str(value))) for value in given]


def _with_answer(condition: str, answer: str) -> str:
    return _ANSWER.sub(f"({answer})", condition).strip()


def _part(entry: Entry, explanation: Text = Text()) -> PartSpec:  # noqa: B008  (frozen, and the usual default)
    code = TYPES[entry["type"]]
    rows, data = _READERS[entry["type"]](entry)
    return PartSpec(code, text(entry["stem"]), tuple(rows), data, explanation)


def _row(role: str, row: Entry, credit: float = 0.0) -> OptionSpec:
    return OptionSpec(str(row["key"]), role, text(row["text"]), text(row.get("feedback")), credit)


def _options(entry: Entry) -> tuple[list[OptionSpec], dict[str, Any]]:
    rows = [_row("option", row, float(bool(row["correct"]))) for row in entry["options"]]
    return rows, {"shuffle": bool(entry.get("shuffle", True))}


def _multiple(entry: Entry) -> tuple[list[OptionSpec], dict[str, Any]]:
    """Options with their own credit where the rule is ``fractions``."""
    rows = [_row("option", row, float(row.get("credit", bool(row["correct"])))) for row in entry["options"]]
    data: dict[str, Any] = {"shuffle": bool(entry.get("shuffle", True))}
    return rows, data | {name: entry[name] for name in ("credit_rule", "lower", "upper") if name in entry}


def _verdict(entry: Entry) -> tuple[list[OptionSpec], dict[str, Any]]:
    rows = [_row("reason", row, float(bool(row["correct"]))) for row in entry["options"]]
    return rows, {"shuffle": bool(entry.get("shuffle", True)), "truth": entry["truth"]}


def _numeric(entry: Entry) -> tuple[list[OptionSpec], dict[str, Any]]:
    given: Entry = entry["numeric"]
    kind, size = next(iter(given["tolerance"].items()))
    unit = text(given["unit"])
    rows = []
    for row in given.get("wrong") or ():
        value = str(row["value"])
        rows.append(OptionSpec(row["key"], "wrong_value", Text(value, value), text(row["feedback"])))
    return rows, {
        "answer": str(given["answer"]),
        "unit": {"en": unit.en, "zh_hans": unit.zh_hans},
        "tolerance_kind": kind,
        "tolerance": str(size),
        "decimals": int(given["decimals"]),
    }


def _ordering(entry: Entry) -> tuple[list[OptionSpec], dict[str, Any]]:
    """Elements in the right order; ``sort_key`` proves it."""
    keys = {str(row["key"]): str(row["sort_key"]) for row in entry["elements"] if "sort_key" in row}
    return [_row("element", row) for row in entry["elements"]], {"sort_keys": keys} if keys else {}


def _matching(entry: Entry) -> tuple[list[OptionSpec], dict[str, Any]]:
    """Left rows name their ``match`` among the right ones."""
    rows = [_row("left", row) for row in entry["left"]] + [_row("right", row) for row in entry["right"]]
    return rows, {"pairs": {str(row["key"]): str(row["match"]) for row in entry["left"]}}


def _short_text(entry: Entry) -> tuple[list[OptionSpec], dict[str, Any]]:
    rows = [_row("accepted", row, float(row.get("credit", 1))) for row in entry["accepted"]]
    rows += [_row("wrong_text", row) for row in entry.get("wrong_texts") or ()]
    return rows, {"loose_spaces": bool(entry.get("loose_spaces", False))}


def _gaps(entry: Entry) -> tuple[list[OptionSpec], dict[str, Any]]:
    rows = [_row("gap", row, float(row.get("credit", 0))) for row in entry.get("gap_rows") or ()]
    return rows, {"gaps": dict(entry["gaps"])}


def _open_answer(entry: Entry) -> tuple[list[OptionSpec], dict[str, Any]]:
    rows = [_row("rubric", row, float(row["points"])) for row in entry["rubric"]]
    rows += [_row("common_error", row) for row in entry.get("common_errors") or ()]
    model = text(entry["model_answer"])
    return rows, {
        "model_answer": {"en": model.en, "zh_hans": model.zh_hans},
        "words_en": int(entry["words_en"]),
        "characters_zh_hans": int(entry["characters_zh"]),
    }


_READERS: Mapping[str, Callable[[Entry], tuple[list[OptionSpec], dict[str, Any]]]] = {
    "SC": _options,
    "MR": _multiple,
    "TFR": _verdict,
    "NUM": _numeric,
    "ORD": _ordering,
    "MAT": _matching,
    "TXT": _short_text,
    "GAP": _gaps,
    "SA": _open_answer,
}
