"""Short answers, gaps and open answers in the browser: by keyboard alone, without JavaScript, for everybody."""

from collections.abc import Callable
from pprint import pformat
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from assessment.delivery.models import Attempt
from tests.browser.pages import Question, eventually, switch_language
from tests.browser.test_accessibility import TOO_WIDE, findings_in_both_schemes, speak
from tests.browser.test_journey import tab_to
from tests.browser.text_types import GAPS, OPEN, SHORT, make_quiz

NewContext = Callable[..., BrowserContext]
TEXT = "First a gate.\n\nThen a person."


@pytest.fixture
def attempt(learner: Any, bank: None) -> Attempt:
    """An open attempt at the three questions."""
    from assessment.delivery.actions import start

    return start(make_quiz(), learner.pk, timezone.now(), 1)[0]


def stored(attempt: Attempt, position: int) -> dict[str, list[str]]:
    response = attempt.items.get(position=position).response
    return dict(response[0]) if response else {}


def fill(page: Page, position: int) -> None:
    """Answer the question at `position` without a mistake, by whatever there is."""
    if position == SHORT:
        page.locator("[name=p0-text]").fill("Over-fitting.")
    elif position == GAPS:
        page.locator("[name=p0-method]").fill("Low-rank adaptation")
        page.locator("[name=p0-weights]").fill("about 14")
        page.locator("[name=p0-saved]").select_option("saved-a")
    else:
        page.locator("[name=p0-text]").fill(TEXT)


def expect_answers(attempt: Attempt) -> None:
    assert stored(attempt, SHORT) == {"text": ["Over-fitting."]}
    assert stored(attempt, GAPS)["method"] == ["Low-rank adaptation"]
    assert stored(attempt, GAPS)["saved"] == ["saved-a"]
    assert stored(attempt, OPEN) == {"text": [TEXT]}


def test_all_three_are_sat_by_keyboard_alone(signed_in: Page, attempt: Attempt) -> None:
    page, keyboard = signed_in, signed_in.keyboard
    question = Question(page).open(attempt.key)
    tab_to(page, "[name=p0-text]")
    keyboard.type("Over-fitting.")
    question.saved()
    keyboard.press("Enter")
    question.at(GAPS)
    for name, text in (("method", "Low-rank adaptation"), ("weights", "about 14")):
        tab_to(page, f"[name=p0-{name}]")
        keyboard.type(text)
    tab_to(page, "[name=p0-saved]")
    # Digits and letters look for an entry of the list; they neither choose elsewhere nor flag.
    keyboard.press("f")
    expect(question.flag).not_to_be_checked()
    while page.locator("[name=p0-saved]").input_value() != "saved-a":
        keyboard.press("ArrowDown")
    question.saved()
    tab_to(page, ".question-buttons .btn-primary")
    keyboard.press("Enter")
    question.at(OPEN)
    tab_to(page, "[name=p0-text]")
    for sign in TEXT:
        keyboard.press("Enter") if sign == "\n" else keyboard.type(sign)
    question.saved()
    assert question.position == OPEN
    expect_answers(attempt)
    tab_to(page, ".question-buttons .btn-primary")
    keyboard.press("Enter")
    page.wait_for_selector(".review-list")
    expect(page.locator(".state-answered")).to_have_count(3)
    tab_to(page, "form.question-buttons .btn-primary")
    keyboard.press("Enter")
    page.wait_for_url("**/result/")
    items = page.locator(".result-item")
    expect(items.nth(0).locator(".verdict-right")).to_have_count(1)
    expect(items.nth(1).locator(".gap-right")).to_have_count(2)
    expect(items.nth(2).locator(".rubric li")).to_have_count(7)
    expect(items.nth(2).locator(".answer-own p")).to_have_count(2)


