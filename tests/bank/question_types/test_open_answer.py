"""Open answer: pending until a person marks it, its rubric, its lengths, and exemplar EX-24."""

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.bank.lint.core import check
from assessment.bank.question_types import open_answer as kind
from assessment.values import Draw, Mark, OptionSpec, PartSpec, QuestionSpec, Response, Text

DRAW = Draw("open_answer")
EX_24 = Path(__file__).with_name("ex_24.json")
search = settings(max_examples=60, deadline=None)


def row(key: str, points: float = 1.0, role: str = "rubric") -> OptionSpec:
    return OptionSpec(key, role, Text(f"Says {key}", f"说明 {key}"), credit=points)


def part(points: tuple[float, ...] = (1, 2, 3), **data: object) -> PartSpec:
    rows = tuple(row("abcdefghijkl"[i], value) for i, value in enumerate(points))
    model = {"en": "Do this and then that.", "zh_hans": "先做这个，再做那个。"}
    return PartSpec("open_answer", Text("How?", "如何？"), rows, {"model_answer": model, **data})


def exemplar() -> QuestionSpec:
    """EX-24 of the item blueprint, whole."""
    item = json.loads(EX_24.read_text(encoding="utf-8"))
    rubric = [OptionSpec(f"r{i}", "rubric", Text(en, zh), credit=n) for i, (n, en, zh) in enumerate(item["rubric"], 1)]
    errors = [OptionSpec(f"e{i}", "common_error", Text(en, zh)) for i, (en, zh) in enumerate(item["common_errors"], 1)]
    data = {
        "model_answer": {"en": item["model_en"], "zh_hans": item["model_zh"]},
        "words_en": 120,
        "characters_zh_hans": 200,
        "maximum": 7,
    }
    stem = Text(item["stem_en"], item["stem_zh"])
    return QuestionSpec(
        parts=(PartSpec("open_answer", stem, (*rubric, *errors), data),),
        explanation=Text(item["expl_en"], item["expl_zh"]),
        level="architect",
        cognitive="E",
        skill="C12.5",
        difficulty=1.4,
        minutes=5,
        notes={"LANG-01": item["num_note"]},
    )


def written(text: str) -> Response:
    return kind.read({"text": [text]}, DRAW)


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (part(), []),
        (part(maximum=6), []),
        (part((0.5, 0.5, 1), maximum=2), []),
        (part(maximum=0), []),
        (part(maximum=7), [("SA-01", "rubric")]),
        (part((1, 0, 3)), [("SA-01", "rubric b")]),
        (part((1, -1, 3)), [("SA-01", "rubric b")]),
        (part((1, 1)), [("OPT-07", "rubric")]),
        (part((1,) * 11), [("OPT-07", "rubric")]),
        (part(words_en=5, characters_zh_hans=8), []),
        (part(words_en=4, characters_zh_hans=8), [("SA-01", "model_answer")]),
        (part(words_en=5, characters_zh_hans=7), [("SA-01", "model_answer")]),
        (part(model_answer=None), [("SA-01", "model_answer")] * 2),
        (part(model_answer={"en": "Yes.", "zh_hans": " "}), [("SA-01", "model_answer")]),
    ],
)
def test_it_says_what_keeps_a_part_from_being_published(item: PartSpec, found: list[tuple[str, str]]) -> None:
    problems = kind.validate(item)
    assert [(problem.code, problem.where) for problem in problems] == found
    assert all(problem.message.en and problem.message.zh_hans for problem in problems)


def test_common_errors_are_optional_and_six_at_most() -> None:
    errors = tuple(row(f"e{i}", 0, "common_error") for i in range(7))
    item = part()
    assert not kind.validate(replace(item, options=(*item.options, *errors[:6])))
    assert [p.where for p in kind.validate(replace(item, options=(*item.options, *errors)))] == ["common_error"]


def test_an_answer_waits_for_a_person_and_an_open_part_does_not() -> None:
    assert kind.grade(part(), written("Something."), DRAW) == Mark(0.0, True, pending=True)
    for text in ("", "  ", "\u200b", "\r\n"):
        assert kind.grade(part(), written(text), DRAW) == Mark(0.0, False, pending=False)


def test_it_reads_the_text_with_its_paragraphs_and_nothing_else() -> None:
    response = kind.read({"text": ["  One.\r\n\r\nTwo.\x00 "], "key": ["model_answer"]}, DRAW)
    assert response == Response({"text": ("One.\n\nTwo.",)})
    assert kind.complete(response, DRAW)
    assert not kind.complete(Response(), DRAW)


@search
@given(st.lists(st.floats(0.1, 5), min_size=3, max_size=10), st.sets(st.sampled_from("abcdefghijz")))
def test_the_rubric_gives_the_share_of_the_points_that_are_met(points: list[float], met: set[str]) -> None:
    item = part(tuple(points))
    score = kind.rubric_score(item, met)
    assert 0.0 <= score <= 1.0
    assert kind.rubric_score(item, met | {"a"}) >= score
    assert kind.rubric_score(item, [option.key for option in item.options]) == 1.0
    assert kind.rubric_score(item, ()) == 0.0


