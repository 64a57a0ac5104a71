"""Starting, answering, closing and deleting reviews."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from assessment.accounts.models import User
from assessment.checklists import actions, authoring
from assessment.checklists.actions import Outcome
from assessment.checklists.models import Checklist, Review, ReviewAnswer, Statement, System
from assessment.checklists.queries import words_of
from assessment.checklists.records import Content, content_of
from tests.checklists.conftest import NOW, PROOF, answer, row_of

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


def reword(code: str) -> None:
    statement = Statement.objects.get(code=code)
    authoring.revise(statement, {**words_of(statement), "text_en": "Other words."}, NOW)


# --- starting ------------------------------------------------------------------------------------


def test_a_review_pins_the_newest_version_of_every_statement_that_is_not_retired(
    checklists: dict[str, Checklist], owner: User, system: System
) -> None:
    reword("T01-M1a")
    authoring.retire(Statement.objects.get(code="T02-M5a"))
    review = actions.start(checklists["maturity"], owner.pk, system, NOW)
    assert review.answers.count() == 15
    assert row_of(review, "T01-M1a").version.number == 2
    reword("T01-M1a")
    assert row_of(review, "T01-M1a").version.number == 2


def test_starting_again_leads_to_the_open_review(review: Review, system: System) -> None:
    assert actions.start(review.checklist, review.owner_id, system, LATER) == review
    other = actions.name_system(review.owner_id, "Another", "", NOW)
    assert actions.start(review.checklist, review.owner_id, other, LATER) != review


def test_a_checklist_without_statements_cannot_be_started(checklists: dict[str, Checklist], owner: User) -> None:
    Statement.objects.update(retired=True)
    with pytest.raises(actions.NothingToReview):
        actions.start(checklists["can-do"], owner.pk, None, NOW)
    assert not Review.objects.exists()


def test_the_next_review_starts_from_the_last_closed_one(review: Review, system: System) -> None:
    answer(review, "T01-M1a", "1", **PROOF)
    answer(review, "T01-M2a", "na", reason="There is none.")
    answer(review, "T01-M2b", "0.5", evidence="run", date_text="some day")
    actions.close(review.key, NOW)
    reword("T01-M1a")
    following = actions.start(review.checklist, review.owner_id, system, LATER)
    assert following.previous == review
    for code in ("T01-M1a", "T01-M2a", "T01-M2b", "T01-M3a"):
        before, after = row_of(review, code), row_of(following, code)
        assert content_of(after) == content_of(before)
        assert (after.evidence_date, after.revision, after.answered_at) == (before.evidence_date, 0, None)
    assert row_of(following, "T01-M1a").version.number == 2


def test_another_system_starts_empty(closed: Review) -> None:
    other = actions.name_system(closed.owner_id, "Another", "", NOW)
    following = actions.start(closed.checklist, closed.owner_id, other, LATER)
    assert following.previous is None
    assert not following.answers.exclude(value="").exists()


def test_a_self_rating_starts_empty_and_knows_the_one_before(rating: Review) -> None:
    answer(rating, "T01-F1", "1")
    actions.close(rating.key, NOW)
    following = actions.start(rating.checklist, rating.owner_id, None, LATER)
    assert following.previous == rating
    assert not following.answers.exclude(value="").exists()


# --- saving --------------------------------------------------------------------------------------


def test_it_keeps_what_was_typed_and_reads_the_day_from_it(review: Review) -> None:
    saved = answer(review, "T01-M1a", "1", evidence="run 7", date_text=" 2026年11月3日 ")
    row = row_of(review, "T01-M1a")
    assert saved.outcome is Outcome.SAVED
    assert content_of(row) == Content("1", "", "run 7", " 2026年11月3日 ")
    assert (row.evidence_date, row.revision, row.answered_at) == (date(2026, 11, 3), 1, NOW)


@pytest.mark.parametrize("typed", ["yesterday", "03/04/2026", "2026-02-30", "x" * 500])
def test_a_date_that_cannot_be_read_is_kept_as_typed(review: Review, typed: str) -> None:
    answer(review, "T01-M1a", "1", evidence="run", date_text=typed)
    row = row_of(review, "T01-M1a")
    assert (row.date_text, row.evidence_date) == (typed, None)


def test_the_same_answer_again_changes_nothing_whatever_its_revision(
    review: Review, django_assert_num_queries: Any
) -> None:
    answer(review, "T01-M1a", "1", **PROOF)
    row = row_of(review, "T01-M1a")
    with django_assert_num_queries(0):
        again = actions.save_answer(row, Content("1", **PROOF), 0, LATER)
    assert again.outcome is Outcome.UNCHANGED
    assert row_of(review, "T01-M1a").answered_at == NOW


def test_an_older_tab_gets_a_conflict_and_overwrites_nothing(review: Review) -> None:
    older = row_of(review, "T01-M1a")
    answer(review, "T01-M1a", "1", **PROOF)
    stale = actions.save_answer(older, Content("0"), 0, LATER)
    assert stale.outcome is Outcome.CONFLICT
    assert stale.row.value == "1"
    assert stale.posted == Content("0")
    assert row_of(review, "T01-M1a").value == "1"


def test_an_older_tab_may_overwrite_once_it_has_seen_the_newer_answer(review: Review) -> None:
    answer(review, "T01-M1a", "1", **PROOF)
    row = row_of(review, "T01-M1a")
    assert actions.save_answer(row, Content("0"), row.revision, LATER).outcome is Outcome.SAVED


def test_one_save_is_one_update(review: Review, django_assert_num_queries: Any) -> None:
    row = row_of(review, "T01-M1a")
    with django_assert_num_queries(1):
        actions.save_answer(row, Content("1", **PROOF), 0, NOW)


def test_a_closed_review_takes_no_answer(closed: Review) -> None:
    row = row_of(closed, "T01-M5a")
    assert actions.save_answer(row, Content("1"), row.revision, LATER).outcome is Outcome.CLOSED


def test_a_save_that_meets_a_closing_is_told_so(review: Review) -> None:
    answer(review, "T01-M1a", "1", **PROOF)
    before = row_of(review, "T01-M2a")
    actions.close(review.key, NOW)
    # `before` was read while the review was open.
    assert actions.save_answer(before, Content("1"), 0, LATER).outcome is Outcome.CLOSED
    assert row_of(review, "T01-M2a").value == ""


@pytest.mark.parametrize(
    ("kind", "posted", "content"),
    [
        ("maturity", {"X-value": "0.5", "X-evidence": "a\r\nb\0", "X-date": "d", "X-reason": "r"},
         Content("0.5", "r", "a\nb", "d")),
        ("maturity", {"X-value": "7", "Y-evidence": "other row"}, Content()),
        ("can_do", {"X-value": "1", "X-evidence": "not asked for"}, Content("1")),
        ("can_do", {"X-value": "na"}, Content()),
    ],
)  # fmt: skip
def test_what_is_read_of_a_form(kind: str, posted: dict[str, str], content: Content) -> None:
    assert actions.read_posted(kind, posted, "X") == content


# --- closing -------------------------------------------------------------------------------------


def test_closing_stores_what_the_rule_makes_of_it(closed: Review) -> None:
    closed.refresh_from_db()
    assert closed.closed_at == NOW
    figures = closed.outcome["competencies"]
    assert (figures["T01"]["attained"], figures["T01"]["score"]) == (2, 43.75)
    assert figures["T01"]["levels"] == {
        "M1": "met", "M2": "met", "M3": "not_met", "M4": "not_met", "M5": "not_met"
    }  # fmt: skip
    assert (figures["T02"]["attained"], figures["T02"]["reason"]) == (None, "untouched")
    assert closed.outcome["domains"] == {"D9": 2}


def test_closing_a_self_rating_stores_the_claims(rating: Review) -> None:
    for code in ("T01-F1", "T01-F2", "T01-P1"):
        answer(rating, code, "1")
    outcome = actions.close(rating.key, NOW).outcome
    assert list(outcome["competencies"]) == ["T01"]
    assert outcome["competencies"]["T01"]["level"] == "practitioner"
    assert outcome["competencies"]["T01"]["position"] == 50


def test_closing_twice_changes_nothing(closed: Review) -> None:
    again = actions.close(closed.key, LATER)
    assert (again.closed_at, again.outcome) == (NOW, closed.outcome)


@pytest.mark.parametrize("value", ["", "na"])
def test_a_review_without_an_answer_cannot_be_closed(review: Review, value: str) -> None:
    answer(review, "T01-M1a", value, evidence="typed, but no answer")
    with pytest.raises(actions.NothingAnswered):
        actions.close(review.key, NOW)
    review.refresh_from_db()
    assert review.closed_at is None


def test_a_review_keeps_the_rule_it_was_started_with(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    from assessment.checklists import maturity

    def other_rule(answers: Any, today: date) -> Any:
        raise AssertionError("a review of rule 1 was judged by rule 2")

    monkeypatch.setattr(maturity, "RULES", {**maturity.RULES, 2: other_rule})
    monkeypatch.setattr(maturity, "CURRENT", 2)
    answer(review, "T01-M1a", "1", **PROOF)
    assert actions.close(review.key, NOW).rule_version == 1


# --- deleting ------------------------------------------------------------------------------------


def test_an_open_review_can_be_deleted_and_a_closed_one_stays(closed: Review, system: System) -> None:
    following = actions.start(closed.checklist, closed.owner_id, system, LATER)
    actions.delete_open(following.key)
    assert list(Review.objects.all()) == [closed]
    with pytest.raises(actions.Closed):
        actions.delete_open(closed.key)


def test_a_system_goes_while_it_has_no_closed_review(review: Review, system: System) -> None:
    actions.delete_system(system)
    assert not ReviewAnswer.objects.exists()


def test_a_system_with_a_closed_review_stays(closed: Review, system: System) -> None:
    with pytest.raises(actions.Closed):
        actions.delete_system(system)


def test_an_account_goes_with_its_closed_reviews(closed: Review, owner: User, system: System) -> None:
    following = actions.start(closed.checklist, closed.owner_id, system, LATER)
    actions.close(following.key, LATER)
    owner.delete()
    assert not Review.objects.exists()


# --- statements ----------------------------------------------------------------------------------


def test_a_reworded_statement_gets_the_next_version_and_the_same_words_none(checklists: dict[str, Checklist]) -> None:
    statement = Statement.objects.get(code="T01-M1a")
    words = words_of(statement)
    assert authoring.revise(statement, words, NOW) is None
    made = authoring.revise(statement, {**words, "period_days": 90}, NOW)
    assert made is not None
    assert (made.number, made.text_en, made.period_days) == (2, words["text_en"], 90)
    assert [version.number for version in statement.versions.all()] == [1, 2]


def test_a_retired_statement_can_be_put_back(checklists: dict[str, Checklist], person: Callable[[str], User]) -> None:
    statement = Statement.objects.get(code="T01-F1")
    authoring.retire(statement)
    authoring.restore(statement)
    assert actions.start(checklists["can-do"], person("one").pk, None, NOW).answers.count() == 8
