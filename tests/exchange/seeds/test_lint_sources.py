"""The rules about slots, sources and dates."""

from dataclasses import replace

import pytest

from assessment.exchange.seeds.lint import Finding, check_seeds, describe
from assessment.exchange.seeds.reader import QuestionSeed
from assessment.values import SourceSpec, Text
from tests.exchange.seeds.small_seeds import (
    CARD,
    CONTEXT,
    TODAY,
    found,
    number,
    quiz,
    seed,
    seeds,
    true_false,
    with_stem,
    with_text,
)


def test_it_finds_nothing_in_clean_seeds() -> None:
    entries = [seed(), number("60"), seed("C01-04", true_false(True), "TFR")]
    assert found(*entries, quizzes=(quiz("C01-01", "C01-03", "C01-04", notes={"FORM-01": "three of one claim"}),)) == []


def test_it_passes_on_what_the_bank_finds() -> None:
    (part,) = seed().spec.parts
    bare = replace(part.options[1], feedback=Text())
    entry = seed(part=replace(part, options=(part.options[0], bare, part.options[2])))
    assert found(entry) == [("E", "FB-01", "C01-01", "", "option b, feedback")]


def test_a_finding_is_one_line() -> None:
    finding = Finding("LANG-01", Text("Numbers differ.", "数字不一致。"), "C01-04", "option b", "zh_hans")
    assert describe(finding) == "E LANG-01 C01-04 zh_hans option b: Numbers differ."
    assert describe(Finding("KEY-02", Text("Uneven.", "不均。"), "bank", severity="W")) == "W KEY-02 bank: Uneven."


# --- ID-01 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "where"),
    [
        (seed("C01-99"), "slot"),
        (seed(slug="C01-02"), "id"),
        (seed(competency="C02"), "competency"),
        (seed(short_type="MR"), "type"),
        (seed(origin="X"), "origin"),
        (seed(cognitive="R"), "cognitive"),
        (seed(level="architect"), "level"),
        (seed(skill="C02.1"), "skill"),
        (seed(skill="C01.9"), "skill"),
        (seed(enemies=("C09-77",)), "enemies"),
    ],
)
def test_it_refuses_what_differs_from_the_blueprint(entry: QuestionSeed, where: str) -> None:
    assert ("E", "ID-01", entry.slug, "", where) in found(entry)


def test_it_accepts_an_enemy_that_is_not_written_yet() -> None:
    assert found(seed(enemies=("C01-30",))) == []


def test_it_refuses_an_id_that_is_used_twice() -> None:
    assert found(seed(), seed()) == [("E", "ID-01", "C01-01", "", "id")]


def test_it_refuses_a_quiz_with_an_unknown_question() -> None:
    assert found(seed(), quizzes=(quiz("C01-01", "C01-17"),)) == [("E", "ID-01", "first-quiz", "", "questions")]


# --- sources --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sources", "where"),
    [
        ((), "claims"),
        ((SourceSpec(claim="L9-z"),), "claims"),
        ((SourceSpec(claim="L1-d"),), "claims"),
        ((SourceSpec(claim="A1-a"),), "references"),
    ],
)
def test_it_refuses_missing_unknown_and_forbidden_claims(sources: tuple[SourceSpec, ...], where: str) -> None:
    assert found(seed(sources=sources)) == [("E", "SRC-01", "C01-01", "", where)]


def test_it_accepts_an_adjacent_statement_with_a_public_source() -> None:
    assert found(seed(sources=(SourceSpec(claim="A1-a"), CARD))) == []


def test_it_refuses_an_unknown_reference() -> None:
    unknown = replace(CARD, reference="Nobody1999")
    assert found(seed(sources=(unknown,))) == [("E", "SRC-02", "C01-01", "", "references")]


@pytest.mark.parametrize("claim", ["L1-b", "L1-c"])
def test_it_refuses_a_view_without_attribution(claim: str) -> None:
    assert found(seed(sources=(SourceSpec(claim=claim), CARD))) == [
        ("E", "SRC-03", "C01-01", "en", "stem"),
        ("E", "SRC-03", "C01-01", "zh_hans", "stem"),
    ]


def test_it_refuses_an_attribution_in_one_language() -> None:
    entry = seed(sources=(SourceSpec(claim="L1-b"), CARD))
    assert found(with_stem(entry, en="According to the lecture, scale decides. ")) == [
        ("E", "SRC-03", "C01-01", "zh_hans", "stem")
    ]
    assert found(with_stem(entry, "According to the lecture, scale decides. ", "讲座认为规模决定一切。")) == []