def test_points_weigh_and_unknown_rows_and_errors_count_nothing() -> None:
    item = part((1, 2, 3))
    item = replace(item, options=(*item.options, row("e", 0, "common_error")))
    assert kind.rubric_score(item, {"c"}) == 0.5
    assert kind.rubric_score(item, {"a", "b", "e", "nobody"}) == 0.5
    assert kind.rubric_score(replace(item, options=()), {"a"}) == 0.0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one two three", ""),
        ("one two three four", "4 words; at most 3"),
        ("四个汉字", ""),
        ("五个汉字了", "5 Chinese characters; at most 4"),
        ("用 GPU 来训练", "5 Chinese characters; at most 4"),
        ("x" * 10_001, "at most 10,000 characters"),
        ("", ""),
    ],
)
def test_it_remarks_on_length_by_the_language_of_the_answer(text: str, words: str) -> None:
    remark = kind.remark(part(words_en=3, characters_zh_hans=4), written(text))
    assert words in remark.en
    assert bool(remark.en) == bool(remark.zh_hans) == bool(words)


def test_without_limits_there_is_nothing_to_remark_on() -> None:
    assert kind.remark(part(), written("word " * 900)) == Text()


def test_ten_thousand_characters_are_kept_and_more_is_said_to_be_too_long() -> None:
    most = "过" * 10_000
    assert written(most).first("text") == most
    assert len(written("过" * 3_300_000).first("text")) == 10_001
    assert "10,000" in kind.remark(part(), written(most + "x")).zh_hans


@search
@given(st.text(max_size=300))
def test_any_text_is_kept_and_described_as_it_is_in_both_languages(text: str) -> None:
    response = written(text)
    kept = response.first("text")
    assert kind.describe(part(), response, "en") == kind.describe(part(), response, "zh_hans") == kept
    assert kind.grade(part(), response, DRAW).pending == bool(kept)
    assert kind.details(part(words_en=5), response, DRAW, "en")["count"] >= 0


def test_the_key_is_the_model_answer_in_the_language_of_the_reader() -> None:
    key = kind.key(part(), DRAW)
    assert kind.describe(part(), key, "en") == "Do this and then that."
    assert kind.describe(part(), key, "zh_hans") == "先做这个，再做那个。"
    assert kind.grade(part(), key, DRAW).pending
    assert kind.key(part(model_answer=None), DRAW) == Response()


def test_nobody_meets_a_rubric_by_chance_and_nothing_is_drawn() -> None:
    assert kind.guess(part()) == 0.0
    assert kind.draw(part(), Random(1)) == DRAW


def test_exemplar_24_can_be_published_and_its_key_meets_the_whole_rubric() -> None:
    question = exemplar()
    assert [problem for problem in check(question) if problem.severity == "E"] == []
    item = question.parts[0]
    keys = [option.key for option in item.with_role("rubric")]
    assert kind.rubric_score(item, keys) == 1.0
    assert kind.grade(item, kind.key(item, DRAW), DRAW).pending
    assert kind.remark(item, kind.key(item, DRAW)) == Text()
    assert kind.remark(item, written(item.data["model_answer"]["zh_hans"])) == Text()


def test_exemplar_24_scores_wrong_and_partial_answers_by_what_they_meet() -> None:
    item = exemplar().parts[0]
    keys = [option.key for option in item.with_role("rubric")]
    for size in range(8):
        assert {round(kind.rubric_score(item, met), 9) for met in combinations(keys, size)} == {round(size / 7, 9)}
    assert kind.grade(item, written("The prompt tells the agent to ask first."), DRAW).score == 0.0


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"en": "Gate.", "zh_hans": "Gate."}, "LANG-02", "model_answer"),
        ({"en": "闸门。", "zh_hans": "闸门。"}, "LANG-02", "model_answer"),
    ],
)
def test_the_lint_reads_the_model_answer_in_both_languages(change: dict[str, str], code: str, where: str) -> None:
    question = exemplar()
    item = question.parts[0]
    other = replace(question, parts=(replace(item, data={**item.data, "model_answer": change}),))
    assert (code, where) in {(problem.code, problem.where) for problem in check(other)}


def test_the_lint_wants_every_row_of_the_rubric_in_both_languages() -> None:
    question = exemplar()
    item = question.parts[0]
    rows = (replace(item.options[0], text=Text("Triggered by amount", "")), *item.options[1:])
    found = {(p.code, p.where, p.language) for p in check(replace(question, parts=(replace(item, options=rows),)))}
    assert ("LANG-02", "rubric r1", "zh_hans") in found
