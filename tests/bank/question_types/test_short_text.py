"""Short answer: what is accepted in either language, partial credit, and texts that are none."""

import time
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.bank.question_types import short_text as kind
from assessment.lib.texts import MAX_LENGTH
from assessment.values import Draw, OptionSpec, PartSpec, Response, Text

DRAW = Draw("short_text")
search = settings(max_examples=60, deadline=None)


def accepted(key: str, en: str, zh: str = "", credit: float = 1.0) -> OptionSpec:
    return OptionSpec(key, "accepted", Text(en, zh), credit=credit)


def wrong(key: str, en: str, zh: str = "") -> OptionSpec:
    return OptionSpec(key, "wrong_text", Text(en, zh), Text(f"On {en}.", f"关于{zh}。"))


FULL, HALF = accepted("a", "overfitting", "过拟合"), accepted("b", "*memor*", "*记住*", 0.5)
UNDER = wrong("w", "underfitting", "欠拟合")


def part(*rows: OptionSpec, loose: bool = False) -> PartSpec:
    stem = Text("What is it called?", "它叫什么？")
    return PartSpec("short_text", stem, rows or (FULL, HALF, UNDER), {"loose_spaces": loose})


def written(text: str) -> Response:
    return kind.read({"text": [text]}, DRAW)


def score(item: PartSpec, text: str, draw: Draw = DRAW) -> float:
    return kind.grade(item, written(text), draw).score


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (part(), []),
        (part(FULL), []),
        (part(FULL, accepted("b", "overtraining")), []),
        (part(FULL, accepted("b", "", "过度拟合")), []),
        (part(HALF), ["accepted"]),
        (part(accepted("a", "over*", "过*")), ["accepted"]),
        (part(accepted("a", "overfitting")), ["accepted"]),
        (part(accepted("a", "", "")), ["accepted a", "accepted"]),
        (part(FULL, accepted("b", "*", "")), ["accepted b"]),
        (part(FULL, accepted("b", "x", "...")), ["accepted b"]),
        (part(FULL, accepted("b", "x", credit=0)), ["accepted b"]),
        (part(FULL, accepted("b", "x", credit=1.5)), ["accepted b"]),
        (part(FULL, accepted("b", "x" * 201)), ["accepted b"]),
        (part(FULL, wrong("w", "Overfitting.")), ["wrong_text w"]),
        (part(FULL, HALF, wrong("w", "memory")), ["wrong_text w"]),
        (part(UNDER), ["accepted", "accepted"]),
        (part(*(accepted(key, f"x{key}", "某") for key in "abcdefghijklm")), ["accepted"]),
    ],
)
def test_it_says_what_keeps_a_part_from_being_published(item: PartSpec, found: list[str]) -> None:
    problems = kind.validate(item)
    assert [problem.where for problem in problems] == found
    assert all(problem.message.en and problem.message.zh_hans for problem in problems)


@pytest.mark.parametrize(
    ("text", "points", "recognised"),
    [
        ("overfitting", 1.0, "a"),
        (" OVERFITTING. ", 1.0, "a"),
        ("过拟合", 1.0, "a"),
        ("“过 拟合”。", 1.0, "a"),
        ("it memorises", 0.5, "b"),
        ("记住了样本", 0.5, "b"),
        ("underfitting", 0.0, "w"),
        ("欠拟合", 0.0, "w"),
        ("over fitting", 0.0, ""),
        ("???", 0.0, ""),
        ("a", 0.0, ""),
    ],
)
def test_it_grades_and_recognises_texts_of_either_language(text: str, points: float, recognised: str) -> None:
    mark = kind.grade(part(), written(text), DRAW)
    assert (mark.score, mark.recognised, mark.answered) == (points, recognised, True)


def test_the_best_of_several_that_fit_counts_and_right_goes_before_wrong() -> None:
    item = part(accepted("b", "*fit*", "*合*", 0.5), FULL, wrong("w", "*"))
    assert score(item, "overfitting") == 1.0
    assert score(item, "it fits") == 0.5
    assert kind.grade(part(FULL, wrong("w", "*fitting*")), written("overfitting"), DRAW).score == 1.0


def test_spaces_and_hyphens_are_loose_where_the_item_says_so() -> None:
    row = accepted("a", "check point", "检查点")
    assert score(part(row), "check-point") == 0.0
    assert [score(part(row, loose=True), text) for text in ("checkpoint", "Check-Point", "check point")] == [1.0] * 3


def test_drawn_numbers_stand_in_accepted_texts() -> None:
    item, draw = part(accepted("a", "{N} replicas", "{N} 个副本")), Draw("short_text", numbers={"N": "12"})
    assert score(item, "12 replicas", draw) == score(item, "12个副本", draw) == 1.0
    assert score(item, "13 replicas", draw) == 0.0
    assert kind.grade(item, kind.key(item, draw), draw).correct


