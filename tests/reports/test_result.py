"""A result as a file: its owner alone gets it, with item versions."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment.accounts.models import User
from assessment.delivery.models import Attempt, Quiz

RIGHT: dict[int, dict[str, object]] = {
    1: {"p0-choice": "b"},
    2: {"p0-choice": ["a", "c"]},
    3: {"p0-verdict": "false", "p0-reason": "b"},
}


@pytest.fixture
def done(signed_in: Client, make_quiz: Callable[..., Quiz]) -> Attempt:
    make_quiz()
    signed_in.post("/quizzes/quiz/start/")
    attempt = Attempt.objects.get()
    for position, posted in RIGHT.items():
        signed_in.post(f"/attempts/{attempt.key}/{position}/", {"revision": "0", **posted})
    signed_in.post(f"/attempts/{attempt.key}/submit/")
    attempt.refresh_from_db()
    return attempt


def test_every_item_comes_with_version_answer_score_and_difficulty(signed_in: Client, done: Attempt) -> None:
    rows = json.loads(signed_in.get(f"/reports/result/{done.key}/?format=json").content)["tables"]["items"]
    assert [r["item"] for r in rows] == ["T01-single", "T01-multiple", "T01-verdict", "T01-number"]
    assert {r["version"] for r in rows} == {1}
    assert {r["competency"] for r in rows} == {"T01"}
    assert rows[0]["answer"] == rows[0]["key"] == "They describe bridges"
    assert [r["score"] for r in rows] == [1.0, 1.0, 0.25, 0.0]
    assert [r["mark"] for r in rows] == ["right", "right", "partly right", "left open"]
    assert rows[3]["answer"] is None
    assert rows[0]["difficulty"] == 0.0
    assert rows[0]["guess"] == 0.25


def test_figures_are_those_of_the_result_unrounded(signed_in: Client, done: Attempt) -> None:
    text = signed_in.get(f"/reports/result/{done.key}/?format=csv&table=figures").content.decode("utf-8-sig")
    figures = {r["Name in files"]: r["Value"] for r in csv.DictReader(StringIO(text))}
    assert figures["share"] == str(done.share)
    assert figures["ability"] == str(done.ability)
    assert figures["points"] == "2.25"
    assert figures["quiz"] == "quiz"
    assert figures["scoring_version"] == "1"
    assert figures["cut_practitioner"] == str(done.cuts["practitioner"])


def test_the_result_page_leads_to_its_files(signed_in: Client, done: Attempt) -> None:
    page = signed_in.get(f"/attempts/{done.key}/result/").content.decode()
    for link in ("?format=csv&amp;table=items", "?format=csv&amp;table=figures", "?format=json", ""):
        assert f'href="/reports/result/{done.key}/{link}"' in page
        assert signed_in.get(f"/reports/result/{done.key}/{link.replace('&amp;', '&')}").status_code == 200


@pytest.mark.parametrize("form", ["", "?format=json", "?format=csv"])
def test_nobody_else_finds_it(client: Client, done: Attempt, form: str) -> None:
    other = User.objects.create_user("other@example.org", is_staff=True, is_superuser=True)
    client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/reports/result/{done.key}/{form}").status_code == 404


def test_an_open_attempt_and_an_unknown_one_have_no_result(signed_in: Client, done: Attempt) -> None:
    signed_in.post("/quizzes/quiz/start/")
    running = Attempt.objects.get(submitted_at__isnull=True)
    assert signed_in.get(f"/reports/result/{running.key}/").status_code == 404
    assert signed_in.get(f"/reports/result/{uuid4()}/").status_code == 404


def test_it_reads_in_chinese(signed_in: Client, done: Attempt) -> None:
    signed_in.cookies["django_language"] = "zh-hans"
    rows = json.loads(signed_in.get(f"/reports/result/{done.key}/?format=json").content)["tables"]["items"]
    assert rows[0]["answer"] == "它们描述桥梁"


def test_it_costs_a_dozen_queries_at_most(signed_in: Client, done: Attempt) -> None:
    with CaptureQueriesContext(connection) as captured:
        signed_in.get(f"/reports/result/{done.key}/?format=json")
    assert len(captured) <= 12
