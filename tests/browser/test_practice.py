"""Practice: choosing shows feedback at once, one key goes on, and all of it works without JavaScript."""

from collections.abc import Callable
from pprint import pformat
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages import Question, eventually
from tests.browser.test_accessibility import LANGUAGES, TOO_WIDE, findings_in_both_schemes, speak


@pytest.fixture
def drill(learner: Any) -> Any:
    """An open practice of three single choices."""
    from assessment.bank.queries import form_items
    from assessment.delivery import practice

    singles = [item.question_id for item in form_items() if item.types == ("single_choice",)]
    return practice.start(learner.pk, singles[:3], timezone.now(), seed=1)


def checked(page: Page) -> None:
    """Wait for the feedback."""
    expect(page.locator(".checked-verdict")).to_be_visible()
    expect(page.locator(".reviewed .is-right")).to_have_count(1)
    assert page.locator(".explanation").inner_text().strip()


def test_choosing_an_option_shows_its_feedback_at_once_and_enter_goes_on(
    signed_in: Page, drill: Any, console: list[str]
) -> None:
    question = Question(signed_in).open(drill.key)
    assert signed_in.locator(".reviewed").count() == 0
    for position in (1, 2, 3):
        question.at(position)
        signed_in.keyboard.press("1")
        checked(signed_in)
        expect(signed_in.locator("#question-title")).to_be_focused()
        assert question.choices.count() == 0
        signed_in.keyboard.press("Enter")
    signed_in.wait_for_url("**/attempts/*/")
    signed_in.locator("form.question-buttons .btn-primary").click()
    signed_in.wait_for_url("**/result/")
    assert console == []
    assert [item.closed_at is not None for item in drill.items.all()] == [True] * 3


def test_a_checked_answer_stays_as_it_is(signed_in: Page, drill: Any) -> None:
    question = Question(signed_in).open(drill.key)
    question.choices.first.check()
    checked(signed_in)
    first = drill.items.get(position=1)
    signed_in.reload()
    checked(signed_in)
    assert question.choices.count() == 0
    question.onward.click()
    question.at(2)
    question.back.click()
    question.at(1)
    checked(signed_in)
    again = drill.items.get(position=1)
    assert (again.response, again.score, again.closed_at) == (first.response, first.score, first.closed_at)


def test_a_question_is_skipped_and_stays_open(signed_in: Page, drill: Any) -> None:
    question = Question(signed_in).open(drill.key)
    signed_in.locator(".question-buttons [value=next]").click()
    question.at(2)
    item = drill.items.get(position=1)
    assert (item.closed_at, item.revision) == (None, 0)


def test_a_number_is_checked_by_its_button_and_not_while_it_is_typed(signed_in: Page, learner: Any) -> None:
    from assessment.bank.queries import form_items
    from assessment.delivery import practice

    numbers = [item.question_id for item in form_items() if item.types == ("numeric",)]
    attempt = practice.start(learner.pk, numbers[:1], timezone.now(), seed=1)
    question = Question(signed_in).open(attempt.key)
    question.number.fill("12")
    question.saved()
    assert signed_in.locator(".checked-verdict").count() == 0
    question.onward.click()
    expect(signed_in.locator(".checked-verdict")).to_be_visible()


def test_from_the_choice_to_the_result_without_javascript(
    browser: Browser, learner: Any, sign_in: Callable[[Any, Any], None], live_server: Any
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    sign_in(context, learner)
    page = context.new_page()
    page.goto("/practice/")
    page.locator("#wish-type").select_option("true_false_reason")  # in no testlet, whose other parts would wait
    page.locator(".wish [name=only][value=unseen]").check()
    page.locator(".wish button").click()
    assert page.locator("#wish-type").input_value() == "true_false_reason"
    page.locator(".wish-sizes button").first.click()
    page.wait_for_url("**/attempts/*/1/")
    question = Question(page)
    question.answer()
    assert page.locator(".checked-verdict").count() == 0
    page.locator(".question-buttons [value=check]").click()
    expect(page.locator(".checked-verdict")).to_be_visible()
    for _ in range(5):
        page.locator(".question-buttons [value=next], .question-buttons [value=finish]").first.click()
    page.locator("form.question-buttons .btn-primary").click()
    page.wait_for_url("**/result/")
    assert page.locator(".result-item").count() == 5
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/practice/", "/practice/?only=wrong", "/quizzes/", "/quizzes/trend-judgement/"])
def test_choosing_is_for_every_eye_and_every_width(
    signed_in: Page, live_server: Any, language: str, path: str, console: list[str]
) -> None:
    speak(signed_in.context, live_server, language)
    signed_in.set_viewport_size({"width": 320, "height": 640})
    signed_in.goto(path)
    assert not signed_in.evaluate(TOO_WIDE)
    assert console == []
    found = findings_in_both_schemes(signed_in)
    assert not found, pformat(found)


def test_the_list_of_what_fits_is_reached_by_keyboard(signed_in: Page) -> None:
    signed_in.goto("/practice/")
    reached: list[str] = []
    signed_in.locator("#wish-competency").focus()
    eventually(signed_in, lambda: signed_in.locator("#wish-competency:focus").count())
    for _ in range(8):
        reached.append(
            str(signed_in.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))
        )
        signed_in.keyboard.press("Tab")
    assert reached[:4] == ["competency", "level", "type", "only"]
    assert reached.count("size") == 3
