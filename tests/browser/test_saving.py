"""No answer is lost: slow and broken networks, a lost session, two windows, haste, and the clock."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from assessment.delivery.models import Attempt
from tests.browser.pages import Question, eventually, fill_account

pytestmark = pytest.mark.usefixtures("bank")
SAVING = re.compile(r"/attempts/[-0-9a-f]+/\d+/$")


@pytest.fixture
def question(signed_in: Page, attempt: Attempt) -> Question:
    """The first question of the open attempt."""
    return Question(signed_in).open(attempt.key)


def revision(attempt: Attempt, position: int = 1) -> int:
    return int(attempt.items.get(position=position).revision)


def stored(attempt: Attempt, position: int = 1) -> Any:
    return attempt.items.get(position=position).response


def posts(handle: Callable[[Route], None]) -> Callable[[Route], None]:
    """`handle` for what is sent, everything else as ever."""
    return lambda route: handle(route) if route.request.method == "POST" else route.continue_()


def choice(attempt: Attempt, question: Question, index: int, position: int = 1) -> bool:
    """Whether the stored answer is the option at `index` of the page."""
    return question.choices.nth(index).get_attribute("value") in str(stored(attempt, position))


# --- the word "saved" ---


def test_it_says_saved_only_when_the_server_has_committed(question: Question, attempt: Attempt) -> None:
    held: list[Route] = []
    question.page.route(SAVING, posts(held.append))
    question.choices.first.check()
    eventually(question.page, lambda: held)
    expect(question.saying).to_have_text(question.word("saving"))
    assert revision(attempt) == 0
    answer = held[0].fetch()
    # It is stored now, but the page has not heard of it.
    assert revision(attempt) == 1
    expect(question.saying).to_have_text(question.word("saving"))
    held[0].fulfill(response=answer)
    question.saved()
    expect(question.saying).to_have_text(re.compile(r"\d:\d\d"))


def test_it_does_not_say_saved_of_what_is_being_typed(question: Question, attempt: Attempt) -> None:
    question.open(attempt.key, 6)
    question.number.fill("12")
    question.saved()
    question.number.press("3")
    assert question.saying.inner_text() == question.word("saving")
    question.saved()
    assert "123" in str(stored(attempt, 6))


def test_it_counts_and_tells_at_once_what_is_answered(question: Question) -> None:
    expect(question.page.locator(".places-summary")).to_have_text("0 of 10 answered")
    question.choices.first.check()
    question.flag.check()
    question.saved()
    expect(question.page.locator(".places-summary")).to_have_text("1 of 10 answered")
    expect(question.place(1)).to_have_accessible_name("Question 1, answered, flagged")


# --- a network that fails ---


@pytest.mark.parametrize("trouble", ["cut", "500", "lost answer"])
def test_it_keeps_an_answer_through_trouble_and_saves_it_by_itself(
    question: Question, attempt: Attempt, trouble: str
) -> None:
    page = question.page

    def fail(route: Route) -> None:
        if trouble == "lost answer":
            route.fetch()
        if trouble == "500":
            route.fulfill(status=500, body="<h1>Server error</h1>", content_type="text/html")
        else:
            route.abort()

    page.route(SAVING, posts(fail))
    question.choices.first.check()
    expect(question.saying).to_have_text(question.word("retry"))
    expect(question.saying).to_have_class(re.compile("is-waiting"))
    # Even a change made meanwhile does not look like another window's to the server.
    question.choices.nth(1).check()
    expect(question.saying).to_have_text(question.word("retry"))
    page.unroute(SAVING)
    question.saved()
    expect(question.choices.nth(1)).to_be_checked()
    expect(question.dispute).to_have_count(0)
    assert choice(attempt, question, 1)


def test_it_moves_on_by_itself_when_the_network_returns(question: Question, attempt: Attempt) -> None:
    page = question.page
    page.context.set_offline(True)
    question.choices.first.check()
    value = question.choices.first.get_attribute("value")
    question.onward.click()
    expect(question.saying).to_have_text(question.word("retry"))
    assert question.position == 1
    page.context.set_offline(False)
    question.at(2)
    assert str(value) in str(stored(attempt))


def test_it_waits_for_somebody_who_is_signed_out_in_another_tab(question: Question, attempt: Attempt) -> None:
    other = question.page.context.new_page()
    other.goto("/account/")
    other.locator(".account-form button").click()
    other.wait_for_url("**/")
    question.choices.first.check()
    expect(question.saying).to_have_text(question.word("signed-out"))
    assert revision(attempt) == 0
    other.goto("/accounts/login/")
    fill_account(other, "learner@example.org")
    other.wait_for_url("**/quizzes/")
    question.saved()
    assert choice(attempt, question, 0)
    question.onward.click()
    question.at(2)


# --- two windows ---


@pytest.fixture
def stale(question: Question, attempt: Attempt) -> Question:
    """A second window in which an older page was answered differently."""
    other = Question(question.page.context.new_page()).open(attempt.key)
    question.choices.first.check()
    question.saved()
    other.choices.nth(1).check()
    other.dispute.wait_for()
    return other


def test_a_stale_window_cannot_overwrite_unseen(stale: Question, attempt: Attempt) -> None:
    words = [text.inner_text() for text in stale.page.locator(".option-text").all()]
    expect(stale.dispute).to_contain_text(words[0])
    expect(stale.choices.nth(1)).to_be_checked()
    expect(stale.saying).to_have_text("")
    # Nor does it save by itself what is changed below the two answers.
    stale.choices.nth(2).check()
    stale.page.wait_for_timeout(600)
    assert choice(attempt, stale, 0)
    stale.page.locator("[data-newer]").click()
    expect(stale.dispute).to_have_count(0)
    expect(stale.choices.first).to_be_checked()
    assert choice(attempt, stale, 0)


def test_a_stale_window_can_replace_what_it_has_seen(stale: Question, attempt: Attempt) -> None:
    stale.dispute.locator("button").click()
    expect(stale.dispute).to_have_count(0)
    expect(stale.choices.nth(1)).to_be_checked()
    assert stale.position == 1
    assert choice(attempt, stale, 1)


# --- haste ---

STEP = """([shift, move]) => {
  const form = document.getElementById("answer");
  const text = form.querySelector(".part input[type=text]");
  if (text) {
    text.value = String(10 + shift);
    text.dispatchEvent(new Event("input", { bubbles: true }));
  } else {
    const fields = [...form.querySelectorAll(".part input")];
    fields[shift % fields.length].click();
  }
  const given = [...new FormData(form)].filter(([name]) => /^p\\d/.test(name)).map(([, value]) => value);
  if (move) form.querySelector(`.question-buttons [value=${move}]`)?.click();
  return [Number(form.action.match(/(\\d+)\\/$/)[1]), given];
}"""


def test_it_loses_nothing_and_sees_no_conflict_in_thirty_hasty_changes(question: Question, attempt: Attempt) -> None:
    page = question.page
    statuses: list[int] = []
    page.on("response", lambda response: statuses.append(response.status))
    # Slow enough for changes to happen while a request is on its way, also one that moves.
    page.route(SAVING, posts(lambda route: (page.wait_for_timeout(35), route.continue_())))
    expected: dict[int, list[str]] = {}
    for step in range(30):
        move = ("", "next", "", "next", "previous")[step % 5]
        position, given = page.evaluate(STEP, [step * 7, move])
        expected[position] = given
        # Now and then a move may land before the next change, on however busy a machine.
        page.wait_for_timeout(700 if step % 10 == 8 else step * 37 % 170)
    page.wait_for_timeout(500)  # the last move may be on its way still
    expect(question.saying).not_to_have_text(question.word("saving"))
    assert len(expected) >= 2
    for position, given in expected.items():
        found = [str(value) for value in values_of(stored(attempt, position))]
        assert sorted(found) == sorted(given), position
    assert set(statuses) == {200}


def values_of(response: Any) -> list[str]:
    """Every value of a stored response, whatever its type."""
    if isinstance(response, dict):
        return [value for inner in response.values() for value in values_of(inner)]
    if isinstance(response, list):
        return [value for inner in response for value in values_of(inner)]
    return [response] if response else []


def test_it_takes_what_was_typed_when_enter_follows_at_once(question: Question, attempt: Attempt) -> None:
    question.open(attempt.key, 6)
    question.number.click()
    question.page.keyboard.type("1250")
    question.page.keyboard.press("Enter")
    question.at(7)
    assert values_of(stored(attempt, 6)) == ["1250"]


def test_it_does_not_skip_questions_when_enter_is_held(question: Question) -> None:
    question.choices.first.focus()
    for _ in range(5):
        question.page.keyboard.down("Enter")
    question.page.keyboard.up("Enter")
    question.at(2)
    question.page.wait_for_timeout(300)
    assert question.position == 2


def test_it_takes_a_change_made_while_it_is_moving_on(question: Question, attempt: Attempt) -> None:
    held: list[Route] = []
    page = question.page
    question.choices.first.check()
    question.saved()
    page.route(SAVING, posts(lambda route: route.continue_() if held else held.append(route)))
    question.onward.click()
    eventually(page, lambda: held)
    question.choices.nth(2).check()
    value = str(question.choices.nth(2).get_attribute("value"))
    held[0].continue_()
    question.at(2)
    assert values_of(stored(attempt)) == [value]


# --- leaving ---


def test_it_asks_before_leaving_only_when_something_is_unsaved(question: Question) -> None:
    page = question.page
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    question.choices.first.click()
    question.saved()
    page.locator(".brand").click()
    page.wait_for_url("**/quizzes/")
    assert asked == []
    page.go_back()
    question.choices.nth(1).wait_for()
    page.route(SAVING, posts(lambda route: route.abort()))
    question.choices.nth(1).click()
    expect(question.saying).to_have_text(question.word("retry"))
    page.locator(".brand").click()
    page.wait_for_url("**/quizzes/")
    assert asked == ["beforeunload"]


def test_the_back_button_shows_the_right_question(question: Question, attempt: Attempt) -> None:
    page = question.page
    question.onward.click()
    question.at(2)
    question.place(6).click()
    question.at(6)
    assert page.url.endswith("/6/")
    question.number.fill("77")
    page.go_back()
    question.at(2)
    assert page.url.endswith("/2/")
    assert "Question 2 " in page.title()
    # What was just typed was not left behind.
    assert values_of(stored(attempt, 6)) == ["77"]
    page.go_forward()
    question.at(6)
    assert question.number.input_value() == "77"
    page.go_back()
    question.at(2)
    page.go_back()
    question.at(1)
    assert page.url.endswith("/1/")


def test_the_skip_link_stays_on_the_question(question: Question, attempt: Attempt) -> None:
    question.open(attempt.key, 6)
    question.number.fill("5")
    question.page.locator(".skip").press("Enter")
    question.saved()
    assert question.position == 6
    assert question.number.input_value() == "5"


def test_a_double_click_submits_once(question: Question, attempt: Attempt) -> None:
    page = question.page
    results: list[int] = []
    page.on("response", lambda r: results.append(r.status) if r.url.endswith("/result/") else None)
    page.goto(f"/attempts/{attempt.key}/")
    page.locator("form.question-buttons .btn-primary").dblclick()
    page.wait_for_url("**/result/")
    expect(page.locator("h1.sentence")).to_be_visible()
    assert set(results) == {200}
    attempt.refresh_from_db()
    assert attempt.submitted_at
    assert Attempt.objects.count() == 1


def test_it_leads_to_the_result_where_another_window_has_submitted(question: Question, attempt: Attempt) -> None:
    from assessment.delivery.actions import submit

    submit(attempt.key, timezone.now())
    question.choices.first.click()
    question.page.wait_for_url("**/result/")


# --- the clock ---


def end_in(attempt: Attempt, seconds: float) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(deadline=timezone.now() + timedelta(seconds=seconds))


def test_it_is_submitted_by_itself_when_the_time_is_over(question: Question, attempt: Attempt) -> None:
    page = question.page
    end_in(attempt, 5)
    question.open(attempt.key, 6)
    question.number.fill("12")
    question.saved()
    visited: list[str] = []
    page.on("framenavigated", lambda frame: visited.append(frame.url))
    page.wait_for_url("**/result/", timeout=12_000)
    # At once: the server's clock had run out as well.
    assert [url.rstrip("/").rpartition("/")[2] for url in visited] == ["result"]
    expect(page.locator("main .notice")).to_be_visible()
    expect(page.locator(".result-item").nth(5).locator(".answers dd").first).to_contain_text("12")
    attempt.refresh_from_db()
    assert attempt.submitted_by == Attempt.BY_DEADLINE
    assert attempt.submitted_at == attempt.deadline


def test_an_answer_after_the_deadline_leads_to_the_result(question: Question, attempt: Attempt) -> None:
    end_in(attempt, -1)
    question.choices.first.click()
    question.page.wait_for_url("**/result/")
    expect(question.page.locator("main .notice").first).to_be_visible()
    assert revision(attempt) == 0


@pytest.mark.parametrize(("seconds", "name"), [(299, "five"), (59, "one")])
def test_it_announces_five_minutes_and_one(question: Question, attempt: Attempt, seconds: int, name: str) -> None:
    clock = question.page.locator(".clock-spoken")
    assert clock.text_content() == ""
    end_in(attempt, seconds)
    question.open(attempt.key)
    expect(clock).to_have_text(question.word(name))
    expect(clock).to_have_attribute("role", "status")
    expect(question.page.locator(".clock-text")).to_have_text(re.compile(r"^\d+:\d\d$"))