def test_the_scenario_of_a_testlet_may_attribute() -> None:
    entry = seed(sources=(SourceSpec(claim="L1-b"), CARD))
    told = replace(entry.spec, scenario=Text("According to the lecture, scale decides.", "讲座认为规模决定一切。"))
    assert found(replace(entry, spec=told)) == []


def test_it_accepts_the_treatment_of_the_claim_and_no_other() -> None:
    sources = (SourceSpec(claim="L1-c"), CARD)
    assert found(seed(sources=sources, treatments=("T-01",))) == []
    assert [row[1] for row in found(seed(sources=sources, treatments=("T-02",)))] == ["SRC-03", "SRC-03"]


def test_it_refuses_an_unknown_treatment() -> None:
    assert found(seed(treatments=("T-77",))) == [("E", "SRC-03", "C01-01", "", "treatments")]


def test_it_refuses_an_attributed_item_whose_stem_does_not_attribute() -> None:
    assert ("E", "SRC-03", "C01-01", "en", "stem") in found(seed(attributed=True))


@pytest.mark.parametrize("opened", ["", "soon", "2024-11-23", "2024-01-01", "2026-11-24"])
def test_it_warns_of_sources_not_opened_of_late(opened: str) -> None:
    entry = seed(sources=(replace(CARD, opened_on=opened),))
    assert found(entry) == [("W", "SRC-04", "C01-01", "", "references Doe2020")]


@pytest.mark.parametrize("opened", ["2024-11-24", "2026-11-23"])
def test_it_accepts_sources_opened_within_24_months(opened: str) -> None:
    assert found(seed(sources=(replace(CARD, opened_on=opened),))) == []


def test_it_warns_of_a_source_without_place() -> None:
    assert found(seed(sources=(replace(CARD, place=" "),))) == [("W", "SRC-04", "C01-01", "", "references Doe2020")]


def test_it_refuses_a_place_that_does_not_fit() -> None:
    finding = ("E", "SRC-04", "C01-01", "", "references Doe2020")
    assert found(seed(sources=(replace(CARD, place="x" * 201),))) == [finding]
    assert found(seed(sources=(replace(CARD, place="x" * 200),))) == []


def test_the_list_of_references_may_say_when_a_source_was_opened() -> None:
    context = replace(CONTEXT, references={"Doe2020": "2026-01-05"})
    entry = seed(sources=(replace(CARD, opened_on=""),))
    assert check_seeds(seeds(entry), context, TODAY) == []


def test_a_note_accepts_a_warning_of_the_seeds_and_no_error() -> None:
    sources = (replace(CARD, opened_on=""),)
    assert found(seed(sources=sources, notes={"SRC-04": "a book, checked in print"})) == []
    assert found(seed(sources=(), notes={"SRC-01": "none needed"})) == [("E", "SRC-01", "C01-01", "", "claims")]


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["Currently so.", "The latest model.", "The newest one.", "State-of-the-art work.", "The state of the art.",
     "It was shown recently."],
)  # fmt: skip
def test_it_refuses_english_that_goes_stale(text: str) -> None:
    assert found(with_text(seed(), en=text)) == [("E", "DATE-01", "C01-01", "en", "explanation")]


@pytest.mark.parametrize("text", ["目前如此。", "这是最新的模型。", "近期有研究。", "如今最大的模型。"])
def test_it_refuses_chinese_that_goes_stale(text: str) -> None:
    assert found(with_text(seed(), zh=text)) == [("E", "DATE-01", "C01-01", "zh_hans", "explanation")]


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        ("From earliest to latest.", "由早到晚。"),
        ("Read the latest requests.", "读取最新请求。"),
        ("By June at the latest.", "最迟到六月。"),
    ],
)
def test_it_accepts_orders_and_streams(en: str, zh: str) -> None:
    assert found(with_text(seed(), en, zh)) == []


@pytest.mark.parametrize("review_by", ["", "next year", "2026-11-22", "2027-11-25"])
def test_it_refuses_a_dated_item_without_a_review_ahead(review_by: str) -> None:
    assert found(seed(tags=("dated",), review_by=review_by)) == [("E", "DATE-02", "C01-01", "", "review_by")]


@pytest.mark.parametrize("review_by", ["2026-11-23", "2027-11-23"])
def test_it_accepts_a_review_within_a_year(review_by: str) -> None:
    assert found(seed(tags=("dated",), review_by=review_by)) == []