def test_all_three_are_sat_without_javascript(
    new_context: NewContext, learner: Any, attempt: Attempt, sign_in: Callable[[Any, Any], None]
) -> None:
    context = new_context(java_script_enabled=False)
    sign_in(context, learner)
    page = context.new_page()
    question = Question(page).open(attempt.key)
    for position in (SHORT, GAPS, OPEN):
        question.at(position)
        fill(page, position)
        question.onward.click()
    page.wait_for_selector(".review-list")
    expect_answers(attempt)
    question.open(attempt.key, GAPS)
    expect(page.locator(".remark")).to_contain_text("Gap 2")
    expect(page.locator("[name=p0-weights]")).to_have_value("about 14")
    expect(page.locator("[name=p0-saved]")).to_have_value("saved-a")
    question.form.locator("[name=clear]").click()
    question.at(GAPS)
    expect(page.locator("[name=p0-method]")).to_have_value("")
    expect(page.locator("[name=p0-saved]")).to_have_value("")
    question.open(attempt.key, OPEN)
    expect(page.locator("[name=p0-text]")).to_have_value(TEXT)
    expect(page.locator(".count")).to_have_text("6 of 120 words")


def test_a_long_text_is_saved_while_it_is_written_and_cleared_by_its_button(signed_in: Page, attempt: Attempt) -> None:
    page = signed_in
    question = Question(page).open(attempt.key, OPEN)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url) if request.method == "POST" else None)
    area = page.locator("[name=p0-text]")
    area.press_sequentially("One gate for all payments.", delay=10)
    question.saved()
    # Not one request for every letter.
    assert len(requests) <= 3
    assert stored(attempt, OPEN) == {"text": ["One gate for all payments."]}
    question.form.locator("[name=clear]").click()
    expect(area).to_have_value("")
    expect(page.locator(".count")).to_have_text("0 of 120 words")
    eventually(page, lambda: stored(attempt, OPEN) == {})
    question.open(attempt.key, GAPS)
    fill(page, GAPS)
    question.saved()
    question.form.locator("[name=clear]").click()
    expect(page.locator("[name=p0-saved]")).to_have_value("")
    eventually(page, lambda: stored(attempt, GAPS) == {})


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("end-to-end tests, 1,000 of them — e.g. p99.9", "7 of 120 words"),
        ("用 GPU 训练 8 小时。", "7 of 200 Chinese characters"),
        ("naïve Größe don't", "3 of 120 words"),
        ("word " * 121, "121 of 120 words"),
        ("……！", "0 of 120 words"),
    ],
)
def test_the_page_and_the_server_count_alike(signed_in: Page, attempt: Attempt, text: str, count: str) -> None:
    question = Question(signed_in).open(attempt.key, OPEN)
    signed_in.locator("[name=p0-text]").fill(text)
    expect(signed_in.locator(".count")).to_have_text(count)
    question.saved()
    expect(signed_in.locator(".remark")).to_have_text("121 words; at most 120 are asked for. Everything is kept."
                                                      if "121" in count else "")  # fmt: skip
    # Without the script, as the server wrote it.
    answer = signed_in.request.get(signed_in.url).text()
    assert count in answer


def test_switching_the_language_keeps_what_is_written(signed_in: Page, attempt: Attempt) -> None:
    page = signed_in
    for position in (SHORT, GAPS, OPEN):
        Question(page).open(attempt.key, position)
        fill(page, position)
        switch_language(page, "zh-hans")
        expect(page.locator("[name=p0-text], [name=p0-method]")).not_to_have_value("")
        switch_language(page, "en")
    expect_answers(attempt)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_is_for_everybody(
    signed_in: Page, attempt: Attempt, console: list[str], live_server: Any, language: str
) -> None:
    page, found = signed_in, {}
    speak(page.context, live_server, language)
    pages = [f"/attempts/{attempt.key}/{position}/" for position in (SHORT, GAPS, OPEN)]

    def look(name: str) -> None:
        heard = list(console)
        page.set_viewport_size({"width": 320, "height": 640})
        wide = page.evaluate(TOO_WIDE)
        page.set_viewport_size({"width": 1280, "height": 900})
        if findings := [*heard, *wide, *findings_in_both_schemes(page)]:
            found[name] = findings
        console.clear()

    for position, address in enumerate(pages, 1):
        page.goto(address)
        look(f"{position} open")
        fill(page, position)
        Question(page).saved()
        look(f"{position} answered")
    Question(page).onward.click()
    page.wait_for_selector(".review-list")
    page.locator("form.question-buttons .btn-primary").click()
    page.wait_for_url("**/result/")
    look("result")
    assert not found, pformat(found, width=160)
