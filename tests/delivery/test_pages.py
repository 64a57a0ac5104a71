"""Home, catalogue, start, result and the list of attempts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessment.accounts.models import User
from assessment.bank.queries import parts_of
from assessment.bank.question_types.registry import question_type
from assessment.delivery.actions import save_answer
from assessment.delivery.models import Attempt, Quiz
from assessment.delivery.records import load_draws
from assessment.exchange.actions import load_bank_if_empty

SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def sample(make_quiz: Callable[..., Quiz]) -> Quiz:
    return make_quiz("sample", mode="sample", visitors=True, counts=False)


def sit(client: Client, slug: str, answers: dict[int, dict[str, object]] | None = None) -> Attempt:
    client.post(f"/quizzes/{slug}/start/")
    attempt = Attempt.objects.latest("pk")
    for position, posted in (answers or {}).items():
        client.post(f"/attempts/{attempt.key}/{position}/", {"revision": "0", **posted})
    client.post(f"/attempts/{attempt.key}/submit/")
    attempt.refresh_from_db()
    return attempt


RIGHT: dict[int, dict[str, object]] = {
    1: {"p0-choice": "b"},
    2: {"p0-choice": ["a", "c"]},
    3: {"p0-verdict": "false", "p0-reason": "d"},
    4: {"p0-number": "240"},
}


def test_a_visitor_reaches_the_sample_in_two_clicks(client: Client, sample: Quiz) -> None:
    assert 'href="/quizzes/sample/"' in client.get("/").content.decode()
    assert 'action="/quizzes/sample/start/"' in client.get("/quizzes/sample/").content.decode()
    assert client.post("/quizzes/sample/start/")["Location"].endswith("/1/")


def test_a_visitor_is_asked_to_sign_in_for_a_quiz_whose_result_is_kept(
    client: Client, make_quiz: Callable[..., Quiz]
) -> None:
    make_quiz()
    page = client.get("/quizzes/quiz/").content.decode()
    assert "/accounts/signup/?next=/quizzes/quiz/" in page
    assert client.post("/quizzes/quiz/start/")["Location"] == "/accounts/login/?next=/quizzes/quiz/"
    assert not Attempt.objects.exists()


def test_the_catalogue_names_length_time_competency_and_the_last_result(
    signed_in: Client, make_quiz: Callable[..., Quiz]
) -> None:
    make_quiz(minutes=30)
    before = signed_in.get("/quizzes/").content.decode()
    assert "4 questions" in before
    assert "at most 30 minutes" in before
    assert "Testing" in before
    assert "not taken yet" in before
    sit(signed_in, "quiz", RIGHT)
    after = signed_in.get("/quizzes/").content.decode()
    assert "<strong>100\N{NO-BREAK SPACE}%</strong>" in after
    assert "Take again" in after


def test_the_catalogue_leaves_out_what_cannot_be_started(signed_in: Client, make_quiz: Callable[..., Quiz]) -> None:
    make_quiz("drafted", status="draft", title_en="Drafted")
    make_quiz("retired", status="retired", title_en="Retired")
    page = signed_in.get("/quizzes/").content.decode()
    assert "Drafted" not in page
    assert "Retired" not in page
    assert "There is no quiz to take yet" in page
    assert signed_in.post("/quizzes/retired/start/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/quizzes/", "/quizzes/sample/"])
def test_the_cost_of_the_catalogue_does_not_grow(client: Client, sample: Quiz, path: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    assert len(captured) <= 4


def test_a_result_shows_both_answers_every_feedback_and_the_explanation(
    signed_in: Client, make_quiz: Callable[..., Quiz]
) -> None:
    make_quiz()
    attempt = sit(signed_in, "quiz", {**RIGHT, 1: {"p0-choice": "a"}, 4: {"p0-number": "10"}})
    page = signed_in.get(f"/attempts/{attempt.key}/result/").content.decode()
    assert "the evidence is thin: 4 questions" in page
    assert "50\N{NO-BREAK SPACE}%" in page
    for subject in ("apples", "bridges", "clouds", "deserts"):
        assert page.count(f"A note about {subject} and why") == 3
    assert "These are hours instead" in page
    assert page.count("The principle is explained here.") == 4
    assert "(± 2 %)" in page
    assert "The 90 % interval" in page


def test_a_result_reads_in_chinese(signed_in: Client, make_quiz: Callable[..., Quiz]) -> None:
    make_quiz()
    attempt = sit(signed_in, "quiz", RIGHT)
    signed_in.cookies["django_language"] = "zh-hans"
    page = signed_in.get(f"/attempts/{attempt.key}/result/").content.decode()
    assert "关于桥梁的说明" in page
    assert 'lang="zh-Hans"' in page


@pytest.mark.parametrize(("show", "count"), [("all", 4), ("wrong", 1), ("flagged", 1), ("nonsense", 4)])
def test_a_result_can_be_filtered(signed_in: Client, make_quiz: Callable[..., Quiz], show: str, count: int) -> None:
    make_quiz()
    answers = {**RIGHT, 1: {"p0-choice": "a"}, 2: {**RIGHT[2], "flagged": "1"}}
    attempt = sit(signed_in, "quiz", answers)
    page = signed_in.get(f"/attempts/{attempt.key}/result/?show={show}").content.decode()
    assert page.count('class="result-item"') == count


def test_an_unfinished_attempt_has_no_result_yet(signed_in: Client, make_quiz: Callable[..., Quiz]) -> None:
    make_quiz()
    signed_in.post("/quizzes/quiz/start/")
    attempt = Attempt.objects.get()
    assert signed_in.get(f"/attempts/{attempt.key}/result/")["Location"] == f"/attempts/{attempt.key}/1/"


def test_the_list_shows_score_date_and_honest_change(signed_in: Client, make_quiz: Callable[..., Quiz]) -> None:
    make_quiz()
    sit(signed_in, "quiz", {1: RIGHT[1], 2: RIGHT[2]})
    sit(signed_in, "quiz", {1: RIGHT[1], 2: RIGHT[2], 3: RIGHT[3]})
    page = signed_in.get("/attempts/").content.decode()
    assert "first time" in page
    assert "+25\N{NO-BREAK SPACE}pp" in page
    assert "within what chance explains" in page


def test_the_list_teaches_when_it_is_empty(signed_in: Client) -> None:
    page = signed_in.get("/attempts/").content.decode()
    assert "Your results will be listed here" in page


def test_the_list_is_for_the_signed_in(client: Client, db: None) -> None:
    assert client.get("/attempts/")["Location"] == "/accounts/login/?next=/attempts/"


def test_the_list_closes_what_is_overdue(signed_in: Client, make_quiz: Callable[..., Quiz]) -> None:
    make_quiz(minutes=5)
    signed_in.post("/quizzes/quiz/start/")
    Attempt.objects.update(deadline=timezone.now() - timedelta(days=1))
    signed_in.get("/attempts/")
    assert Attempt.objects.get().submitted_by == "deadline"


def test_signing_in_adopts_the_sample_once(client: Client, sample: Quiz, learner: User) -> None:
    attempt = sit(client, "sample", RIGHT)
    assert client.get(f"/attempts/{attempt.key}/result/").status_code == 200
    key_before = client.session.session_key
    client.post("/accounts/login/", {"login": learner.email, "password": "a-long-password"})
    attempt.refresh_from_db()
    assert attempt.user == learner
    assert client.session.session_key != key_before
    assert "claims" not in client.session
    assert client.get(f"/attempts/{attempt.key}/result/").status_code == 200


def test_another_browser_cannot_read_a_visitors_result(client: Client, sample: Quiz) -> None:
    attempt = sit(client, "sample")
    assert Client().get(f"/attempts/{attempt.key}/result/").status_code == 404


def test_starting_a_sample_deletes_what_nobody_claimed(client: Client, sample: Quiz) -> None:
    old = sit(client, "sample")
    Attempt.objects.update(started_at=timezone.now() - timedelta(days=31))
    Client().post("/quizzes/sample/start/")
    assert not Attempt.objects.filter(pk=old.pk).exists()


def test_too_many_samples_from_one_address_are_refused(client: Client, sample: Quiz, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"sample_start": "2/h/ip"}  # type: ignore[attr-defined]
    codes = [Client().post("/quizzes/sample/start/").status_code for _again in range(3)]
    assert codes == [302, 302, 429]


def test_a_twenty_question_result_takes_no_more_queries_than_a_short_one(db: None, learner: User) -> None:
    load_bank_if_empty()
    client = Client()
    client.force_login(learner, backend=SIGN_IN)
    for slug in ("sample", "what-the-lecture-says"):
        attempt = sit(client, slug)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/attempts/{attempt.key}/result/").status_code == 200
        assert len(captured) <= 14


@pytest.mark.parametrize("slug", ["sample", "trend-judgement", "frameworks", "full-operations-and-value"])
def test_the_shipped_quizzes_can_be_sat_and_score_full_for_their_keys(db: None, learner: User, slug: str) -> None:
    load_bank_if_empty()
    client = Client()
    client.force_login(learner, backend=SIGN_IN)
    client.post(f"/quizzes/{slug}/start/")
    attempt = Attempt.objects.get()
    for item in attempt.items.select_related("attempt"):
        assert client.get(f"/attempts/{attempt.key}/{item.position}/").status_code == 200
        pairs = zip(parts_of([item.version_id])[item.version_id], load_draws(item.draw), strict=True)
        keys = tuple(question_type(part.type).key(part, draw) for part, draw in pairs)
        save_answer(item, keys, flagged=False, revision=0, now=timezone.now())
    client.post(f"/attempts/{attempt.key}/submit/")
    attempt.refresh_from_db()
    assert attempt.share == 1.0
