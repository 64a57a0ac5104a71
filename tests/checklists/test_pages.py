"""The pages by plain forms, as they work without a script."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessment.checklists import actions, authoring
from assessment.checklists.models import Checklist, Review, ReviewAnswer, Statement, System
from assessment.checklists.queries import words_of
from tests.checklists.conftest import NOW, PROOF, answer, fields, row_of

pytestmark = pytest.mark.django_db


def page_of(review: Review, code: str = "T01") -> str:
    return reverse("review_competency", args=[review.key, code])


# --- overview ------------------------------------------------------------------------------------


def test_an_empty_overview_teaches_and_offers_both_first_steps(mine: Client, checklists: dict[str, Checklist]) -> None:
    text = mine.get(reverse("checklists")).content.decode()
    assert "Rate what you can do in twelve competencies" in text
    assert "Name a system or a team" in text
    assert text.count('class="empty"') == 2


def test_naming_a_system_starts_its_review(mine: Client, checklists: dict[str, Checklist]) -> None:
    response = mine.post(reverse("name_system"), {"name": " Search ", "description": ""})
    review = Review.objects.get()
    assert review.system is not None
    assert review.system.name == "Search"
    assert response["Location"] == page_of(review)


@pytest.mark.parametrize("name", ["", "  ", "x" * 121])
def test_a_name_that_does_not_do_is_answered_in_words_and_kept(
    mine: Client, checklists: dict[str, Checklist], name: str
) -> None:
    response = mine.post(reverse("name_system"), {"name": name, "description": "What it is"})
    assert response.status_code == 422
    assert "What it is" in response.content.decode()
    assert not System.objects.exists()


def test_the_overview_lists_open_and_closed_reviews(mine: Client, closed: Review, system: System) -> None:
    following = actions.start(closed.checklist, closed.owner_id, system, NOW + timedelta(days=1))
    text = mine.get(reverse("checklists")).content.decode()
    assert reverse("review", args=[closed.key]) in text
    assert reverse("review", args=[following.key]) in text
    assert 'class="empty"' in text  # nothing rated yet


def test_starting_a_rating_leads_to_the_first_competency_with_something_open(mine: Client, rating: Review) -> None:
    for name in ("F1", "F2", "P1", "A1"):
        answer(rating, f"T01-{name}", "1")
    response = mine.post(reverse("start_review", args=["can-do"]))
    assert response["Location"] == page_of(rating, "T02")


# --- answering -----------------------------------------------------------------------------------


def test_a_page_shows_eight_statements_and_where_one_is(mine: Client, review: Review) -> None:
    text = mine.get(page_of(review)).content.decode()
    assert text.count("<fieldset") == 8
    assert "Competency 1 of 2" in text
    assert "0 of 8 statements answered" in text


def test_the_plain_form_keeps_all_that_was_touched_and_goes_on(mine: Client, review: Review) -> None:
    posted = fields(review, "T01-M1a", "1", evidence="run 1", date="2026-11-20") | fields(review, "T01-M2a", "0")
    response = mine.post(page_of(review), {**posted, "go": "next"})
    assert response["Location"] == page_of(review, "T02")
    assert row_of(review, "T01-M1a").evidence == "run 1"
    assert row_of(review, "T01-M2a").value == "0"
    assert row_of(review, "T01-M2b").revision == 0


@pytest.mark.parametrize(
    ("go", "target"),
    [("next", "T02"), ("previous", ""), ("T02", "T02"), ("stay", "T01"), ("summary", ""), ("nonsense", "")],
)
def test_it_goes_where_the_button_says(mine: Client, review: Review, go: str, target: str) -> None:
    response = mine.post(page_of(review), {"go": go})
    assert response["Location"] == (page_of(review, target) if target else reverse("review", args=[review.key]))


def test_what_is_not_valid_yet_is_kept_and_remarked_upon(mine: Client, review: Review) -> None:
    posted = fields(review, "T01-M1a", "1", evidence="run", date="last week") | fields(review, "T01-M2a", "na")
    posted |= fields(review, "T01-M2b", "0.5") | fields(review, "T01-M3a", "1", evidence="run", date="2999-01-01")
    posted |= fields(review, "T01-M3b", "1", evidence="run", date="2020-01-01")
    mine.post(page_of(review), {**posted, "go": "stay"})
    text = mine.get(page_of(review)).content.decode()
    assert 'value="last week"' in text
    for remark in (
        "this date cannot be read", "until a reason is written", "Counts 0 until evidence and a date are given",
        "lies in the future", "older than 180 days",
    ):  # fmt: skip
        assert remark in text


def test_evidence_is_escaped(mine: Client, review: Review) -> None:
    answer(review, "T01-M1a", "1", evidence="<script>alert(1)</script>", date_text='"><b>')
    text = mine.get(page_of(review)).content.decode()
    assert "<script>alert" not in text
    assert '"><b>' not in text


def test_switching_the_language_keeps_what_was_typed(mine: Client, review: Review) -> None:
    response = mine.post(page_of(review), {**fields(review, "T01-M1a", "0"), "language": "zh-hans"})
    assert response["Location"] == page_of(review)
    assert row_of(review, "T01-M1a").value == "0"
    assert "T01-M1a 的陈述" in mine.get(page_of(review)).content.decode()


def test_an_older_tab_sees_both_answers_and_everything_else_of_it_is_kept(mine: Client, review: Review) -> None:
    older = fields(review, "T01-M1a", "0.5", evidence="from the older tab") | fields(review, "T01-M2a", "0")
    answer(review, "T01-M1a", "1", evidence="from the newer tab", date_text="2026-11-20")
    response = mine.post(page_of(review), {**older, "go": "next"})
    text = response.content.decode()
    assert response.status_code == 409
    assert "from the older tab" in text
    assert "from the newer tab" in text
    assert text.count("data-disputed") == 1
    assert row_of(review, "T01-M1a").evidence == "from the newer tab"
    assert row_of(review, "T01-M2a").value == "0"
    # The page carries the newer revision: sending it again is a decision.
    again = fields(review, "T01-M1a", "0.5", evidence="from the older tab")
    assert mine.post(page_of(review), {**again, "go": "next"}).status_code == 302
    assert row_of(review, "T01-M1a").evidence == "from the older tab"


def test_a_row_that_an_older_tab_did_not_touch_is_no_conflict(mine: Client, review: Review) -> None:
    untouched = fields(review, "T01-M1a", "") | {"T01-M1a-was": actions.Content().digest}
    answer(review, "T01-M1a", "1", **PROOF)
    response = mine.post(page_of(review), {**untouched, **fields(review, "T01-M2a", "0"), "go": "next"})
    assert response.status_code == 302
    assert row_of(review, "T01-M1a").value == "1"


def test_what_comes_after_closing_is_refused_in_words(mine: Client, closed: Review) -> None:
    response = mine.post(page_of(closed), fields(closed, "T01-M1a", "0"), follow=True)
    assert "closed meanwhile" in response.content.decode()
    assert row_of(closed, "T01-M1a").value == "1"
    assert mine.get(page_of(closed))["Location"] == reverse("review", args=[closed.key])


def test_carried_answers_and_changed_words_are_marked(mine: Client, closed: Review, system: System) -> None:
    statement = Statement.objects.get(code="T01-M1a")
    authoring.revise(statement, {**words_of(statement), "text_en": "Other words."}, NOW)
    following = actions.start(closed.checklist, closed.owner_id, system, NOW + timedelta(days=1))
    text = mine.get(page_of(following)).content.decode()
    assert text.count("Carried over from the review before") == 4
    assert text.count("The wording changed since the review before") == 1
    assert "Other words." in text


def test_a_self_rating_asks_for_no_evidence(mine: Client, rating: Review) -> None:
    text = mine.get(page_of(rating)).content.decode()
    assert "With help" in text
    assert "-evidence" not in text
    mine.post(page_of(rating), {**fields(rating, "T01-F1", "0.5", evidence="x"), "go": "next"})
    assert row_of(rating, "T01-F1").evidence == ""


# --- in the background ---------------------------------------------------------------------------


def save(client: Client, review: Review, code: str, posted: dict[str, Any]) -> Any:
    return client.post(page_of(review), {"row": code, **posted}, headers={"X-Plumbline": "1"})


def test_the_background_save_says_what_to_show(mine: Client, review: Review) -> None:
    response = save(mine, review, "T01-M1a", fields(review, "T01-M1a", "1"))
    said = response.json()
    assert (said["outcome"], said["revision"], said["answered"]) == ("saved", 1, True)
    assert "evidence and a date" in said["remark"]
    assert said["was"] == actions.Content("1").digest
    assert said["saved_at"] == row_of(review, "T01-M1a").answered_at.isoformat()  # type: ignore[union-attr]


def test_the_background_save_of_an_older_tab_gets_both_answers(mine: Client, review: Review) -> None:
    older = fields(review, "T01-M1a", "0", reason="mine")
    answer(review, "T01-M1a", "1", evidence="newer", date_text="2026-11-20")
    response = save(mine, review, "T01-M1a", older)
    assert response.status_code == 409
    assert "newer" in response.content.decode()
    assert "mine" in response.content.decode()
    assert "X-Plumbline" in response


def test_the_background_save_after_closing_is_told_where_to_go(mine: Client, closed: Review) -> None:
    response = save(mine, closed, "T01-M5a", fields(closed, "T01-M5a", "1"))
    assert response.status_code == 410
    assert response.json()["next"] == reverse("review", args=[closed.key])
    assert "closed meanwhile" in mine.get(response.json()["next"]).content.decode()


@pytest.mark.parametrize("code", ["", "T09-M1a", "T01-F1"])
def test_a_statement_of_no_row_is_not_found(mine: Client, review: Review, code: str) -> None:
    assert save(mine, review, code, {}).status_code == 404


def test_it_costs_few_queries(mine: Client, review: Review, system: System, django_assert_max_num_queries: Any) -> None:
    answer(review, "T01-M1a", "1", **PROOF)
    actions.close(review.key, NOW)
    following = actions.start(review.checklist, review.owner_id, system, NOW)
    posted = fields(following, "T01-M1a", "0.5")
    with django_assert_max_num_queries(8):
        assert mine.get(page_of(following)).status_code == 200
    with django_assert_max_num_queries(5):
        assert save(mine, following, "T01-M1a", posted).json()["outcome"] == "saved"


# --- summary, closing, deleting ------------------------------------------------------------------


def test_the_summary_says_what_is_open_and_what_counts_less(mine: Client, review: Review) -> None:
    answer(review, "T01-M1a", "1")
    for name in ("M2a", "M2b", "M3a"):
        answer(review, f"T01-{name}", "na", reason="none")
    text = mine.get(reverse("review", args=[review.key])).content.decode()
    assert "4 of 16 statements are answered" in text
    assert "4 statements without an answer count 0" in text
    assert "more than 2 not applicable" in text
    assert "not touched, so not assessed" in text
    assert "Counts 0 until evidence and a date are given" in text


def test_closing_with_nothing_answered_is_refused_in_words(mine: Client, review: Review) -> None:
    response = mine.post(reverse("close_review", args=[review.key]), follow=True)
    assert "Nothing is answered yet" in response.content.decode()
    review.refresh_from_db()
    assert review.closed_at is None


def test_closing_leads_to_the_closed_review(mine: Client, review: Review) -> None:
    answer(review, "T01-M1a", "1", **PROOF)
    address = reverse("close_review", args=[review.key])
    for _again in range(2):
        text = mine.post(address, follow=True).content.decode()
    assert "its lowest level is M1 Initial" in text
    assert "self-reported" in text


def test_an_open_review_can_be_deleted(mine: Client, review: Review) -> None:
    assert "deleted" in mine.post(reverse("delete_review", args=[review.key]), follow=True).content.decode()
    assert not ReviewAnswer.objects.exists()


def test_a_closed_review_cannot_be_deleted_here(mine: Client, closed: Review) -> None:
    mine.post(reverse("delete_review", args=[closed.key]))
    mine.post(reverse("delete_system", args=[closed.system.key]))  # type: ignore[union-attr]
    assert Review.objects.filter(pk=closed.pk).exists()


# --- closed reviews ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "linked"),
    [
        ("https://example.org/a?b=1&c=2", True), ("HTTP://example.org", True), ("javascript:alert(1)", False),
        ("data:text/html,x", False), ("see https://example.org", False), ("run 12", False),
    ],
)  # fmt: skip
def test_evidence_is_a_link_only_to_the_web(mine: Client, review: Review, evidence: str, linked: bool) -> None:
    answer(review, "T01-M1a", "1", evidence=evidence, date_text="2026-11-20")
    actions.close(review.key, NOW)
    text = mine.get(reverse("review", args=[review.key])).content.decode()
    assert ('rel="noreferrer nofollow"' in text) is linked
    assert 'href="javascript' not in text


def test_a_closed_review_shows_levels_domain_and_every_statement(
    mine: Client, closed: Review, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        text = mine.get(reverse("review", args=[closed.key])).content.decode()
    assert text.count('class="closed-row"') == 16
    assert "M2 Repeatable" in text
    assert "not assessed: no answer" in text
    assert "A domain is as mature as its weakest assessed competency" in text
    assert "<table" in text


def test_a_closed_self_rating_shows_what_is_claimed(mine: Client, rating: Review) -> None:
    answer(rating, "T01-F1", "1")
    answer(rating, "T01-F2", "1")
    actions.close(rating.key, NOW)
    text = mine.get(reverse("review", args=[rating.key])).content.decode()
    assert "you rated yourself in 1 competency" in text
    assert 'cx="25.00%"' in text
    assert "Verification by a second person" not in text


# --- comparing -----------------------------------------------------------------------------------


@pytest.fixture
def second(closed: Review, system: System) -> Review:
    """A second closed review: better, with renewed and other evidence, a reworded and a retired statement."""
    statement = Statement.objects.get(code="T01-M2b")
    authoring.revise(statement, {**words_of(statement), "text_en": "Other words."}, NOW)
    authoring.retire(Statement.objects.get(code="T02-M5a"))
    following = actions.start(closed.checklist, closed.owner_id, system, NOW + timedelta(days=1))
    answer(following, "T01-M1a", "1", evidence=PROOF["evidence"], date_text="2026-11-25")
    answer(following, "T01-M2a", "0.5", evidence="other", date_text=PROOF["date_text"])
    answer(following, "T01-M3b", "1", **PROOF)
    return actions.close(following.key, NOW + timedelta(days=2))


def test_two_reviews_are_compared_line_by_line(mine: Client, closed: Review, second: Review) -> None:
    # Whichever way round they are named, the earlier one comes first.
    for pair in ((closed.key, second.key), (second.key, closed.key)):
        text = mine.get(reverse("compare_reviews", args=pair)).content.decode()
        for words in ("evidence renewed", "other evidence", "fell", "answered now", "reworded", "no longer asked"):
            assert words in text
        assert "M2 Repeatable</td><td>M3 Automated</td><td>higher" in text
        assert "Changed</a>" not in text
        assert "T01-M4a" not in text
    everything = mine.get(reverse("compare_reviews", args=[closed.key, second.key]), {"show": "all"})
    assert "T01-M4a" in everything.content.decode()


def test_only_closed_reviews_of_one_system_can_be_compared(
    mine: Client, closed: Review, second: Review, rating: Review, system: System
) -> None:
    still_open = actions.start(closed.checklist, closed.owner_id, system, NOW + timedelta(days=3))
    for other in (closed, still_open, rating):
        assert mine.get(reverse("compare_reviews", args=[closed.key, other.key])).status_code == 404
