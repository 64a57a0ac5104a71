"""The review as a report: its tables, and the files made of them."""

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from assessment.checklists import queries, verification
from assessment.checklists.models import Review
from tests.checklists.conftest import NOW, answer

pytestmark = pytest.mark.django_db


def address(review: Review) -> str:
    return reverse("report_of", args=["review", review.key])


def test_the_page_holds_both_tables(mine: Client, closed: Review) -> None:
    text = mine.get(address(closed)).content.decode()
    assert text.count("<table") == 2
    assert "Review of Recommendation service" in text


def test_the_json_holds_levels_and_statements_with_their_versions(mine: Client, closed: Review) -> None:
    made, _token = verification.invite(closed, ["T01-M1a"], NOW)
    (said,) = queries.chosen(made)
    verification.decide(made, {said.pk: ("confirmed", "")}, NOW)
    tables = json.loads(mine.get(address(closed), {"format": "json"}).content)["tables"]
    assert tables["levels"] == [
        {"code": "T01", "competency": "Competency T01", "level": "M2 Repeatable", "percent": 43.75},
        {"code": "T02", "competency": "Competency T02", "level": "not assessed: no answer", "percent": None},
    ]
    assert len(tables["statements"]) == 16
    assert tables["statements"][0] == {
        "code": "T01-M1a", "version": 1, "statement": "Text of T01-M1a.", "value": "1", "reason": "",
        "evidence": "https://example.org/run/1", "date": "2026-11-20", "counted": 1.0, "confirmed": 1, "doubted": 0,
    }  # fmt: skip


def test_a_formula_in_evidence_is_disarmed_in_csv(mine: Client, review: Review) -> None:
    from assessment.checklists import actions

    answer(review, "T01-M1a", "1", evidence="=1+1", date_text="2026-11-20")
    actions.close(review.key, NOW)
    response = mine.get(address(review), {"format": "csv", "table": "statements"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 17
    assert "'=1+1" in rows[1]


def test_a_self_rating_gives_the_place_on_the_scale(mine: Client, rating: Review) -> None:
    from assessment.checklists import actions

    answer(rating, "T01-F1", "1")
    answer(rating, "T01-F2", "1")
    actions.close(rating.key, NOW)
    levels = json.loads(mine.get(address(rating), {"format": "json"}).content)["tables"]["levels"]
    assert [(row["level"], row["percent"]) for row in levels] == [("Foundation", 25.0), (None, None)]


def test_an_open_review_is_no_report(mine: Client, review: Review) -> None:
    assert mine.get(address(review)).status_code == 404
