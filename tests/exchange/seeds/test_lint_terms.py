"""TERM-02: one term, one translation, in every text of the seeds."""

from dataclasses import replace

import pytest

from assessment.exchange.seeds.lint import check_seeds
from assessment.exchange.seeds.lint_terms import read_glossary
from assessment.exchange.seeds.lint_values import Term
from assessment.exchange.seeds.reader import ChecklistSeed, QuestionSeed, Seeds, StatementSeed
from assessment.values import Text
from tests.exchange.seeds.small_seeds import CONTEXT, TODAY, quiz, seed, seeds, with_text

GLOSSARY = read_glossary(
    [
        {"en": "token (of a text)", "zh": "词元", "note": "first use: 词元（token）", "never": ["令牌", "token"]},
        {"en": "lineage", "zh": "血缘", "also": ["传承"], "enforce": True},
        {"en": "epoch", "zh": "轮次"},
    ]
)


def found(given: Seeds) -> list[tuple[str, ...]]:
    findings = check_seeds(given, replace(CONTEXT, glossary=GLOSSARY), TODAY)
    return [(f.severity, f.code, f.item, f.language, f.where) for f in findings]


def explained(en: str, zh: str) -> QuestionSeed:
    return with_text(seed(), en, zh)


FINDING = ("W", "TERM-02", "C01-01", "zh_hans", "explanation")


def test_it_reads_the_glossary() -> None:
    assert GLOSSARY[0] == Term("token", ("词元",), ("令牌", "token"))
    assert GLOSSARY[1] == Term("lineage", ("血缘", "传承"), enforced=True)


@pytest.mark.parametrize("zh", ["令牌越少越好。", "Token 越少越好。", "首 token 时间。"])
def test_it_warns_of_a_form_that_must_not_stand_for_a_term(zh: str) -> None:
    assert found(seeds(explained("Fewer pieces cost less.", zh))) == [FINDING]


def test_the_english_may_follow_in_brackets() -> None:
    assert found(seeds(explained("Fewer tokens cost less.", "词元（token）越少越好。"))) == []


@pytest.mark.parametrize("en", ["The lineage is kept.", "Two Lineages are kept."])
def test_it_warns_of_an_enforced_term_whose_translation_is_missing(en: str) -> None:
    assert found(seeds(explained(en, "来历（lineage）得以保留。"))) == [FINDING]
    assert found(seeds(explained(en, "血缘得以保留。"))) == []
    assert found(seeds(explained(en, "传承得以保留。"))) == []


def test_other_words_and_terms_that_are_not_enforced_pass() -> None:
    assert found(seeds(explained("An interlineage and one epoch.", "交错的来历与一个回合。"))) == []


def test_a_note_of_the_question_gives_the_reason() -> None:
    entry = explained("The lineage is kept.", "来历得以保留。")
    noted = replace(entry, spec=replace(entry.spec, notes={"TERM-02": "about a family"}))
    assert found(seeds(noted)) == []


def test_it_reads_the_scenario() -> None:
    entry = seed()
    told = replace(entry, spec=replace(entry.spec, scenario=Text("Tokens arrive.", "令牌到达。")))
    assert ("W", "TERM-02", "C01-01", "zh_hans", "scenario") in found(seeds(told))


def test_it_reads_competencies_quizzes_and_checklists() -> None:
    words = Text("The lineage is listed.", "来历有清单。"), Text("List", "令牌清单")
    statement = StatementSeed("C01-M3a", "maturity", "maturity", "M3", *words)
    checklist = ChecklistSeed("maturity", "maturity", Text("Maturity", "成熟度"), (statement,))
    named = replace(quiz(), fields={**quiz().fields, "title_zh_hans": "令牌"})
    competencies = {"competencies": [{"code": "C01", "name": {"en": "Lineage", "zh": "来历"}, "skills": []}]}
    given = seeds(checklists=(checklist,), quizzes=(named,), competencies=competencies)
    assert found(given) == [
        ("W", "TERM-02", "first-quiz", "zh_hans", "title"),
        ("W", "TERM-02", "C01-M3a", "zh_hans", "text"),
        ("W", "TERM-02", "C01-M3a", "zh_hans", "evidence"),
        ("W", "TERM-02", "competencies", "zh_hans", "competencies C01 name"),
    ]


def test_the_shipped_glossary_has_each_term_once(all_seeds: Seeds) -> None:
    names = [row["en"].casefold() for row in all_seeds.glossary]
    assert sorted(names) == sorted(set(names))
    assert all(set(row) <= {"en", "zh", "note", "never", "also", "enforce"} for row in all_seeds.glossary)
    assert [row["en"] for row in all_seeds.glossary if row["zh"] in row.get("never", ())] == []
