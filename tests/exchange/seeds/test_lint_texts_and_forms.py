"""The rules about copied texts, second computations and sets of questions."""

import runpy
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assessment.exchange.seeds.lint import check_seeds, read_context
from assessment.exchange.seeds.lint_texts import RUN, fold, run_hash
from assessment.exchange.seeds.reader import QuestionSeed, SeedError
from assessment.values import Text
from tests.exchange.seeds.small_seeds import (
    CARD,
    CONTEXT,
    FOREIGN,
    TODAY,
    found,
    number,
    quiz,
    seed,
    seeds,
    single_choice,
    true_false,
    with_stem,
    with_text,
)

# --- copies and slips -----------------------------------------------------------------------------


def test_it_refuses_a_copied_run_however_it_is_spaced() -> None:
    spaced = f"前文。{FOREIGN[:4]} {FOREIGN[4:]}。"
    (finding,) = check_seeds(seeds(with_text(seed(), zh=spaced)), CONTEXT, TODAY)
    assert (finding.code, finding.item, finding.language, finding.where) == (
        "COPY-01", "C01-01", "zh_hans", "explanation"
    )  # fmt: skip
    assert FOREIGN in finding.message.zh_hans


def test_it_accepts_a_run_of_eleven_characters() -> None:
    assert found(with_text(seed(), zh=f"前文“{FOREIGN[: RUN - 1]}”。")) == []


def test_it_looks_for_copies_in_english_fields_too() -> None:
    entry = with_text(seed(), en=f"The lecture says {FOREIGN}.")
    assert found(entry) == [("E", "COPY-01", "C01-01", "en", "explanation")]


def test_it_looks_for_copies_in_scenarios_too() -> None:
    entry = seed()
    told = replace(entry, spec=replace(entry.spec, scenario=Text("A case.", f"案例：{FOREIGN}。")))
    assert found(told) == [("E", "COPY-01", "C01-01", "zh_hans", "scenario")]


@pytest.mark.parametrize("name", ["competencies", "lecture"])
def test_it_looks_for_copies_in_competencies_and_lecture_map(name: str) -> None:
    given = {"claims": [{"code": "X1", "text": {"en": "One.", "zh": FOREIGN}}]}
    item = "lecture_map" if name == "lecture" else name
    assert found(seed(), **{name: given}) == [("E", "COPY-01", item, "zh_hans", "claims X1 text")]


@pytest.mark.parametrize(
    "text", ["算例不足。", "易购的机器。", "GTP-3 模型。", "PAL 平台上。", "应用性更强。", "含量业务。", "高校执行。"]
)
def test_it_refuses_slips_of_the_transcript(text: str) -> None:
    numbers = "GTP-3" if "GTP" in text else "It"
    assert found(with_text(seed(), en="It is so." if numbers == "It" else "GPT-3 is so.", zh=text)) == [
        ("E", "TERM-01", "C01-01", "zh_hans", "explanation")
    ]


@pytest.mark.parametrize("text", ["应用性能更强。", "信息含量更高。", "与高校合作。", "碳含量。"])
def test_it_accepts_words_that_only_contain_a_slip(text: str) -> None:
    assert found(with_text(seed(), zh=text)) == []


def test_the_lecture_map_may_name_the_slips() -> None:
    assert found(seed(), lecture={"claims": [{"code": "X1", "text": {"en": "Read GPT.", "zh": "误作 GTP。"}}]}) == []


def test_the_script_folds_and_hashes_as_the_rule_does() -> None:
    script = runpy.run_path(str(Path(__file__).parents[3] / "scripts" / "hash_lecture_runs.py"))
    text = "讲座 原文，ＡＢＣ（一）\n" + FOREIGN
    assert script["fold"](text) == fold(text)
    assert script["run_hash"](FOREIGN) == run_hash(FOREIGN)
    assert (script["RUN"], script["DIGITS"]) == (RUN, len(run_hash(FOREIGN)))


def test_the_script_leaves_out_names_ascii_and_the_page_around_the_lecture() -> None:
    script = runpy.run_path(str(Path(__file__).parents[3] / "scripts" / "hash_lecture_runs.py"))
    page = f"{script['ALLOWED'][0]}\n{FOREIGN}plain ascii words\n{script['END_OF_LECTURE']}\n另一篇文章的标题与这里无关"
    runs = script["runs"](page)
    assert FOREIGN[:RUN] in runs
    assert not any(run.isascii() or "另一篇" in run for run in runs)
    assert script["fold"](script["ALLOWED"][0])[:RUN] not in runs


# --- second computation ---------------------------------------------------------------------------


@pytest.mark.parametrize("sample_answer", [None, "72", "60.4", "sixty"])
def test_it_refuses_a_number_that_no_second_computation_confirms(sample_answer: str | None) -> None:
    assert found(number(sample_answer)) == [("E", "NUM-04", "C01-03", "", "answer")]


@pytest.mark.parametrize("sample_answer", ["60", "60.2", "6e1"])
def test_it_accepts_numbers_within_half_a_percent(sample_answer: str) -> None:
    assert found(number(sample_answer)) == []


