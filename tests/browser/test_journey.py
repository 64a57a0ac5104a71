"""The whole way of a learner: by mouse, by keyboard alone, without JavaScript, in Chinese, on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assessment.delivery.models import Attempt
from tests.browser.pages import (
    ALL_TYPES,
    PASSWORD,
    Given,
    Question,
    eventually,
    expect_both_answers,
    fill_account,
    language_of,
    result_items,
    switch_language,
)

pytestmark = pytest.mark.usefixtures("bank")
NewContext = Callable[..., BrowserContext]
QUIZ, LENGTH = "trend-judgement", 10
# Has all four types too, and open to visitors.
SHORT, SHORT_LENGTH = "sample", 5
BEGIN = "form[action$='/start/'] .btn-primary"


def register_and_start(page: Page, slug: str = QUIZ, press: str = "click") -> Question:
    """From the first page to the first question, by way of a new account."""
    page.goto("/")
    if slug == SHORT:
        getattr(page.locator(".hero a[href$='/signup/']"), press)()
        fill_account(page, "new@example.org")
        getattr(page.locator(f".catalogue a.catalogue-take[href='/quizzes/{slug}/']"), press)()
    else:
        getattr(page.locator(f".covers a[href='/quizzes/{slug}/']"), press)()
        getattr(page.locator("main .btn-primary"), press)()
        fill_account(page, "new@example.org")
    getattr(page.locator(BEGIN), press)()
    page.wait_for_url("**/attempts/*/1/")
    return Question(page)


def answer_all(question: Question, total: int, press: str = "check", button: str = "click") -> dict[int, Given]:
    """Answer every question from the first on; ends on the page that submits."""
    given: dict[int, Given] = {}
    for position in range(1, total + 1):
        question.at(position)
        question.answer(shift=position, press=press)
        given[position] = question.given()
        getattr(question.onward, button)()
    question.page.wait_for_selector(".review-list")
    return given


def expect_result(page: Page, given: dict[int, Given]) -> None:
    """The result page says what it must, and shows each question with both answers."""
    page.wait_for_url("**/result/")
    assert len(page.locator("h1").inner_text()) > 20
    figures = page.locator(".figures strong").all_inner_texts()
    assert len(figures) >= 3
    assert all("%" in figure for figure in figures[:3])
    assert str(page.locator(".scale").get_attribute("aria-label")).strip()
    items = list(result_items(page))
    assert len(items) == len(given)
    for position, item in enumerate(items, 1):
        expect_both_answers(item, given[position])
        expect(item.locator(".explanation .sources li").first).to_be_visible()


def test_it_leads_from_registration_to_a_result_and_over_two_machines(page: Page, new_context: NewContext) -> None:
    question = register_and_start(page)
    given: dict[int, Given] = {}
    for position in range(1, 5):
        question.at(position)
        question.answer(shift=position)
        given[position] = question.given()
        question.onward.click()
    question.at(5)
    question.flag.check()
    question.saved()
    question.back.click()
    question.at(4)
    assert question.given() == given[4]
    expect(question.place(5)).to_have_class("place place-open place-flagged")
    question.place(5).click()
    question.at(5)
    expect(question.flag).to_be_checked()
    address = question.address
    page.context.close()

    elsewhere = new_context().new_page()
    elsewhere.goto("/accounts/login/")
    fill_account(elsewhere, "new@example.org")
    elsewhere.wait_for_url("**/quizzes/")
    elsewhere.locator(f".catalogue a.btn[href='{address}']").click()
    expect(elsewhere.locator(".state-answered")).to_have_count(4)
    expect(elsewhere.locator(".review-list .tag")).to_have_count(1)
    elsewhere.locator(".review-list a").first.click()
    question = Question(elsewhere)
    for position in range(1, 5):
        question.at(position)
        assert question.given() == given[position]
        question.onward.click()
    for position in range(5, LENGTH + 1):
        question.at(position)
        question.answer(shift=position)
        given[position] = question.given()
        question.onward.click()
    assert {answer.kind for answer in given.values()} == ALL_TYPES
    elsewhere.locator("form.question-buttons .btn-primary").click()
    expect_result(elsewhere, given)

    for show in ("flagged", "wrong", "all"):
        link = elsewhere.locator(f".filters a[href*='show={show}']")
        count = int("".join(filter(str.isdigit, link.inner_text())))
        link.click()
        expect(elsewhere.locator(".result-item")).to_have_count(count)
        assert show != "flagged" or count == 1
    elsewhere.goto("/attempts/")
    expect(elsewhere.locator("tbody tr")).to_have_count(1)
    expect(elsewhere.locator("tbody a")).to_have_attribute("href", f"{address}result/")
    attempt = Attempt.objects.get()
    assert attempt.submitted_by == "learner"
    assert attempt.items.exclude(answered_at=None).count() == LENGTH


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is out of reach of the keyboard")


def test_it_can_be_walked_by_keyboard_alone(page: Page) -> None:
    keys = page.keyboard
    page.goto("/")
    tab_to(page, f".covers a[href='/quizzes/{QUIZ}/']")
    keys.press("Enter")
    page.wait_for_url(f"**/quizzes/{QUIZ}/")
    tab_to(page, "main .btn-primary")
    keys.press("Enter")
    page.wait_for_selector(".account-form")
    tab_to(page, "[type=email]")
    keys.type("keys@example.org")
    tab_to(page, "[type=password]")
    keys.type(PASSWORD)
    keys.press("Enter")
    page.wait_for_selector(BEGIN)
    tab_to(page, BEGIN)
    keys.press("Enter")
    page.wait_for_url("**/attempts/*/1/")

    question = Question(page)
    expect(page.locator("[data-keys]")).to_be_visible()
    keys.press("?")
    expect(page.locator("#keys")).to_be_visible()
    keys.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    given: dict[int, Given] = {}
    for position in range(1, LENGTH + 1):
        question.at(position)
        if question.kind == "numeric":
            tab_to(page, ".part input[type=text]")
            keys.type("12")
        elif position == 2:
            # The arrows move within a group of radio buttons, Space chooses where none is chosen.
            tab_to(page, ".part input[type=radio]")
            keys.press("Space")
            keys.press("ArrowDown")
            expect(question.choices.nth(1)).to_be_checked()
        elif question.kind == "true_false_reason":
            keys.press("2")
            keys.press("4")
        else:
            keys.press("1")
            if question.kind == "multiple_response":
                keys.press("3")
        if position == 3:
            keys.press("f")
            expect(question.flag).to_be_checked()
        given[position] = question.given()
        keys.press("Enter")
    page.wait_for_selector(".review-list")
    expect(page.locator(".state-answered")).to_have_count(LENGTH)
    tab_to(page, "form.question-buttons .btn-primary")
    keys.press("Enter")
    expect_result(page, given)
    tab_to(page, ".filters a[href*='show=flagged']")
    keys.press("Enter")
    expect(page.locator(".result-item")).to_have_count(1)


def test_it_goes_by_plain_forms_without_javascript(new_context: NewContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    question = register_and_start(page, SHORT)
    question.answer()
    first = question.given()
    question.flag.check()
    question.onward.click()
    question.at(2)
    question.back.click()
    question.at(1)
    assert question.given() == first
    expect(question.flag).to_be_checked()
    question.form.locator("[name=clear]").click()
    question.at(1)
    assert question.given().words == []
    question.place(4).click()
    question.at(4)
    question.number.fill("12")
    question.number.press("Enter")
    question.at(5)
    question.place(1).click()
    given = answer_all(question, SHORT_LENGTH)
    page.locator("form.question-buttons .btn-primary").click()
    expect_result(page, given)


def test_it_shows_both_answers_of_two_windows_without_javascript(
    new_context: NewContext, learner: Any, attempt: Any, sign_in: Callable[[Any, Any], None]
) -> None:
    context = new_context(java_script_enabled=False)
    sign_in(context, learner)
    one, two = (Question(context.new_page()).open(attempt.key) for _ in range(2))
    one.answer(0)
    newer = one.given()
    one.onward.click()
    one.at(2)
    two.answer(1)
    mine = two.given()
    two.onward.click()
    expect(two.dispute).to_contain_text(newer.words[0])
    assert two.given() == mine
    two.page.locator("[data-newer]").click()
    assert two.given() == newer


@pytest.mark.parametrize("script", [True, False], ids=["script", "forms"])
def test_it_switches_the_language_in_mid_question_and_loses_nothing(
    new_context: NewContext, learner: Any, attempt: Any, sign_in: Callable[[Any, Any], None], script: bool
) -> None:
    context = new_context(java_script_enabled=script)
    sign_in(context, learner)
    page = context.new_page()
    if script:
        # The switch must not overtake a save that is on its way.
        page.route("**/attempts/**", lambda route: (page.wait_for_timeout(60), route.continue_()))
    for position, language in ((1, "zh-hans"), (6, "en"), (10, "zh-hans"), (4, "en")):
        question = Question(page).open(attempt.key, position)
        address, english = page.url, page.locator(".stem").inner_text()
        question.answer(1)
        question.answer(2)
        chosen = [question.choices.nth(i).is_checked() for i in range(question.choices.count())]
        number = question.number.input_value() if question.kind == "numeric" else ""
        switch_language(page, language)
        assert page.url == address
        assert page.locator(".stem").inner_text() != english
        expect(question.dispute).to_have_count(0)
        assert [question.choices.nth(i).is_checked() for i in range(question.choices.count())] == chosen
        assert not number or question.number.input_value() == number
        assert attempt.items.get(position=position).answered_at


def test_it_is_walked_in_chinese(new_context: NewContext) -> None:
    page = new_context(locale="zh-CN").new_page()
    question = register_and_start(page, SHORT)
    assert language_of(page) == "zh-Hans"
    given = answer_all(question, SHORT_LENGTH)
    assert {answer.kind for answer in given.values()} == ALL_TYPES
    page.locator("form.question-buttons .btn-primary").click()
    expect_result(page, given)
    assert language_of(page) == "zh-Hans"
    stems = page.locator(".stem").all_inner_texts()
    assert all(any("\u4e00" <= character <= "\u9fff" for character in stem) for stem in stems)
    assert "五题试做" in page.title()


def test_it_is_walked_on_a_phone_by_touch(new_context: NewContext) -> None:
    phone = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2)
    page = phone.new_page()
    question = register_and_start(page, SHORT, press="tap")
    given = answer_all(question, SHORT_LENGTH, press="tap", button="tap")
    assert {answer.kind for answer in given.values()} == ALL_TYPES
    page.locator("form.question-buttons .btn-primary").tap()
    expect_result(page, given)


def test_it_adopts_the_sample_of_a_visitor_who_registers(page: Page) -> None:
    page.goto("/")
    page.locator(".hero .btn-primary").click()
    page.locator(BEGIN).click()
    page.wait_for_url("**/attempts/*/1/")
    given = answer_all(Question(page), SHORT_LENGTH)
    page.locator("form.question-buttons .btn-primary").click()
    expect_result(page, given)
    address = page.url
    assert Attempt.objects.get().user is None
    page.locator(".notice a").click()
    fill_account(page, "later@example.org")
    page.wait_for_url(address)
    expect_result(page, given)
    expect(page.locator(".notice a")).to_have_count(0)
    page.goto("/attempts/")
    expect(page.locator("tbody tr")).to_have_count(1)
    eventually(page, lambda: Attempt.objects.get().user.email == "later@example.org")


def test_it_keeps_the_attempt_of_another_person_private(
    browser: Browser, signed_in: Page, attempt: Any, new_context: NewContext
) -> None:
    assert signed_in.goto(f"/attempts/{attempt.key}/1/").status == 200
    assert new_context().new_page().goto(f"/attempts/{attempt.key}/1/").status == 404
