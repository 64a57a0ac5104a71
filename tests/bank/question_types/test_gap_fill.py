"""Gap fill: how gaps are written down, graded each by its own type, and shown in their places."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.bank.parameters import filled
from assessment.bank.question_types import gap_fill as kind
from assessment.bank.question_types import gaps
from assessment.values import Draw, OptionSpec, PartSpec, Response, Text

search = settings(max_examples=60, deadline=None)
STEM = Text(
    "Complete the text.\n\nTraining on [[device]] is called [[term]] and takes [[size]] of memory.",
    "请补全文本。\n\n在[[device]]上训练占用[[size]]的内存，这称为[[term]]。",
)
GAPS = {
    "device": "choice",
    "term": "text",
    "size": "number: answer=2*N; tolerance=0.01 relative; unit=GB | 吉字节; decimals=1",
}


def row(key: str, en: str, zh: str, credit: float = 0.0) -> OptionSpec:
    return OptionSpec(key, "gap", Text(en, zh), Text(f"On {en}.", f"关于{zh}。"), credit)


ROWS = (
    row("device-a", "a GPU", "GPU ", 1.0),
    row("device-b", "a disk", "磁盘"),
    row("device-c", "a TPU", "TPU ", 0.5),
    row("term-a", "fine-tuning", "微调", 1.0),
    row("term-b", "*tuning", "*调", 0.25),
    row("term-c", "prompting", "提示"),
    row("size-a", "N", "N"),
)
NUMBERS = {"N": "7"}


def part(stem: Text = STEM, rows: tuple[OptionSpec, ...] = ROWS, setting: Mapping[str, str] = GAPS) -> PartSpec:
    return PartSpec("gap_fill", stem, rows, {"gaps": dict(setting)})


def drawn(item: PartSpec, seed: int = 1) -> Draw:
    return replace(kind.draw(item, Random(seed)), numbers=NUMBERS)


def answer(item: PartSpec | None = None, **given: str) -> Response:
    return kind.read({name: [value] for name, value in given.items()}, drawn(item or part()))


def score(response: Response, item: PartSpec | None = None) -> float:
    return kind.grade(item or part(), response, drawn(item or part())).score


RIGHT = {"device": "device-a", "term": "fine-tuning", "size": "14"}


@pytest.mark.parametrize(
    ("given", "points"),
    [
        (RIGHT, 1.0),
        ({**RIGHT, "term": "微调", "size": "14.1 吉字节"}, 1.0),
        ({**RIGHT, "device": "device-c"}, 2.5 / 3),
        ({**RIGHT, "device": "device-b"}, 2 / 3),
        ({**RIGHT, "term": "tuning"}, 2.25 / 3),
        ({**RIGHT, "term": "prompting"}, 2 / 3),
        ({**RIGHT, "size": "7"}, 2 / 3),
        ({**RIGHT, "size": "fourteen"}, 2 / 3),
        ({"term": "fine-tuning"}, 1 / 3),
        ({"size": "13.9"}, 1 / 3),
        ({}, 0.0),
    ],
)
def test_the_score_is_the_mean_of_the_gaps(given: dict[str, str], points: float) -> None:
    assert score(answer(**given)) == pytest.approx(points)


def test_the_key_earns_full_credit_and_is_shown_in_both_languages() -> None:
    item = part()
    key = kind.key(item, drawn(item))
    assert kind.grade(item, key, drawn(item)).correct
    assert kind.complete(key, drawn(item))
    assert kind.describe(item, key, "en") == "(1) a GPU; (2) fine-tuning; (3) 14.0 GB"
    assert kind.describe(item, key, "zh_hans") == "(1) GPU ；(2) 14.0 吉字节；(3) 微调"


def test_the_guess_level_is_that_of_somebody_who_chooses_at_random_and_writes_nothing_right() -> None:
    item = part()
    chosen = [score(answer(device=key)) for key in ("device-a", "device-b", "device-c")]
    assert kind.guess(item) == pytest.approx(sum(chosen) / 3, abs=0.01)
    assert kind.guess(part(setting={})) == 0.0


choices = st.sampled_from(("", "device-a", "device-b", "device-c", "zz"))
terms = st.sampled_from(("", "fine-tuning", "微调", "tuning", "prompting", "x"))
sizes = st.sampled_from(("", "14", "14.1", "7", "1e400", "x"))


@search
@given(choices, terms, sizes)
def test_scores_are_in_range_and_filling_one_more_gap_never_lowers_them(device: str, term: str, size: str) -> None:
    given = {"device": device, "term": term, "size": size}
    whole = score(answer(**given))
    assert 0.0 <= whole <= 1.0
    for name in given:
        assert score(answer(**{**given, name: ""})) <= whole
        assert score(answer(**{**given, name: RIGHT[name]})) >= whole


@search
@given(choices, terms, sizes, st.integers(0, 2**32))
def test_neither_language_nor_order_nor_seed_moves_a_score(device: str, term: str, size: str, seed: int) -> None:
    item = part()
    turned = replace(
        item,
        stem=Text(STEM.zh_hans, STEM.en),
        options=tuple(replace(row, text=Text(row.text.zh_hans, row.text.en)) for row in reversed(item.options)),
    )
    response = answer(device=device, term=term, size=size)
    assert kind.grade(turned, response, drawn(turned, seed)) == kind.grade(item, response, drawn(item))


@search
@given(
    st.dictionaries(st.sampled_from(("device", "term", "size", "term-key", "zz", "")), st.lists(st.text(), max_size=3))
)
def test_hostile_posts_never_raise_and_only_gaps_are_read(posted: dict[str, list[str]]) -> None:
    item = part()
    response = kind.read(posted, drawn(item))
    assert set(response.fields) <= {"device", "term", "size"}
    assert kind.grade(item, response, drawn(item)).answered == bool(response)
    for language in ("en", "zh_hans"):
        kind.describe(item, response, language)
        kind.details(filled(item, drawn(item)), response, drawn(item), language)
    remark = kind.remark(item, response)
    assert bool(remark.en) == bool(remark.zh_hans)


def test_it_reads_only_drawn_choices_and_every_text_as_it_was_written() -> None:
    item = part()
    assert answer(device="device-z") == Response()
    assert answer(device="term-a") == Response()
    assert kind.read({"device": ["x", "device-b"]}, drawn(item)) == Response({"device": ("device-b",)})
    assert answer(term="  device-a ") == Response({"term": ("device-a",)})
    assert answer(size=" about 14 ") == Response({"size": ("about 14",)})


@pytest.mark.parametrize("text", ["9" * 10_000_000, "\x00" * 10_000_000, "过" * 3_300_000])
def test_ten_megabytes_in_each_gap_are_taken_calmly(text: str) -> None:
    response = answer(device=text, term=text, size=text)
    assert score(response) == 0.0
    assert all(len(values[0]) <= 201 for values in response.fields.values())


def test_it_is_complete_when_no_gap_is_open_and_names_those_that_are() -> None:
    item = part()
    assert kind.complete(answer(**RIGHT), drawn(item))
    assert kind.remark(item, answer(**RIGHT)) == Text()
    assert kind.remark(item, Response()) == Text()
    half = answer(term="fine-tuning")
    assert not kind.complete(half, drawn(item))
    assert kind.remark(item, half) == Text("Still open: gap 1, 3.", "尚未填写：第 1、2 空。")


def test_it_remarks_on_what_cannot_be_read_by_the_number_of_its_gap() -> None:
    remark = kind.remark(part(), answer(**{**RIGHT, "size": "fourteen", "term": "x" * 300}))
    assert "Gap 3: This cannot be read as one number" in remark.en
    assert "Gap 2: An answer has at most 200" in remark.en
    assert remark.zh_hans.startswith("第 2 空：无法读作一个数")


def test_choices_are_shuffled_by_the_draw_and_gaps_are_not() -> None:
    item = part()
    orders = {kind.draw(item, Random(seed)).order for seed in range(60)}
    assert {order[:3] for order in orders} == {("device", "term", "size")}
    assert len(orders) == 6
    assert kind.draw(item, Random(3)) == kind.draw(item, Random(3))


def shown(language: Any, response: Response | None = None) -> Mapping[str, Any]:
    item = part()
    return kind.details(filled(item, drawn(item)), response or Response(), drawn(item), language)


def test_details_keep_the_text_with_its_gaps_in_place_and_number_them_as_they_stand() -> None:
    details = shown("zh_hans")
    assert [gap["name"] for gap in details["gaps"]] == ["device", "size", "term"]
    assert [gap["place"] for gap in details["gaps"]] == [1, 2, 3]
    second = details["paragraphs"][1]
    assert [piece["text"] if "text" in piece else (piece["gap"]["name"], piece["tail"]) for piece in second] == [
        "在", ("device", ""), "上训练占用", ("size", ""), "的内存，这称为", ("term", "。"),
    ]  # fmt: skip
    assert details["gaps"][1]["unit"] == "吉字节"


def test_details_say_of_each_gap_what_was_right_and_why_not() -> None:
    device, term, size = shown("en", answer(device="device-c", term="prompting", size="7"))["gaps"]
    assert (device["state"], device["answer"], device["right"]) == ("partly", "a TPU", "a GPU")
    assert (term["state"], term["feedback"]) == ("wrong", "On prompting.")
    assert (size["state"], size["right"], size["feedback"]) == ("wrong", "14.0 GB", "On N.")
    assert [gap["state"] for gap in shown("en", answer(size="14"))["gaps"]] == ["open", "open", "right"]


# --- writing gaps down ---


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("choice", ("choice", {})),
        (" text ", ("text", {"loose_spaces": False})),
        ("text; loose_spaces", ("text", {"loose_spaces": True})),
        (
            "number: answer=5",
            ("number", {"answer": "5", "unit": {"en": "", "zh_hans": ""}, "tolerance": "0.02",
                        "tolerance_kind": "relative", "decimals": "0"}),
        ),
        (
            "number: answer = 2*N ; tolerance=1 absolute; unit=days | 天; decimals=2",
            ("number", {"answer": "2*N", "unit": {"en": "days", "zh_hans": "天"}, "tolerance": "1",
                        "tolerance_kind": "absolute", "decimals": "2"}),
        ),
    ],
)  # fmt: skip
def test_it_reads_the_line_of_a_gap(line: str, found: tuple[str, dict[str, Any]]) -> None:
    assert gaps.parse(line) == found


@pytest.mark.parametrize(
    "line",
    ["", "choices", "text: loose", "choice; x", "number", "number: 5", "number: tolerance=1", "number: answer=1; x=2",
     "number: answer=1; tolerance=0.1 about", ";", "=", "number:" + ";" * 999],
)  # fmt: skip
def test_it_says_in_both_languages_why_a_line_cannot_be_read(line: str) -> None:
    with pytest.raises(gaps.GapError) as error:
        gaps.parse(line)
    assert error.value.message.en
    assert error.value.message.zh_hans


def changed(name: str, line: str) -> PartSpec:
    return part(setting={**GAPS, name: line})


TWO = Text("Fill: [[a]] and [[b]].", "请填：[[a]]与[[b]]。")
PLAIN = {"a": "number: answer=1", "b": "number: answer=2"}


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (part(), []),
        (part(TWO, (), PLAIN), []),
        (part(Text("Fill [[a]].", "请填[[a]]。"), (), {"a": "number: answer=1"}), [("GAP-01", "stem")]),
        (part(Text("Fill.", "请填。"), (), {}), [("GAP-01", "stem")]),
        (part(replace(TWO, zh_hans="请填：[[a]]。"), (), PLAIN), [("GAP-01", "stem")]),
        (part(replace(TWO, en="Fill: [[a]] and [[b]] and [[a]]."), (), PLAIN), [("GAP-01", "stem")]),
        (part(replace(TWO, en="Fill: [[a]] and [[b]] and [[C d]]."), (), PLAIN), [("GAP-01", "stem")]),
        (part(TWO, (), {"a": "number: answer=1"}), [("GAP-01", "gaps")]),
        (part(TWO, (), {**PLAIN, "c": "number: answer=1"}), [("GAP-01", "gaps")]),
        (part(TWO, (row("x-a", "x", "某"),), PLAIN), [("GAP-01", "gap x-a")]),
        (part(TWO, (row("a", "x", "某"),), PLAIN), [("GAP-01", "gap a")]),
        (changed("size", "number: answer"), [("NUM-01", "gap size, answer")]),
        (changed("size", "numbers"), [("GAP-01", "gaps, size")]),
        (changed("size", "number: answer=14; tolerance=0.5"), [("NUM-06", "gap size, tolerance")]),
        (changed("size", "number: answer=14; unit= | 吉字节"), [("NUM-06", "gap size, unit")]),
        (changed("term", "choice"), []),
        (part(rows=ROWS[1:]), [("KEY-01", "gap device, choices")]),
        (part(rows=ROWS[:1] + ROWS[3:]), [("OPT-07", "gap device, choices")]),
        (part(rows=(*ROWS, row("device-d", "a disk", "盘"))), [("OPT-04", "gap device, choices")]),
        (part(rows=ROWS[:3] + ROWS[4:]), [("KEY-01", "gap term, accepted")]),
        (replace(part(), data={}), [("GAP-01", "gaps")] * 3),
        (replace(part(), data={"gaps": "device = choice"}), [("GAP-01", "gaps")] * 3),
    ],
)  # fmt: skip
def test_it_says_what_keeps_a_part_from_being_published(item: PartSpec, found: list[tuple[str, str]]) -> None:
    problems = kind.validate(item)
    assert {(p.code, p.where) for p in problems} >= set(found)
    assert bool(problems) == bool(found)
    assert all(problem.message.en and problem.message.zh_hans for problem in problems)


def test_a_draft_that_is_not_finished_can_be_shown_and_graded() -> None:
    for item in (part(setting={}), part(setting={"device": "?"}), part(rows=()), part(stem=Text("[[", "[["))):
        draw = drawn(item)
        for language, posted in product(("en", "zh_hans"), ({}, {"device": ["x"]})):
            response = kind.read(posted, draw)
            kind.details(item, response, draw, language)
            kind.describe(item, kind.key(item, draw), language)
            assert 0.0 <= kind.grade(item, response, draw).score <= 1.0