def test_an_open_part_scores_0_and_is_not_answered() -> None:
    for posted in ({}, {"text": []}, {"text": [""]}, {"text": [" \n\u200b"]}, {"other": ["overfitting"]}):
        response = kind.read(posted, DRAW)
        assert not response
        assert not kind.complete(response, DRAW)
        assert kind.grade(part(), response, DRAW) == kind.grade(part(), Response(), DRAW)
        assert not kind.grade(part(), response, DRAW).answered


def test_only_the_first_of_several_values_is_read_and_no_other_field() -> None:
    response = kind.read({"text": ["x", "overfitting"], "key": ["a"]}, DRAW)
    assert response == Response({"text": ("x",)})


def test_a_text_at_the_limit_is_taken_and_a_longer_one_is_remarked_on() -> None:
    item = part(FULL, accepted("b", "x*"))
    assert score(item, "x" * MAX_LENGTH) == 1.0
    assert kind.remark(item, written("x" * MAX_LENGTH)) == Text()
    long = written("x" * (MAX_LENGTH + 5))
    assert kind.grade(item, long, DRAW).score == 0.0
    assert "at most 200" in kind.remark(item, long).en
    assert "200" in kind.remark(item, long).zh_hans


@pytest.mark.parametrize(
    "text", ["a" * 10_000_000, "\u0301\u0316" * 2_000_000, "过" * 3_300_000, " " * 10_000_000 + "x"]
)
def test_ten_megabytes_are_read_at_once_and_their_beginning_is_kept(text: str) -> None:
    item = part(FULL, accepted("b", "*a*a*a*a*b*a*"))
    started = time.perf_counter()
    response = written(text)
    mark = kind.grade(item, response, DRAW)
    assert time.perf_counter() - started < 1
    assert text.strip().startswith(response.first("text"))
    assert (mark.score, mark.answered) == (0.0, True)


@search
@given(st.text(max_size=250))
def test_any_text_gets_a_score_and_a_description(text: str) -> None:
    response = written(text)
    assert 0.0 <= kind.grade(part(), response, DRAW).score <= 1.0
    assert kind.describe(part(), response, "en") == response.first("text") == kind.describe(part(), response, "zh_hans")
    remark = kind.remark(part(), response)
    assert bool(remark.en) == bool(remark.zh_hans)


words = st.sampled_from(("overfitting", "过拟合", "memory", "记住", "underfitting", "欠拟合", "", "x", "Overfitting!"))


@search
@given(words, st.randoms())
def test_neither_the_order_of_rows_nor_the_language_moves_a_score(text: str, rng: Random) -> None:
    item = part()
    rows = [replace(row, text=Text(row.text.zh_hans, row.text.en)) for row in item.options]
    rng.shuffle(rows)
    assert score(replace(item, options=tuple(rows)), text) == score(item, text)


@search
@given(words, st.floats(0.1, 1))
def test_one_more_accepted_text_never_lowers_a_score(text: str, credit: float) -> None:
    item = part()
    assert score(replace(item, options=(*item.options, accepted("z", "*x*", credit=credit))), text) >= score(item, text)


@search
@given(st.text(max_size=40), st.text(max_size=40), st.booleans())
def test_the_key_of_what_can_be_published_earns_full_credit(english: str, chinese: str, loose: bool) -> None:
    item = part(accepted("a", english, chinese), loose=loose)
    if not kind.validate(item):
        assert kind.grade(item, kind.key(item, DRAW), DRAW).correct


def test_the_key_is_shown_in_the_language_of_the_reader() -> None:
    key = kind.key(part(HALF, FULL), DRAW)
    assert kind.describe(part(HALF, FULL), key, "en") == "overfitting"
    assert kind.describe(part(HALF, FULL), key, "zh_hans") == "过拟合"
    assert kind.key(part(HALF), DRAW) == Response()


def test_details_list_other_full_answers_and_wrong_ones_of_the_language() -> None:
    item = part(FULL, accepted("b", "overtraining"), accepted("c", "", "过度拟合"), accepted("d", "over*"), HALF, UNDER)
    english, chinese = (kind.details(item, Response(), DRAW, language) for language in ("en", "zh_hans"))
    assert english["also"] == ["overtraining"]
    assert chinese["also"] == ["过度拟合"]
    assert chinese["wrong"] == [{"text": "欠拟合", "feedback": "关于欠拟合。"}]


def test_nobody_hits_a_text_by_chance_and_nothing_is_drawn() -> None:
    assert kind.guess(part()) == 0.0
    assert kind.draw(part(), Random(1)) == kind.draw(part(), Random(2)) == DRAW
