"""The notebook of mistakes as a table and as files."""

import csv
import io
import json
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment.accounts.models import User
from assessment.delivery import notes
from assessment.delivery.models import Quiz
from tests.delivery.conftest import Bank, bank_of_four, learner, make_quiz, signed_in
from tests.delivery.sittings import day, multiply, sit

__all__ = ["bank_of_four", "learner", "make_quiz", "signed_in"]

ADDRESS = "/reports/notebook/"


def test_it_gives_answers_in_words_with_version_state_and_dates(
    signed_in: Client, make_quiz: Callable[..., Quiz], learner: User, bank_of_four: Bank
) -> None:
    sit(make_quiz(), learner, 0, right=["T01-single"], wrong=["T01-number", "T01-multiple"])
    notes.mark_understood(learner.pk, bank_of_four.questions["number"].pk, day(1))
    notes.bookmark(learner.pk, bank_of_four.questions["single"].pk, day(2))
    found = json.loads(signed_in.get(f"{ADDRESS}?format=json").content)
    rows = {row["question"]: row for row in found["tables"]["questions"]}
    number = rows["T01-number"]
    assert (number["your_answer"], number["right_answer"]) == ("10 days", "240 days")
    assert (number["version"], number["competency"], number["state"]) == (1, "T01", "understood")
    assert (number["answered_at"], number["understood_at"]) == (day(0).isoformat(), day(1).isoformat())
    assert number["right_at"] is None
    assert rows["T01-verdict"]["your_answer"] == ""
    assert rows["T01-multiple"]["state"] == "to do"
    assert rows["T01-single"]["state"] == "right"
    assert rows["T01-single"]["bookmarked_at"] == day(2).isoformat()
    lines = list(csv.reader(io.StringIO(signed_in.get(f"{ADDRESS}?format=csv").content.decode("utf-8-sig"))))
    assert len(lines) == 5
    assert lines[0][0] == "Question"


def test_it_reads_in_both_languages(signed_in: Client, make_quiz: Callable[..., Quiz], learner: User) -> None:
    sit(make_quiz(), learner, 0, wrong=["T01-number"])
    assert "240 days" in signed_in.get(ADDRESS).content.decode()
    signed_in.cookies["django_language"] = "zh-hans"
    page = signed_in.get(ADDRESS).content.decode()
    assert "错题本" in page
    assert "待弄懂" in page
    assert f'href="{ADDRESS}"' in signed_in.get("/notebook/").content.decode()


def test_it_holds_nothing_of_others_and_asks_for_a_sign_in(
    client: Client, make_quiz: Callable[..., Quiz], learner: User
) -> None:
    sit(make_quiz(), User.objects.create_user("other@example.org", "x"), 0)
    assert client.get(ADDRESS)["Location"].startswith("/accounts/login/")
    client.force_login(learner, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = json.loads(client.get(f"{ADDRESS}?format=json").content)
    assert found["tables"]["questions"] == []
    assert client.get(ADDRESS).status_code == 200


def test_its_cost_does_not_grow_with_the_number_of_answers(
    signed_in: Client, make_quiz: Callable[..., Quiz], learner: User
) -> None:
    attempt, _token = sit(make_quiz(), learner, 0)
    costs = []
    for _size in (4, 1004):
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(ADDRESS)
        costs.append(len(captured))
        multiply(attempt, 250)
    assert 0 < costs[0] == costs[1] <= 12
