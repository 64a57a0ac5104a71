"""Every version of grading, held to its marks for ever: attempts pin its number, and `verify_integrity` trusts it."""

from collections.abc import Mapping
from typing import Any

import pytest

from assessment.bank.question_types.registry import GRADING_VERSION, QUESTION_TYPES, question_type
from assessment.values import Draw, Mark, OptionSpec, PartSpec, Response, Text


def row(key: str, role: str = "option", credit: float = 0.0, text: str = "") -> OptionSpec:
    return OptionSpec(key, role, Text(text or f"row {key}", text or f"行 {key}"), Text(), credit)


def part(kind: str, *rows: OptionSpec, stem: str = "", **data: Any) -> PartSpec:
    return PartSpec(kind, Text(stem, stem), rows, data)


FIVE = (row("a", credit=1), row("b", credit=1), row("c"), row("d"), row("e"))
SINGLE = part("single_choice", row("a"), row("b", credit=1), row("c"), row("d"))
MULTIPLE = part("multiple_response", *FIVE)
EXACT = part("multiple_response", *FIVE, credit_rule="all_or_nothing")
FRACTIONS = part("multiple_response", row("a", credit=0.5), row("b", credit=0.5), row("c", credit=-0.25), row("d"),
                 credit_rule="fractions")  # fmt: skip
BOUNDED = part("multiple_response", *FIVE, lower="0.1", upper="0.8")
VERDICT = part("true_false_reason", row("a", "reason", 1), row("b", "reason"), row("c", "reason"), truth=True)
NUMBER = part("numeric", row("w", "wrong_value", text="ans/2"), answer="N*2", tolerance="0.02",
              tolerance_kind="relative", decimals=1, unit={"en": "days", "zh_hans": "天"})  # fmt: skip
ORDER = part("ordering", *(row(key, "element") for key in "abcd"))
SHORT = part("short_text", row("a", "accepted", 1, "overfitting"), row("b", "accepted", 0.5, "*memor*"),
             row("w", "wrong_text", text="underfitting"), loose_spaces=False)  # fmt: skip
GAPS = part("gap_fill", row("place-a", "gap", 1, "memory"), row("place-b", "gap", text="a log"),
            row("term-a", "gap", 1, "fine-tuning"), stem="In [[place]]; called [[term]].",
            gaps={"place": "choice", "term": "text"})  # fmt: skip
MATCH = part("matching", *(row(key, "left") for key in "abcd"), *(row(key, "right") for key in "vwxyz"),
             pairs={"a": "v", "b": "w", "c": "x", "d": "y"})  # fmt: skip
OPEN = part("open_answer", row("r", "rubric", 1))
Golden = tuple[PartSpec, Mapping[str, str | list[str]], Mark]


def mark(score: float, recognised: str = "", answered: bool = True, pending: bool = False) -> Mark:
    return Mark(score, answered, recognised, pending)


NOTHING = mark(0.0, answered=False)
# Never change a row; a new version of grading gets a table of its own, and its number an entry here.
PINNED: dict[int, list[Golden]] = {
    1: [
        (SINGLE, {"choice": "b"}, mark(1.0)),
        (SINGLE, {"choice": "a"}, mark(0.0)),
        (SINGLE, {}, NOTHING),
        (MULTIPLE, {"choice": ["a", "b"]}, mark(1.0)),
        (MULTIPLE, {"choice": ["a"]}, mark(0.5)),
        (MULTIPLE, {"choice": ["a", "b", "c"]}, mark(2 / 3)),
        (MULTIPLE, {"choice": ["a", "c"]}, mark(1 / 6)),
        (MULTIPLE, {"choice": ["c", "d"]}, mark(0.0)),
        (MULTIPLE, {}, NOTHING),
        (EXACT, {"choice": ["a", "b"]}, mark(1.0)),
        (EXACT, {"choice": ["a"]}, mark(0.0)),
        (FRACTIONS, {"choice": ["a", "b"]}, mark(1.0)),
        (FRACTIONS, {"choice": ["a", "c"]}, mark(0.25)),
        (FRACTIONS, {"choice": ["c"]}, mark(0.0)),
        (BOUNDED, {"choice": ["a", "b"]}, mark(0.8)),
        (BOUNDED, {"choice": ["c", "d"]}, mark(0.1)),
        (BOUNDED, {}, NOTHING),
        (VERDICT, {"verdict": "true", "reason": "a"}, mark(1.0)),
        (VERDICT, {"verdict": "true", "reason": "b"}, mark(0.25, "verdict_only")),
        (VERDICT, {"verdict": "false", "reason": "a"}, mark(0.0)),
        (VERDICT, {}, NOTHING),
        (NUMBER, {"number": "24"}, mark(1.0)),
        (NUMBER, {"number": "24.48"}, mark(1.0)),
        (NUMBER, {"number": "2.4e1"}, mark(1.0)),
        (NUMBER, {"number": "24.6"}, mark(0.0)),
        (NUMBER, {"number": "12"}, mark(0.0, "w")),
        (NUMBER, {"number": "many"}, mark(0.0)),
        (NUMBER, {}, NOTHING),
        (ORDER, {"a": "1", "b": "2", "c": "3", "d": "4"}, mark(1.0)),
        (ORDER, {"a": "2", "b": "1", "c": "3", "d": "4"}, mark(2 / 3)),
        (ORDER, {"a": "4", "b": "3", "c": "2", "d": "1"}, mark(0.0)),
        (ORDER, {}, NOTHING),
        (MATCH, {"a": "v", "b": "w", "c": "x", "d": "y"}, mark(1.0)),
        (MATCH, {"a": "v", "b": "x", "c": "x"}, mark(0.5)),
        (MATCH, {"a": "z"}, mark(0.0)),
        (MATCH, {}, NOTHING),
        (SHORT, {"text": "Overfitting."}, mark(1.0, "a")),
        (SHORT, {"text": "it memorises"}, mark(0.5, "b")),
        (SHORT, {"text": "underfitting"}, mark(0.0, "w")),
        (SHORT, {"text": "something"}, mark(0.0)),
        (SHORT, {}, NOTHING),
        (GAPS, {"place": "place-a", "term": "Fine-tuning"}, mark(1.0)),
        (GAPS, {"place": "place-b", "term": "fine-tuning"}, mark(0.5)),
        (GAPS, {"place": "place-b"}, mark(0.0)),
        (GAPS, {}, NOTHING),
        (OPEN, {"text": "Because"}, mark(0.0, pending=True)),
        (OPEN, {}, NOTHING),
    ]
}


def graded(part: PartSpec, fields: Mapping[str, str | list[str]]) -> Mark:
    response = Response({name: (v,) if isinstance(v, str) else tuple(v) for name, v in fields.items()})
    return question_type(part.type).grade(part, response, Draw(part.type, (), {"N": "12"}))


@pytest.mark.parametrize(
    ("part", "fields", "expected"), PINNED[1], ids=[f"{row[0].type}-{i}" for i, row in enumerate(PINNED[1])]
)
def test_version_one_gives_what_it_always_gave(
    part: PartSpec, fields: Mapping[str, str | list[str]], expected: Mark
) -> None:
    found = graded(part, fields)
    assert found.score == pytest.approx(expected.score, abs=1e-9)
    assert (found.answered, found.recognised, found.pending) == (
        expected.answered, expected.recognised, expected.pending,
    )  # fmt: skip


def test_every_version_and_every_type_is_held() -> None:
    assert set(PINNED) == set(range(1, GRADING_VERSION + 1))
    assert {row[0].type for row in PINNED[1]} == {kind.CODE for kind in QUESTION_TYPES}
