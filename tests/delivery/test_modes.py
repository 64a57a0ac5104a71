"""Modes are data: dates, numbers of attempts, extra time, which attempts count, what a page holds at which stage."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessment.accounts.models import User
from assessment.delivery import actions
from assessment.delivery.models import Attempt, Quiz
from assessment.delivery.queries import catalogue
from assessment.delivery.rules import SHOWABLE
from tests.delivery.sittings import counted_responses, day, fill, sit

SINGLE, MULTIPLE, VERDICT, NUMBER = ALL = ("T01-single", "T01-multiple", "T01-verdict", "T01-number")
MakeQuiz = Callable[..., Quiz]


def hours(number: float) -> datetime:
    return timezone.now() + timedelta(hours=number)


# --- when and how often --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"opens_at": day(1)}, "early"),
        ({"closes_at": day(0)}, "late"),
        ({"opens_at": day(-2), "closes_at": day(-1)}, "late"),
    ],
)
def test_a_quiz_outside_its_dates_makes_no_attempt(
    make_quiz: MakeQuiz, learner: User, fields: dict[str, Any], why: str
) -> None:
    with pytest.raises(actions.NotOpen, match=why):
        actions.start(make_quiz(**fields), learner.pk, day(0))
    assert not Attempt.objects.exists()


def test_a_quiz_is_sat_as_often_as_it_allows_by_each_person(make_quiz: MakeQuiz, learner: User) -> None:
    quiz = make_quiz(attempts_allowed=2)
    for number in (0, 1):
        sit(quiz, learner, number)
    with pytest.raises(actions.NotOpen, match="attempts"):
        actions.start(quiz, learner.pk, day(2))
    other = User.objects.create_user("other@example.org", "x")
    assert actions.start(quiz, other.pk, day(2))[0].user_id == other.pk


def test_the_last_attempt_that_is_allowed_can_be_resumed(make_quiz: MakeQuiz, learner: User) -> None:
    quiz = make_quiz(attempts_allowed=1)
    attempt, _token = actions.start(quiz, learner.pk, day(0))
    assert actions.start(quiz, learner.pk, day(1)) == (attempt, "")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"opens_at": hours(48)}, "This quiz opens on"),
        ({"closes_at": hours(-1)}, "This quiz closed on"),
        ({"attempts_allowed": 1}, "as often as it can be sat: 1 time."),
    ],
)
def test_the_page_says_why_a_quiz_cannot_be_started_and_offers_no_button(
    signed_in: Client, learner: User, make_quiz: MakeQuiz, fields: dict[str, Any], words: str
) -> None:
    quiz = make_quiz(**fields)
    if "attempts_allowed" in fields:
        sit(quiz, learner, 0)
    page = signed_in.get("/quizzes/quiz/").content.decode()
    assert words in page
    assert "/quizzes/quiz/start/" not in page
    assert words in signed_in.get("/quizzes/").content.decode()
    before = Attempt.objects.count()
    assert words in signed_in.post("/quizzes/quiz/start/", follow=True).content.decode()
    assert Attempt.objects.count() == before


def test_extra_time_stretches_the_limit_but_not_the_closing_date(make_quiz: MakeQuiz, learner: User) -> None:
    User.objects.filter(pk=learner.pk).update(extra_time=1.5)
    attempt, _token = actions.start(make_quiz(minutes=30), learner.pk, day(0))
    assert attempt.deadline == day(0) + timedelta(minutes=45)
    closes = day(0) + timedelta(minutes=40)
    other, _token = actions.start(make_quiz("closing", minutes=30, closes_at=closes), learner.pk, day(0))
    assert other.deadline == closes


def test_the_page_says_the_readers_own_time(signed_in: Client, learner: User, make_quiz: MakeQuiz) -> None:
    make_quiz(minutes=30)
    assert "at most 30 minutes" in signed_in.get("/quizzes/quiz/").content.decode()
    User.objects.filter(pk=learner.pk).update(extra_time=1.5)
    assert "at most 45 minutes, your extra time included" in signed_in.get("/quizzes/quiz/").content.decode()


def test_the_closing_date_submits_what_is_open_as_it_was_saved(make_quiz: MakeQuiz, learner: User) -> None:
    quiz = make_quiz(closes_at=day(1))
    attempt, _token = actions.start(quiz, learner.pk, day(0))
    fill(attempt, right=[SINGLE])
    actions.expire_overdue(learner.pk, day(3))
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.submitted_by, attempt.points) == (day(1), "deadline", 1.0)


# --- which attempts count ------------------------------------------------------------------------


SITTINGS: list[tuple[str, ...]] = [
    (SINGLE, NUMBER),
    (),
    (SINGLE, MULTIPLE, NUMBER),
    (SINGLE, MULTIPLE, NUMBER),
    (SINGLE,),
]


def counting(learner: User) -> list[int]:
    """The places in time of the attempts that count."""
    attempts = Attempt.objects.filter(user=learner).order_by("submitted_at")
    return [place for place, attempt in enumerate(attempts) if attempt.counting]


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ("all", [[0], [0, 1], [0, 1, 2], [0, 1, 2, 3], [0, 1, 2, 3, 4]]),
        ("last", [[0], [1], [2], [3], [4]]),
        ("best", [[0], [0], [2], [2], [2]]),
        ("first", [[0], [0], [0], [0], [0]]),
    ],
)
def test_every_retake_settles_which_attempts_count_and_the_level_rests_on_those(
    make_quiz: MakeQuiz, learner: User, counted: str, expected: list[list[int]]
) -> None:
    quiz = make_quiz(counted=counted)
    for number, right in enumerate(SITTINGS):
        sit(quiz, learner, number, right=right)
        assert counting(learner) == expected[number]
        assert len(counted_responses(learner.pk)) == 4 * len(expected[number])


def test_what_never_counts_is_never_settled_as_counting(make_quiz: MakeQuiz, learner: User) -> None:
    sit(make_quiz(counts=False, counted="best"), learner, 0, right=ALL)
    assert counting(learner) == []
    assert counted_responses(learner.pk) == []


def test_an_author_who_changes_what_counts_changes_it_with_the_next_attempt(make_quiz: MakeQuiz, learner: User) -> None:
    quiz = make_quiz(counted="all")
    for number in (0, 1):
        sit(quiz, learner, number)
    quiz.counted = "last"
    quiz.save()
    assert counting(learner) == [0, 1]
    sit(quiz, learner, 2)
    assert counting(learner) == [2]


def test_an_adopted_attempt_takes_its_place_among_the_others(make_quiz: MakeQuiz, learner: User) -> None:
    quiz = make_quiz(counted="best")
    sit(quiz, learner, 0, right=[SINGLE])
    _attempt, token = sit(quiz, None, 1, right=[SINGLE, NUMBER])
    assert counting(learner) == [0]
    assert actions.adopt([token], learner.pk, day(2)) == 1
    assert counting(learner) == [1]


# --- what is shown when --------------------------------------------------------------------------

# What the page of a question or a result holds of each thing, for T01-single answered with "a" (b is right).
TRACES = {
    "right": b"is-right",
    "feedback": b"A note about",
    "explanation": b"The principle is explained here.",
    "score": b"verdict-",
}


def traces(page: bytes) -> set[str]:
    return {thing for thing, trace in TRACES.items() if trace in page}


def answered(client: Client, quiz: Quiz) -> Attempt:
    client.post(f"/quizzes/{quiz.slug}/start/")
    attempt = Attempt.objects.latest("pk")
    client.post(f"/attempts/{attempt.key}/1/", {"revision": "0", "p0-choice": "a", "go": "check"})
    return attempt


@pytest.mark.parametrize("things", [[], ["own"], ["score"], ["right"], ["feedback"], ["explanation"], list(SHOWABLE)])
def test_after_submission_the_page_holds_what_the_rules_name_and_nothing_else(
    signed_in: Client, make_quiz: MakeQuiz, things: list[str]
) -> None:
    attempt = answered(signed_in, make_quiz(shows={"answered": [], "submitted": things, "closed": []}))
    assert traces(signed_in.get(f"/attempts/{attempt.key}/1/").content) == set()
    page = signed_in.post(f"/attempts/{attempt.key}/submit/", follow=True).content
    # Feedback tells what is right, so it comes with the right answer alone; the admin says so.
    needless = {"own"} if "right" in things else {"own", "feedback"}
    assert traces(page) == set(things) - needless
    if "right" not in things:
        assert (b"They describe apples" in page) == ("own" in things)


@pytest.mark.parametrize("path", ["/attempts/", "/quizzes/", "/notebook/"])
def test_a_score_that_is_kept_back_is_on_no_other_page_either(
    signed_in: Client, make_quiz: MakeQuiz, path: str
) -> None:
    shows = {"answered": [], "submitted": ["own"], "closed": list(SHOWABLE)}
    attempt = answered(signed_in, make_quiz(shows=shows, closes_at=hours(1)))
    signed_in.post(f"/attempts/{attempt.key}/submit/")
    page = signed_in.get(path).content
    assert b"0\xc2\xa0%" not in page
    assert b"A note about" not in page
    assert b"is-right" not in page


def test_the_change_of_a_score_that_is_kept_back_is_kept_back_too(signed_in: Client, make_quiz: MakeQuiz) -> None:
    shows = {"answered": [], "submitted": ["own"], "closed": list(SHOWABLE)}
    quiz = make_quiz(shows=shows, closes_at=hours(1))
    for _ in range(2):
        attempt = answered(signed_in, quiz)
        signed_in.post(f"/attempts/{attempt.key}/submit/")
    page = signed_in.get("/attempts/").content.decode()
    assert page.count("not shown yet") == 2
    assert "\N{NO-BREAK SPACE}pp" not in page


def test_no_question_is_listed_as_wrong_where_the_score_is_kept_back(signed_in: Client, make_quiz: MakeQuiz) -> None:
    attempt = answered(signed_in, make_quiz(shows={"answered": [], "submitted": ["own"], "closed": []}))
    page = signed_in.post(f"/attempts/{attempt.key}/submit/", follow=True).content
    assert b"Not fully right" not in page
    assert b"To the notebook" not in page
    assert b"question-quiz" in page
    assert b'id="item-1"' not in signed_in.get(f"/attempts/{attempt.key}/result/?show=wrong").content


def test_when_the_quiz_has_closed_the_rest_is_shown(signed_in: Client, make_quiz: MakeQuiz) -> None:
    shows = {"answered": [], "submitted": [], "closed": list(SHOWABLE)}
    attempt = answered(signed_in, make_quiz(shows=shows, closes_at=hours(1)))
    page = signed_in.post(f"/attempts/{attempt.key}/submit/", follow=True).content
    assert traces(page) == set()
    assert b"shown when the quiz has closed" in page
    rules = {**attempt.rules, "closes_at": hours(-1).isoformat()}
    Attempt.objects.filter(pk=attempt.pk).update(rules=rules)
    assert traces(signed_in.get(f"/attempts/{attempt.key}/result/").content) == set(TRACES)
    assert b"0\xc2\xa0%" in signed_in.get("/attempts/").content
    assert b"A note about" in signed_in.get("/notebook/").content


# --- feedback at once ----------------------------------------------------------------------------

AT_ONCE = {"answered": list(SHOWABLE), "submitted": list(SHOWABLE), "closed": []}


@pytest.fixture
def drill(make_quiz: MakeQuiz) -> Quiz:
    return make_quiz("drill", mode="practice", counts=False, shows=AT_ONCE)


def test_a_checked_answer_shows_its_feedback_and_is_final(signed_in: Client, drill: Quiz) -> None:
    signed_in.post("/quizzes/drill/start/")
    address = f"/attempts/{Attempt.objects.get().key}/1/"
    before = signed_in.get(address).content
    assert traces(before) == set()
    assert b'value="check"' in before
    after = signed_in.post(address, {"revision": "0", "p0-choice": "a", "go": "check"}, follow=True).content
    assert traces(after) == set(TRACES)
    assert b"Go on" in after
    assert b'name="p0-choice"' not in after
    item = Attempt.objects.get().items.get(position=1)
    assert item.score == 0
    signed_in.post(address, {"revision": str(item.revision), "p0-choice": "b", "go": "next"})
    item.refresh_from_db()
    assert (item.response[0], item.score) == ({"choice": ["a"]}, 0)


def test_a_checked_answer_can_be_read_in_the_other_language(signed_in: Client, drill: Quiz) -> None:
    attempt = answered(signed_in, drill)
    page = signed_in.post(f"/attempts/{attempt.key}/1/", {"language": "zh-hans"}, follow=True)
    assert 'lang="zh-Hans"' in page.content.decode()
    assert attempt.items.get(position=1).closed_at


def test_what_is_not_answered_is_not_checked_and_that_is_said(signed_in: Client, drill: Quiz) -> None:
    signed_in.post("/quizzes/drill/start/")
    address = f"/attempts/{Attempt.objects.get().key}/3/"
    page = signed_in.post(address, {"revision": "0", "p0-verdict": "true", "go": "check"}, follow=True).content
    assert b"Answer the question first" in page
    assert traces(page) == set()
    assert Attempt.objects.get().items.get(position=3).closed_at is None


def test_a_question_can_be_skipped_and_the_rest_finished(signed_in: Client, drill: Quiz) -> None:
    signed_in.post("/quizzes/drill/start/")
    key = Attempt.objects.get().key
    assert signed_in.post(f"/attempts/{key}/1/", {"revision": "0", "go": "next"})["Location"].endswith("/2/")
    signed_in.post(f"/attempts/{key}/2/", {"revision": "0", "p0-choice": ["a", "c"], "go": "check"})
    signed_in.post(f"/attempts/{key}/submit/")
    assert [item.score for item in Attempt.objects.get().items.order_by("position")] == [0, 1, 0, 0]


def test_an_assessed_quiz_checks_nothing_whoever_asks_for_it(make_quiz: MakeQuiz, learner: User) -> None:
    attempt, _token = actions.start(make_quiz(), learner.pk, day(0))
    fill(attempt, right=[SINGLE])
    item = actions.check_item(attempt.items.get(position=1), day(0))
    assert (item.closed_at, item.score) == (None, None)


def test_submission_keeps_the_marks_that_were_shown(drill: Quiz, learner: User) -> None:
    attempt, _token = actions.start(drill, learner.pk, day(0))
    fill(attempt, right=ALL)
    shown = actions.check_item(attempt.items.get(position=1), day(0))
    done = actions.submit(attempt.key, day(1))
    first, second = attempt.items.order_by("position")[:2]
    assert (first.closed_at, second.closed_at) == (day(0), day(1))
    assert (first.marks, done.points) == (shown.marks, 4.0)


# --- certainty -----------------------------------------------------------------------------------


@pytest.mark.parametrize("certainty", ["", "1", "3", "9", "x"])
def test_certainty_is_stored_and_never_in_the_score(signed_in: Client, make_quiz: MakeQuiz, certainty: str) -> None:
    make_quiz(certainty=True)
    signed_in.post("/quizzes/quiz/start/")
    attempt = Attempt.objects.get()
    assert b'name="certainty"' in signed_in.get(f"/attempts/{attempt.key}/1/").content
    signed_in.post(f"/attempts/{attempt.key}/1/", {"revision": "0", "p0-choice": "b", "certainty": certainty})
    signed_in.post(f"/attempts/{attempt.key}/submit/")
    attempt.refresh_from_db()
    item = attempt.items.get(position=1)
    assert item.certainty == (int(certainty) if certainty in ("1", "3") else None)
    assert (item.score, attempt.points) == (1.0, 1.0)


def test_certainty_is_asked_only_where_the_quiz_says_so(signed_in: Client, make_quiz: MakeQuiz) -> None:
    make_quiz()
    signed_in.post("/quizzes/quiz/start/")
    assert b"certainty" not in signed_in.get(f"/attempts/{Attempt.objects.get().key}/1/").content


# --- the catalogue -------------------------------------------------------------------------------


def test_the_catalogue_knows_how_often_and_why_not(make_quiz: MakeQuiz, learner: User) -> None:
    quiz = make_quiz(attempts_allowed=2)
    sit(quiz, learner, 0)
    (entry,) = catalogue(learner.pk, day(1))
    assert (entry.made, entry.refusal) == (1, "")
    sit(quiz, learner, 1)
    (entry,) = catalogue(learner.pk, day(2))
    assert (entry.made, entry.refusal) == (2, "attempts")
