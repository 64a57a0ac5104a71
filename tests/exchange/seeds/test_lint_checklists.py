"""CHK-01 and CHK-02: statements that are complete, and say how much."""

from dataclasses import replace
from typing import Any

import pytest

from assessment.exchange.queries import SEEDS
from assessment.exchange.seeds.lint import check_seeds, read_context
from assessment.exchange.seeds.reader import ChecklistSeed, Seeds, StatementSeed
from assessment.values import Text
from tests.exchange.seeds.small_seeds import CONTEXT, FOREIGN, TODAY, seeds

GOOD = StatementSeed(
    "C01-M3a", "maturity", "maturity", "M3",
    Text("A radar is reviewed at least twice a year.", "技术雷达每年至少评审两次。"), Text("History", "提交历史"),
)  # fmt: skip
RATED = replace(GOOD, code="C01-F1", checklist="can-do", kind="can_do", level="foundation", evidence=Text())


def found(*statements: StatementSeed) -> list[tuple[str, ...]]:
    checklist = ChecklistSeed("maturity", "maturity", Text("Maturity", "成熟度"), statements)
    findings = check_seeds(seeds(checklists=(checklist,)), CONTEXT, TODAY)
    return [(f.severity, f.code, f.item, f.language, f.where) for f in findings]


def test_a_good_statement_passes_with_evidence_or_as_a_rating_without() -> None:
    assert found(GOOD, RATED) == []


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"level": ""}, ("", "level")),
        ({"level": "M6"}, ("", "level")),
        ({"level": "foundation"}, ("", "level")),
        ({"text": Text("", "陈述。")}, ("en", "text")),
        ({"text": Text("A statement.", " ")}, ("zh_hans", "text")),
        ({"evidence": Text("", "提交历史")}, ("en", "evidence")),
        ({"evidence": Text("History", "")}, ("zh_hans", "evidence")),
    ],
)
def test_it_refuses_a_statement_without_level_evidence_or_either_language(
    changes: dict[str, Any], finding: tuple[str, str]
) -> None:
    assert found(replace(GOOD, **changes)) == [("E", "CHK-01", "C01-M3a", *finding)]


def test_a_rating_needs_a_level_of_a_person() -> None:
    assert found(replace(RATED, level="M1")) == [("E", "CHK-01", "C01-F1", "", "level")]


@pytest.mark.parametrize("word", ["adequate", "Appropriate", "regularly", "robust", "well"])
def test_it_warns_of_a_vague_word_in_english(word: str) -> None:
    vague = replace(GOOD, text=Text(f"The radar is reviewed: {word}.", "技术雷达有评审。"))
    assert found(vague) == [("W", "CHK-02", "C01-M3a", "en", "text")]


@pytest.mark.parametrize("word", ["适当", "定期", "良好", "完善"])
def test_it_warns_of_a_vague_word_in_chinese(word: str) -> None:
    vague = replace(GOOD, text=Text("The radar is reviewed.", f"{word}评审技术雷达。"))
    assert found(vague) == [("W", "CHK-02", "C01-M3a", "zh_hans", "text")]


def test_a_number_or_a_reason_answers_the_warning() -> None:
    numbered = replace(GOOD, text=Text("Reviewed regularly, every 30 days.", "每 30 天定期评审。"))
    explained = replace(
        GOOD, text=Text("Reviewed regularly.", "定期评审。"), notes={"CHK-02": "The policy names the period."}
    )
    assert found(numbered, explained) == []


def test_words_that_only_contain_a_vague_one_pass() -> None:
    assert found(replace(GOOD, text=Text("The dwell time is welled.", "驻留时间有记录。"))) == []


def test_statements_are_searched_for_copies_and_slips_too() -> None:
    copied = replace(GOOD, text=Text("A statement.", f"{FOREIGN}。"), evidence=Text("History", "GTP 记录"))
    assert found(copied) == [
        ("E", "COPY-01", "C01-M3a", "zh_hans", "text"), ("E", "TERM-01", "C01-M3a", "zh_hans", "evidence"),
    ]  # fmt: skip


# --- what is shipped -----------------------------------------------------------------------------


def shipped(all_seeds: Seeds, slug: str) -> list[StatementSeed]:
    return [s for checklist in all_seeds.checklists if checklist.slug == slug for s in checklist.statements]


def test_the_shipped_statements_have_no_finding_at_all(all_seeds: Seeds) -> None:
    alone = replace(all_seeds, questions=(), quizzes=())
    findings = check_seeds(alone, read_context(SEEDS, all_seeds), TODAY)
    codes = {statement.code for checklist in all_seeds.checklists for statement in checklist.statements}
    assert [finding for finding in findings if finding.item in codes] == []


def test_every_competency_has_eight_statements_of_maturity(all_seeds: Seeds) -> None:
    names = ["M1a", "M2a", "M2b", "M3a", "M3b", "M4a", "M4b", "M5a"]
    codes = [row["code"] for row in all_seeds.competencies["competencies"]]
    found_codes = [(s.code, s.level) for s in shipped(all_seeds, "maturity")]
    assert found_codes == [(f"{code}-{name}", name[:2]) for code in codes for name in names]


@pytest.mark.parametrize(("language", "mark", "stop"), [("en", "; ", "."), ("zh_hans", "；", "。")])
def test_the_self_rating_says_the_behaviours_of_the_competencies_one_by_one(
    all_seeds: Seeds, language: Any, mark: str, stop: str
) -> None:
    rated = shipped(all_seeds, "can-do")
    for row in all_seeds.competencies["competencies"]:
        for level, behaviour in row["levels"].items():
            own = [s for s in rated if s.competency == row["code"] and s.level == level]
            assert [s.code for s in own] == [f"{row['code']}-{level[0].upper()}{n}" for n in range(1, len(own) + 1)]
            joined = mark.join(s.text[language].removesuffix(stop) for s in own) + stop
            assert joined.casefold() == behaviour["en" if language == "en" else "zh"].casefold()
