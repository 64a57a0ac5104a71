"""How the questions do, for those who write them."""

import json
from collections.abc import Callable
from math import sqrt

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment.accounts.models import User
from assessment.bank import actions as bank
from assessment.bank.models import Question, QuestionVersion
from assessment.delivery.models import AttemptItem, ItemTally, Quiz
from assessment.measurement.ability import expected_facility
from tests.delivery.conftest import PARTS, spec
from tests.reports.conftest import Give

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def author(client: Client, db: None) -> Client:
    user = User.objects.create_user("author@example.org")
    user.groups.add(Group.objects.get(name="author"))
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def quiz(make_quiz: Callable[..., Quiz]) -> Quiz:
    return make_quiz()


def rows(client: Client) -> dict[tuple[str, int], dict[str, object]]:
    found = json.loads(client.get("/reports/items/?format=json").content)["tables"]["items"]
    return {(row["item"], row["version"]): row for row in found}


def single(client: Client) -> dict[str, object]:
    return rows(client)["T01-single", 1]


def give_one(give: Give, user: User, quiz: Quiz, score: float, answered: bool = True) -> None:
    (attempt,) = give(user, quiz, [score])
    version = QuestionVersion.objects.get(question__slug="T01-single", number=1)
    marks = [{"score": score, "answered": answered, "recognised": ""}]
    AttemptItem.objects.filter(attempt=attempt).update(version=version, marks=marks)


def test_facility_its_error_and_the_share_left_open(author: Client, learner: User, quiz: Quiz, give: Give) -> None:
    for score, answered in ((1.0, True), (0.5, True), (0.0, True), (0.0, False)):
        give_one(give, learner, quiz, score, answered)
    found = single(author)
    assert found["answers"] == 4
    assert found["facility"] == pytest.approx(0.375)
    assert found["facility_error"] == pytest.approx(sqrt(0.375 * 0.625 / 4))
    assert found["left_open"] == 0.25
    assert found["expected"] == pytest.approx(expected_facility(0.0, 0.25))


def test_a_question_that_nobody_answered_has_no_facility(author: Client, quiz: Quiz) -> None:
    found = rows(author)
    assert len(found) == 4
    assert {row["answers"] for row in found.values()} == {0}
    assert {row["facility"] for row in found.values()} == {None}
    assert all(row["expected"] for row in found.values())


def test_what_remains_of_deleted_accounts_is_added(author: Client, learner: User, quiz: Quiz, give: Give) -> None:
    give_one(give, learner, quiz, 1.0)
    version = QuestionVersion.objects.get(question__slug="T01-single")
    ItemTally.objects.create(version=version, answers=3, left_open=1, score_sum=1.0)
    found = single(author)
    assert (found["answers"], found["facility"], found["left_open"]) == (4, 0.5, 0.25)


def test_simulated_people_practice_and_open_attempts_are_left_out(
    author: Client, learner: User, quiz: Quiz, give: Give
) -> None:
    give_one(give, User.objects.create_user("robot@example.org", simulated=True), quiz, 1.0)
    give(learner, quiz, [1.0] * 4, counts=False)
    (running,) = give(learner, quiz, [1.0] * 4)
    running.submitted_at = None
    running.save()
    assert {row["answers"] for row in rows(author).values()} == {0}


def test_versions_are_counted_apart_and_an_old_one_stays_while_it_has_answers(
    author: Client, learner: User, quiz: Quiz, give: Give
) -> None:
    give_one(give, learner, quiz, 1.0)
    for slug, part in (("T01-single", "single"), ("T01-number", "number")):
        question = Question.objects.get(slug=slug)
        bank.save_draft(question, spec(PARTS[part], difficulty=1.0))
        bank.publish(question)
    found = rows(author)
    assert (found["T01-single", 1]["answers"], found["T01-single", 1]["current"]) == (1, False)
    assert (found["T01-single", 2]["answers"], found["T01-single", 2]["current"]) == (0, True)
    assert ("T01-number", 1) not in found
    assert found["T01-number", 2]["difficulty"] == 1.0


def test_a_retired_question_is_not_listed(author: Client, quiz: Quiz) -> None:
    bank.retire(Question.objects.get(slug="T01-single"))
    assert ("T01-single", 1) not in rows(author)


@pytest.mark.parametrize(
    ("group", "permission", "status"),
    [("author", "", 200), ("reviewer", "", 200), ("lead", "", 404), ("", "view_attempt", 200), ("", "", 404)],
)
def test_only_who_writes_questions_or_may_read_attempts_sees_it(
    client: Client, quiz: Quiz, group: str, permission: str, status: int
) -> None:
    user = User.objects.create_user("somebody@example.org")
    if group:
        user.groups.add(Group.objects.get(name=group))
    if permission:
        user.user_permissions.add(Permission.objects.get(codename=permission, content_type__app_label="assessment"))
    client.force_login(user, backend=BACKEND)
    for form in ("", "?format=csv", "?format=json"):
        assert client.get(f"/reports/items/{form}").status_code == status
    assert ("/reports/items/" in client.get("/account/").content.decode()) == (status == 200)


def test_its_queries_do_not_grow_with_the_answers(author: Client, learner: User, quiz: Quiz, give: Give) -> None:
    counts = []
    for _ in range(2):
        give(learner, quiz, [1.0, 0.0, 0.5, 1.0], attempts=10)
        with CaptureQueriesContext(connection) as captured:
            author.get("/reports/items/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8