# --- sets of questions ----------------------------------------------------------------------------


def batch(rights: list[int]) -> list[QuestionSeed]:
    return [seed(f"C01-{n:02}", single_choice(right)) for n, right in enumerate(rights, 7)]


def test_it_warns_of_keys_that_gather_in_one_place() -> None:
    assert found(*batch([0] * 18 + [1] * 2)) == [
        ("W", "KEY-02", "bank", "", "position 1"),
        ("W", "KEY-02", "bank", "", "position 3"),
    ]


@pytest.mark.parametrize("rights", [[0] * 19, [0, 1, 2] * 7])
def test_it_accepts_few_items_and_even_keys(rights: list[int]) -> None:
    assert found(*batch(rights)) == []


def statements(*verdicts: bool) -> list[QuestionSeed]:
    return [seed(f"C01-0{n}", true_false(truth), "TFR") for n, truth in enumerate(verdicts, 4)]


def test_it_refuses_a_competency_in_which_all_statements_are_true() -> None:
    assert found(*statements(True, True, True)) == [("E", "KEY-03", "C01", "", "truth")]


@pytest.mark.parametrize("verdicts", [(True,), (True, False), (True, True, False)])
def test_it_accepts_verdicts_as_even_as_their_number_allows(verdicts: tuple[bool, ...]) -> None:
    assert found(*statements(*verdicts)) == []


def test_it_refuses_a_quiz_in_which_all_statements_are_true() -> None:
    entries = statements(True, True, False)
    assert found(*entries, quizzes=(quiz("C01-04", "C01-05"),)) == [("E", "KEY-03", "first-quiz", "", "truth")]


def test_it_refuses_two_enemies_in_one_quiz() -> None:
    entries = (seed(enemies=("C01-02",)), seed("C01-02"))
    form = [("E", "FORM-01", "first-quiz", "", "questions")]
    assert found(*entries, quizzes=(quiz("C01-01", "C01-02"),)) == form
    assert found(*entries, quizzes=(quiz("C01-02", "C01-01"),)) == form
    assert found(*entries, quizzes=(quiz("C01-01"),)) == []


def test_it_refuses_three_items_of_one_claim_in_one_quiz() -> None:
    entries = batch([0, 1, 2])
    slugs = [entry.slug for entry in entries]
    assert found(*entries, quizzes=(quiz(*slugs),)) == [("E", "FORM-01", "first-quiz", "", "questions")]
    assert found(*entries, quizzes=(quiz(*slugs[:2]),)) == []


def attributed(slot: str) -> QuestionSeed:
    return with_stem(seed(slot, attributed=True), "The lecture praises scale. ", "讲座推崇规模。")


def test_it_refuses_a_quiz_with_many_attributed_items() -> None:
    others = [replace(entry, spec=replace(entry.spec, sources=(CARD,))) for entry in batch([0, 1, 2, 0])]
    slugs = [entry.slug for entry in others]
    assert found(attributed("C01-01"), *others, quizzes=(quiz("C01-01", *slugs),)) == []
    assert found(attributed("C01-01"), *others, quizzes=(quiz("C01-01", *slugs[:3]),)) == [
        ("E", "FORM-01", "first-quiz", "", "questions")
    ]


def test_a_note_of_the_quiz_accepts_its_form() -> None:
    entry = attributed("C01-01")
    assert found(entry, quizzes=(quiz("C01-01", notes={"FORM-01": "about the lecture"}),)) == []
    assert found(entry, quizzes=(quiz("C01-01", notes={"FORM-01": ""}),)) != []


# --- reading the context --------------------------------------------------------------------------


def test_it_reads_the_context_from_seeds_and_lists(tmp_path: Path) -> None:
    (tmp_path / "slots.csv").write_text("slot,competency,type\nC01-01,C01,SC\n", encoding="utf-8")
    (tmp_path / "lecture_runs.txt").write_text("0123456789\nabcdef0123\n", encoding="utf-8")
    given = seeds(
        competencies={"competencies": [{"skills": [{"code": "C01.1"}]}]},
        lecture={
            "claims": [{"code": "L1-a", "use": "ATTR", "treatments": ["T-01"]}],
            "adjacent": [{"code": "A1-a"}],
            "treatments": [{"code": "T-01"}],
        },
        references=({"key": "Doe2020", "checked": None}, {"key": "Roe2021", "checked": date(2026, 1, 5)}),
    )
    context = read_context(tmp_path, given)
    assert context.slots["C01-01"]["type"] == "SC"
    assert context.claims == {"L1-a": "ATTR", "A1-a": "ADJ"}
    assert context.claim_treatments == {"L1-a": frozenset({"T-01"})}
    assert context.treatments == {"T-01"}
    assert context.references == {"Doe2020": "", "Roe2021": "2026-01-05"}
    assert context.skills == {"C01.1"}
    assert context.copied == {"0123456789", "abcdef0123"}


def test_it_says_which_list_is_missing(tmp_path: Path) -> None:
    given = seeds(lecture={"claims": [], "adjacent": [], "treatments": []})
    with pytest.raises(SeedError, match=r"slots\.csv is missing"):
        read_context(tmp_path, given)
