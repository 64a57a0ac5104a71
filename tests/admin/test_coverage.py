"""The page of authors on what the questions cover of the lecture, and the same table in docs/."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from assessment.bank import actions
from assessment.bank.models import Question
from assessment.exchange.queries import SEEDS
from assessment.exchange.seeds.coverage import FORBIDDEN, CoveredClaim, coverage, items_of_seeds, markdown, totals
from assessment.exchange.seeds.reader import read_seeds
from assessment.management.commands import coverage_table

LECTURE = {
    "sections": [{"code": "L1", "title": {"en": "One", "zh": "一"}}],
    "claims": [
        {"code": "L1-a", "section": "L1", "text": {"en": "A | claim.", "zh": "论点甲。"}, "use": "OK"},
        {"code": "L1-b", "section": "L1", "text": {"en": "Another.", "zh": "论点乙。"}, "use": "ATTR"},
        {"code": "L1-c", "section": "L1", "text": {"en": "A title.", "zh": "标题。"}, "use": "NO"},
    ],
    "left_out": [{"claims": ["L1-a", "L1-c"], "reason": {"en": "No knowledge.", "zh": "不是知识。"}}],
}
COMPETENCIES = {"competencies": [{"code": "C01", "claims": ["L1-a"]}, {"code": "C02", "claims": ["L1-a", "L1-b"]}]}


@pytest.fixture
def claims() -> list[CoveredClaim]:
    return coverage(LECTURE, COMPETENCIES, {"L1-a": ["C01-01", "C02-03"]})


def test_a_claim_has_its_competencies_and_its_questions_or_a_reason(claims: list[CoveredClaim]) -> None:
    assert [(c.code, c.competencies, c.items, c.reason.en) for c in claims] == [
        ("L1-a", ("C01", "C02"), ("C01-01", "C02-03"), ""),
        ("L1-b", ("C02",), (), ""),
        ("L1-c", (), (), "No knowledge."),
    ]
    assert (totals(claims).claims, totals(claims).usable, totals(claims).covered) == (3, 2, 1)


def test_the_table_is_markdown_in_both_languages(claims: list[CoveredClaim]) -> None:
    lines = markdown(claims).splitlines()
    assert "## One · 一" in lines
    assert "| L1-a | A \\| claim.<br>论点甲。 | OK | C01, C02 | C01-01, C02-03 |" in lines
    assert "| L1-b | Another.<br>论点乙。 | ATTR | C02 | – |" in lines
    assert "| L1-c | A title.<br>标题。 | NO | – | No knowledge.<br>不是知识。 |" in lines


def test_every_shipped_claim_has_questions_or_a_reason_and_never_both() -> None:
    seeds = read_seeds(SEEDS)
    items = items_of_seeds(seeds)
    left_out = [code for row in seeds.lecture["left_out"] for code in row["claims"]]
    assert len(left_out) == len(set(left_out))
    assert sorted([*left_out, *items]) == sorted(row["code"] for row in seeds.lecture["claims"])
    rows = coverage(seeds.lecture, seeds.competencies, items)
    assert [row.code for row in rows if row.use == FORBIDDEN and row.items] == []
    assert [row.code for row in rows if row.items and not row.competencies] == []


def test_the_table_in_docs_is_up_to_date() -> None:
    call_command("coverage_table", "--check", stdout=StringIO())


def test_check_fails_on_a_difference_and_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "coverage.md"
    monkeypatch.setattr(coverage_table, "TABLE", table)
    with pytest.raises(CommandError, match="differs from seeds/"):
        call_command("coverage_table", "--check")
    assert not table.exists()
    call_command("coverage_table", stdout=StringIO())
    call_command("coverage_table", "--check", stdout=StringIO())


# --- the page -------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.usefixtures("shipped_bank")
class TestPage:
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_it_lists_claims_reasons_and_links_to_questions(
        self, enter: Callable[[str], Client], language: str
    ) -> None:
        page = enter("author").get(reverse("admin:coverage"), headers={"accept-language": language})
        content = page.content.decode()
        question = Question.objects.get(slug="C01-05")
        link = reverse("admin:assessment_question_change", args=[question.pk])
        assert f'<a href="{link}">C01-05</a>' in content
        words, reason = {
            "en": ("66 of 80 usable claims", "Announces later parts, whose content is unknown."),
            "zh-hans": ("可用的 80 个论点中，66 个", "预告后续部分，而其内容不得而知。"),
        }[language]
        assert words in content
        assert content.count(reason) == 2

    def test_a_question_that_is_retired_covers_nothing(self, enter: Callable[[str], Client]) -> None:
        actions.retire(Question.objects.get(slug="C01-05"))
        page = enter("reviewer").get(reverse("admin:coverage"))
        rows = [row for _section, rows in page.context["sections"] for row in rows]
        assert "C01-05" not in {name for row in rows for name in row.items}
        assert "No published question." in page.content.decode()

    def test_it_asks_few_queries(
        self, enter: Callable[[str], Client], django_assert_max_num_queries: Callable[[int], Any]
    ) -> None:
        client = enter("author")
        with django_assert_max_num_queries(12):
            client.get(reverse("admin:coverage"))
