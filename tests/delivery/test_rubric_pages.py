"""Scoring one's own open answer on the result page, and what a reviewer found beside it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from assessment.accounts.models import User
from assessment.delivery import rubrics
from assessment.delivery.models import AttemptItem, Quiz, RubricMark
from assessment.delivery.open_answers import waiting_count
from assessment.delivery.rules import SHOWABLE
from tests.delivery.sittings import signed_in_as
from tests.delivery.written import OPEN, START, write, writing_quiz

LATER = START + timedelta(days=3)


@pytest.fixture
def item(learner: User) -> AttemptItem:
    return write(writing_quiz(), learner)


@pytest.fixture
def reviewer(db: None) -> User:
    return User.objects.create_user("reviewer@example.org")


def result(item: AttemptItem) -> str:
    return reverse("result", args=[item.attempt.key])


def own(item: AttemptItem, position: int = OPEN, part: int = 0) -> str:
    return reverse("score_own", args=[item.attempt.key, position, part])


def shown(client: Client, item: AttemptItem, language: str = "en") -> str:
    response = client.get(result(item), headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def test_ticks_are_kept_and_shown_as_outside_the_measured_score(signed_in: Client, item: AttemptItem) -> None:
    page = shown(signed_in, item)
    assert page.count('type="checkbox" name="met"') == 7
    assert "Self-scored" not in page
    response = signed_in.post(own(item), {"met": ["r1", "r4", "nothing"]})
    assert response.status_code == 302
    assert response["Location"] == f"{result(item)}#item-{OPEN}"
    page = shown(signed_in, item)
    assert "Self-scored: 2 of 7 points" in page
    assert "outside the measured score" in page
    assert page.count(" checked>") == 2
    assert "waits to be marked" in page
    assert RubricMark.objects.get().met == ["r1", "r4"]


def test_every_box_has_a_label_that_says_what_it_ticks(signed_in: Client, item: AttemptItem) -> None:
    page = shown(signed_in, item)
    assert page.count('<label class="rubric-row"><input type="checkbox"') == 7
    assert page.count("<fieldset>") == page.count("<legend>") == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Marked by a reviewer on", "3 of 7 points", "Self-scored: 1 of 7 points", "not met, a reviewer says")),
        ("zh-hans", ("评阅人于", "3 / 7 分", "自评：1 / 7 分", "评阅人：未达到")),
    ],
)
def test_the_mark_of_a_person_stands_beside_ones_own_and_names_nobody(
    signed_in: Client, item: AttemptItem, reviewer: User, language: str, words: tuple[str, ...]
) -> None:
    rubrics.score_own(item, 0, ["r1"], LATER)
    rubrics.mark(item.pk, 0, reviewer.pk, ["r1", "r2", "r3"], "Name <b>who</b> decides.", 0, LATER)
    page = shown(signed_in, item, language)
    assert all(text in page for text in words)
    assert "Name &lt;b&gt;who&lt;/b&gt; decides." in page
    assert "reviewer@example.org" not in page
    assert "waits to be marked" not in page


def test_the_notebook_shows_what_was_found_without_the_form(
    signed_in: Client, item: AttemptItem, reviewer: User
) -> None:
    rubrics.score_own(item, 0, ["r1"], LATER)
    rubrics.mark(item.pk, 0, reviewer.pk, ["r2"], "", 0, LATER)
    page = signed_in.get("/notebook/").content.decode()
    assert "Self-scored: 1 of 7 points" in page
    assert page.count("not met, you say") == page.count("not met, a reviewer says") == 6
    assert 'name="met"' not in page


def test_what_waits_is_neither_right_nor_wrong(signed_in: Client, item: AttemptItem) -> None:
    response = signed_in.get(result(item))
    assert response.context["result"].waiting == 1
    assert response.context["result"].counts["wrong"] == 1  # the gaps, which were left open
    assert response.context["result"].scored == 2
    assert f'id="q-{item.version.question.slug}"' not in signed_in.get("/notebook/").content.decode()


def test_somebody_elses_answer_does_not_exist(item: AttemptItem, reviewer: User) -> None:
    for client in (Client(), signed_in_as(reviewer)):
        assert client.post(own(item), {"met": ["r1"]}).status_code == 404
    assert not RubricMark.objects.exists()


def test_only_an_open_answer_of_a_submitted_attempt_is_scored(signed_in: Client, item: AttemptItem) -> None:
    for address in (own(item, 1), own(item, 9), own(item, part=1)):
        assert signed_in.post(address, {"met": ["r1"]}).status_code == 404
    assert signed_in.get(own(item)).status_code == 405
    empty = write(item.attempt.quiz, item.attempt.user, day=1, text="")
    assert signed_in.post(own(empty), {"met": ["r1"]}).status_code == 404
    assert 'name="met"' not in shown(signed_in, empty)
    assert not RubricMark.objects.exists()


def test_a_visitor_scores_the_answer_that_their_session_holds(client: Client, db: None) -> None:
    quiz = writing_quiz(visitors=True, counts=False)
    client.post(reverse("start", args=[quiz.slug]))
    attempt = quiz.attempts.get()
    client.post(reverse("question", args=[attempt.key, OPEN]), {"revision": 0, "p0-text": "A gate."})
    client.post(reverse("submit", args=[attempt.key]))
    assert client.post(reverse("score_own", args=[attempt.key, OPEN, 0]), {"met": ["r1"]}).status_code == 302
    assert "Self-scored: 1 of 7 points" in client.get(reverse("result", args=[attempt.key])).content.decode()


def shows(*things: str) -> dict[str, list[str]]:
    return {"answered": [], "submitted": list(things), "closed": list(SHOWABLE)}


def hidden_quiz(*things: str) -> Quiz:
    return writing_quiz(shows=shows(*things))


def test_a_rubric_that_may_not_be_seen_yet_cannot_be_scored_by(signed_in: Client, learner: User) -> None:
    item = write(hidden_quiz("own", "score"), learner)
    assert signed_in.post(own(item), {"met": ["r1"]}).status_code == 404
    page = shown(signed_in, item)
    assert 'name="met"' not in page
    assert "cumulative amount" not in page


def test_a_mark_is_not_told_where_the_score_is_not(signed_in: Client, learner: User, reviewer: User) -> None:
    item = write(hidden_quiz("own", "right"), learner)
    rubrics.mark(item.pk, 0, reviewer.pk, ["r1"], "A comment.", 0, LATER)
    page = shown(signed_in, item)
    assert 'name="met"' in page
    assert "A comment." not in page
    assert "a reviewer says" not in page
    assert "Marked by a reviewer" not in page


def test_a_result_costs_one_query_more_for_open_answers(
    signed_in: Client, item: AttemptItem, reviewer: User, django_assert_max_num_queries: object
) -> None:
    for seen in range(5):
        rubrics.mark(item.pk, 0, reviewer.pk, ["r1"], "", seen, LATER)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        shown(signed_in, item)


def test_feedback_at_once_shows_the_rubric_and_still_waits(signed_in: Client, reviewer: User) -> None:
    everything = {stage: list(SHOWABLE) for stage in ("answered", "submitted", "closed")}
    quiz = writing_quiz(mode="practice", counts=False, shows=everything)
    signed_in.post(reverse("start", args=[quiz.slug]))
    attempt = quiz.attempts.get()
    address = reverse("question", args=[attempt.key, OPEN])
    signed_in.post(address, {"revision": 0, "p0-text": "A gate.", "go": "check"})
    item = attempt.items.get(position=OPEN)
    assert (item.score, item.closed_at is None) == (None, False)
    page = signed_in.get(address).content.decode()
    assert "waits to be marked" in page
    assert "cumulative amount" in page
    assert 'name="met"' not in page
    assert signed_in.post(own(item), {"met": ["r1"]}).status_code == 404
    assert waiting_count(reviewer.pk) == 0
    signed_in.post(reverse("submit", args=[attempt.key]))
    assert waiting_count(reviewer.pk) == 1
    assert 'name="met"' in shown(signed_in, item)
    rubrics.mark(item.pk, 0, reviewer.pk, ["r1"], "", 0, LATER)
    item.refresh_from_db()
    assert item.score == pytest.approx(1 / 7)
    assert not quiz.attempts.get().counting
