"""The page in the admin on which the marks of a question are corrected: who may, what it shows, what it does."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from assessment.accounts.models import User
from assessment.bank.models import Question
from assessment.delivery.models import Attempt, CorrectionRun, Quiz
from tests.delivery.conftest import Bank
from tests.delivery.correcting import REASON, correct, publish_key, score_of
from tests.delivery.sittings import sit

POSTED = {"policy": "new_key", "reason_en": REASON.en, "reason_zh_hans": REASON.zh_hans}


@pytest.fixture
def question(bank_of_four: Bank) -> Question:
    return bank_of_four.questions["single"]


@pytest.fixture
def sat(make_quiz: Callable[..., Quiz], learner: User) -> Attempt:
    return sit(make_quiz(), learner, 1, wrong=("T01-single",))[0]


def enter(role: str, **fields: Any) -> Client:
    user = User.objects.create_user(f"{role}@example.org", "a-long-password", **fields)
    user.groups.set(Group.objects.filter(name=role))
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def author(db: None) -> Client:
    return enter("author", is_staff=True)


def page(question: Question) -> str:
    return reverse("admin:assessment_correctionrun_question", args=[question.pk])


def text(response: Any) -> str:
    assert response.status_code == 200, response.headers
    return unescape(response.content.decode())


def test_the_page_of_a_question_leads_to_it_once_a_newer_version_is_out(
    author: Client, sat: Attempt, question: Question
) -> None:
    overview = reverse("admin:assessment_question_change", args=[question.pk])
    assert page(question) not in text(author.get(overview))
    publish_key(question)
    waiting = "1 submitted answer was given to an older version of this question."
    assert waiting in text(author.get(overview))
    correct(question, CorrectionRun.LEAVE)
    after = text(author.get(overview))
    assert waiting not in after
    assert page(question) in after


def test_it_shows_scores_before_and_after_and_nobody_s_name(author: Client, sat: Attempt, question: Question) -> None:
    publish_key(question)
    shown = text(author.get(page(question), {"policy": "new_key"}))
    assert "0\N{NO-BREAK SPACE}%" in shown
    assert "25\N{NO-BREAK SPACE}%" in shown
    assert "learner@example.org" not in shown
    assert str(sat.key) not in shown
    assert reverse("admin:assessment_attempt_change", args=[sat.pk]) not in shown


def test_it_corrects_and_takes_back(author: Client, sat: Attempt, question: Question) -> None:
    publish_key(question)
    done = text(author.post(page(question), POSTED, follow=True))
    assert "Changed marks: 1." in done
    run = CorrectionRun.objects.get()
    assert (score_of(sat), run.author and run.author.email) == (1.0, "author@example.org")
    undo = reverse("admin:assessment_correctionrun_undo", args=[run.pk])
    assert undo in done
    after = text(author.post(undo, follow=True))
    assert score_of(sat) == 0.0
    assert "The correction is taken back." in after
    assert undo not in after
    assert "Only the newest correction" in text(author.post(undo, follow=True))


@pytest.mark.parametrize("missing", ["reason_en", "reason_zh_hans", "policy"])
def test_nothing_is_done_without_both_reasons_and_a_policy(
    author: Client, sat: Attempt, question: Question, missing: str
) -> None:
    publish_key(question)
    shown = text(author.post(page(question), {**POSTED, missing: ""}))
    assert not CorrectionRun.objects.exists()
    if missing != "policy":
        assert "errorlist" in shown
        assert REASON.en in shown or REASON.zh_hans in shown


def test_it_is_there_in_chinese(author: Client, sat: Attempt, question: Question) -> None:
    publish_key(question)
    User.objects.update(language="zh-hans")
    shown = text(author.get(page(question), {"policy": "full_credit"}, headers={"accept-language": "zh-hans"}))
    assert "这些评分如何处理？" in shown
    assert "预览：所有人得满分" in shown


def test_without_answers_there_is_nothing_to_correct(author: Client, question: Question) -> None:
    assert "nothing is to correct" in text(author.get(page(question)))
    assert "nothing is to correct" in text(author.post(page(question), POSTED, follow=True))


@pytest.mark.parametrize("role", ["lead", "nobody", "learner-without-staff"])
def test_who_may_not_publish_may_not_correct(sat: Attempt, question: Question, role: str) -> None:
    publish_key(question)
    run = correct(question, CorrectionRun.FULL_CREDIT)
    client = enter(role, is_staff=role != "learner-without-staff")
    undo = reverse("admin:assessment_correctionrun_undo", args=[run.pk])
    listed = reverse("admin:assessment_correctionrun_changelist")
    for response in (
        client.get(page(question)),
        client.post(page(question), POSTED),
        client.post(undo),
        client.get(listed),
    ):
        assert response.status_code in (302, 403, 404)
    assert CorrectionRun.objects.count() == 1


def test_reviewers_may_and_the_list_is_there_to_read_only(sat: Attempt, question: Question) -> None:
    publish_key(question)
    run = correct(question, CorrectionRun.FULL_CREDIT)
    reviewer = enter("reviewer", is_staff=True)
    assert "full credit for everybody" in text(reviewer.get(page(question)))
    assert reviewer.get(reverse("admin:assessment_correctionrun_changelist")).status_code == 200
    row = reverse("admin:assessment_correctionrun_change", args=[run.pk])
    assert REASON.en in text(reviewer.get(row))
    assert reviewer.post(row, {"policy": "leave"}).status_code == 403
    assert reviewer.post(reverse("admin:assessment_correctionrun_delete", args=[run.pk])).status_code == 403


def test_an_unknown_question_is_not_there_and_taking_back_needs_a_button(author: Client, sat: Attempt) -> None:
    assert author.get(reverse("admin:assessment_correctionrun_question", args=[999_999])).status_code == 404
    assert author.post(reverse("admin:assessment_correctionrun_undo", args=[999_999])).status_code == 404
    assert author.get(reverse("admin:assessment_correctionrun_undo", args=[1])).status_code == 403
