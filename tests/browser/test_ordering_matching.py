"""Orders and pairs in the browser: by keyboard alone, by dragging, without JavaScript, in both languages."""

from collections.abc import Callable
from pprint import pformat
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.bank.question_types.exemplars import PARTS, question
from tests.browser.conftest import session_cookie
from tests.browser.pages import PASSWORD, Question, eventually, switch_language
from tests.browser.test_accessibility import LANGUAGES, TOO_WIDE, findings_in_both_schemes, speak, without_focus
from tests.browser.test_journey import tab_to

NewContext = Callable[..., BrowserContext]
# Positions in the quiz.
YEARS, MODELS, TOOLS, STEPS = 1, 2, 3, 4
PAIRS = PARTS["EX-03"].data["pairs"]


@pytest.fixture
def attempt(live_server: Any) -> Any:
    """Somebody's open attempt at two orders and two matchings."""
    from django.contrib.auth import get_user_model

    from assessment.bank import actions
    from assessment.bank.models import Competency, Skill
    from assessment.delivery.actions import start
    from assessment.delivery.models import Quiz, QuizItem

    names = {f"{name}_{language}": "x" for name in ("domain_name", "name", "summary", "definition")
             for language in ("en", "zh_hans")}  # fmt: skip
    competency = Competency.objects.create(code="C01", domain="D1", **names)
    Skill.objects.create(code="C01.1", competency=competency, text_en="Order", text_zh_hans="排序")
    quiz = Quiz.objects.create(
        slug="orders", title_en="Orders and pairs", title_zh_hans="排序与配对",
        description_en="d", description_zh_hans="描述", status="open", competency=competency,
    )  # fmt: skip
    for position, name in enumerate(PARTS, 1):
        item = actions.create_question(f"T-{name}", "C01")
        actions.save_draft(item, question(name))
        actions.publish(item)
        QuizItem.objects.create(quiz=quiz, question=item, position=position)
    learner = get_user_model().objects.create_user("learner@example.org", PASSWORD)
    return start(quiz, learner.pk, timezone.now(), 7)[0]


@pytest.fixture
def enter(attempt: Any, live_server: Any) -> Callable[[BrowserContext], None]:
    """Signs the learner in in a browser."""

    def enter_context(context: BrowserContext) -> None:
        context.add_cookies([session_cookie(attempt.user, live_server.url)])  # type: ignore[list-item]

    return enter_context


@pytest.fixture
def at(page: Page, attempt: Any, enter: Callable[[BrowserContext], None]) -> Callable[[int], Question]:
    """Opens the question at a position."""
    enter(page.context)
    # Fields are named by the drawn place of an element, so that the page does not tell the right order.
    DRAWN.update({item.position: item.draw[0]["order"] for item in attempt.items.all()})
    return lambda position: Question(page).open(attempt.key, position)


DRAWN: dict[int, list[str]] = {}


def drawn(page: Page) -> list[str]:
    """The keys of the elements of the question on the page, as they were drawn."""
    return DRAWN[Question(page).position]


def name(page: Page, key: str) -> str:
    return f"p0-rank-{drawn(page).index(key) + 1}"


def rank(page: Page, key: str) -> Locator:
    return page.locator(f"select[name='{name(page, key)}']")


def match(page: Page, key: str) -> Locator:
    return page.locator(f"select[name='p0-match-{key}']")


def row(page: Page, key: str) -> Locator:
    return page.locator(".ordering-row").filter(has=rank(page, key))


def shown(page: Page) -> str:
    """The keys of the elements as they stand on the page."""
    names = page.locator(".ordering-rank").evaluate_all("all => all.map((one) => one.name)")
    return "".join(drawn(page)[int(name[-1]) - 1] for name in names)


def numbers(page: Page) -> str:
    """The numbers of the elements a to f; a full stop for one that is open."""
    return "".join(rank(page, key).input_value() or "." for key in "abcdef")


def stored(attempt: Any, position: int) -> dict[str, str]:
    return {name: values[0] for name, values in attempt.items.get(position=position).response[0].items()}


def by_hand(order: str) -> dict[str, str]:
    return {key: str(place) for place, key in enumerate(order, 1)}


def test_they_are_sat_by_keyboard_alone(page: Page, attempt: Any, at: Callable[[int], Question]) -> None:
    keys = page.keyboard
    asked = at(YEARS)
    for place, key in enumerate("abcdef", 1):
        tab_to(page, ".skip")
        tab_to(page, f"select[name='{name(page, key)}']")
        keys.press(str(place))
        expect(rank(page, key)).to_have_value(str(place))
    asked.saved()
    tab_to(page, ".question-buttons .btn-primary")
    keys.press("Enter")
    asked.at(MODELS)
    for key in "1234":
        tab_to(page, f"select[name='p0-match-{key}']")
        while match(page, key).input_value() != PAIRS[key]:
            keys.press("ArrowDown")
    tab_to(page, "input[name=flagged]")
    keys.press("Enter")
    asked.at(TOOLS)
    tab_to(page, "select[name='p0-match-1']")
    # Letters choose in a list, and do not flag the question.
    keys.press("F")
    expect(match(page, "1")).not_to_have_value("")
    expect(asked.flag).not_to_be_checked()
    tab_to(page, ".question-buttons .btn-primary")
    keys.press("Enter")
    asked.at(STEPS)
    # The arrows number all elements at once and keep the focus.
    order = shown(page)
    for _ in range(2):
        tab_to(page, f".ordering-row:has([name='{name(page, order[0])}']) [data-move='1']")
        keys.press("Space")
    expect(page.locator(".ordering-said")).to_contain_text("3")
    assert shown(page) == order[1:3] + order[0] + order[3:]
    asked.saved()
    assert stored(attempt, YEARS) == by_hand("abcdef")
    assert stored(attempt, MODELS) == PAIRS
    assert stored(attempt, STEPS) == by_hand(shown(page))
    tab_to(page, ".question-buttons .btn-primary")
    keys.press("Enter")
    page.wait_for_selector(".review-list")
    expect(page.locator(".state-answered")).to_have_count(3)
    tab_to(page, "form.question-buttons .btn-primary")
    keys.press("Enter")
    page.wait_for_url("**/result/")
    expect(page.locator(".result-item .verdict-right")).to_have_count(2)
    expect(page.locator(".result-item").first.locator(".tag-right")).to_have_count(6)


def test_elements_are_dragged_by_their_handles(
    page: Page, console: list[str], attempt: Any, at: Callable[[int], Question]
) -> None:
    asked = at(YEARS)
    for place, key in enumerate("abcdef"):
        drag(page, row(page, key).locator(".ordering-handle"), page.locator(".ordering-row").nth(place))
    assert shown(page) == "abcdef"
    assert numbers(page) == "123456"
    asked.saved()
    eventually(page, lambda: stored(attempt, YEARS) == by_hand("abcdef"))
    expect(asked.place(YEARS)).to_have_class("place place-answered")
    page.reload()
    assert shown(page) == "abcdef"
    drag(page, row(page, "f").locator(".ordering-handle"), page.locator(".ordering-row").first)
    assert numbers(page) == "234561"
    assert console == []


def drag(page: Page, handle: Locator, target: Locator, drop: bool = True) -> None:
    """Press on the handle, go to the target in steps, and let go."""
    handle.scroll_into_view_if_needed()
    here, there = handle.bounding_box(), target.bounding_box()
    assert here
    assert there
    page.mouse.move(here["x"] + here["width"] / 2, here["y"] + here["height"] / 2)
    page.mouse.down()
    edge = 4 if there["y"] < here["y"] else there["height"] - 4
    page.mouse.move(here["x"] + 10, there["y"] + edge, steps=14)
    if drop:
        page.mouse.up()


def test_a_drag_that_is_broken_off_changes_nothing(page: Page, at: Callable[[int], Question]) -> None:
    at(YEARS)
    before = shown(page)
    drag(page, row(page, before[0]).locator(".ordering-handle"), page.locator(".ordering-row").nth(3), drop=False)
    assert shown(page) != before
    page.keyboard.press("Escape")
    page.mouse.up()
    assert shown(page) == before
    assert numbers(page) == "......"


def test_elements_are_dragged_by_a_finger(
    new_context: NewContext, attempt: Any, enter: Callable[[BrowserContext], None]
) -> None:
    context = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    enter(context)
    page = context.new_page()
    asked = Question(page).open(attempt.key, YEARS)
    before = shown(page)
    box = row(page, before[0]).locator(".ordering-handle").bounding_box()
    below = page.locator(".ordering-row").nth(2).bounding_box()
    assert box
    assert below
    session = context.new_cdp_session(page)
    x, y, goal = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, below["y"] + below["height"] - 6

    def touch(kind: str, *points: float) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": at} for at in points]})

    touch("touchStart", y)
    for step in range(1, 13):
        touch("touchMove", y + (goal - y) * step / 12)
    touch("touchEnd")
    assert shown(page) == before[1:3] + before[0] + before[3:]
    assert page.evaluate("window.scrollY") == 0
    asked.saved()


def test_numbers_chosen_one_by_one_are_kept_by_a_move(page: Page, at: Callable[[int], Question]) -> None:
    asked = at(YEARS)
    order = shown(page)
    rank(page, order[4]).select_option("1")
    rank(page, order[0]).select_option("3")
    assert shown(page) == order, "the rows stay where they are while numbers are chosen"
    asked.saved()
    row(page, order[1]).locator("[data-move='1']").click()
    # Before the move: 4, 1, 0, 2, 3, 5.
    wanted = "".join(order[index] for index in (4, 0, 1, 2, 3, 5))
    assert shown(page) == wanted
    assert [rank(page, key).input_value() for key in wanted] == list("123456")


def test_arrows_at_the_ends_do_nothing_and_say_so(page: Page, at: Callable[[int], Question]) -> None:
    at(YEARS)
    order = shown(page)
    for key, by in ((order[0], "-1"), (order[-1], "1")):
        button = row(page, key).locator(f"[data-move='{by}']")
        expect(button).to_have_attribute("aria-disabled", "true")
        button.click(force=True)
    assert shown(page) == order
    assert numbers(page) == "......"
    # Its number is 4 now, so it is not the first any more.
    rank(page, order[0]).select_option("4")
    expect(row(page, order[0]).locator("[data-move='-1']")).to_have_attribute("aria-disabled", "false")


def test_the_script_finds_an_order_that_comes_without_a_new_page(page: Page, at: Callable[[int], Question]) -> None:
    asked = at(TOOLS)
    asked.place(STEPS).click()
    asked.at(STEPS)
    expect(page.locator("[data-move]:visible")).to_have_count(12)
    order = shown(page)
    page.locator("[data-move='1']").first.click()
    assert shown(page) == order[1] + order[0] + order[2:]
    asked.saved()
    asked.form.locator("[name=clear]").click()
    assert numbers(page) == "......"
    expect(asked.place(STEPS)).to_have_class("place place-open")


def test_it_says_at_once_what_is_given_twice(page: Page, at: Callable[[int], Question]) -> None:
    asked = at(YEARS)
    for key in "ab":
        rank(page, key).select_option("2")
    expect(page.locator(".remark")).to_contain_text("2")
    expect(asked.place(YEARS)).to_have_class("place place-partly")
    rank(page, "a").select_option("1")
    expect(page.locator(".remark")).to_be_empty()
    asked = at(MODELS)
    for key in "1234":
        match(page, key).select_option("P")
    expect(page.locator(".remark")).not_to_be_empty()
    expect(asked.place(MODELS)).to_have_class("place place-answered")


def test_they_are_sat_without_javascript(
    new_context: NewContext, attempt: Any, enter: Callable[[BrowserContext], None]
) -> None:
    context = new_context(java_script_enabled=False)
    enter(context)
    page = context.new_page()
    asked = Question(page).open(attempt.key, YEARS)
    expect(page.locator("[data-move]:visible, .ordering-handle:visible, .ordering-more:visible")).to_have_count(0)
    for place, key in enumerate("acbdef", 1):
        rank(page, key).select_option(str(place))
    asked.onward.click()
    asked.at(MODELS)
    for key in "123":
        match(page, key).select_option(PAIRS[key])
    match(page, "4").select_option("R")
    switch_language(page, "zh-hans")
    assert [match(page, key).input_value() for key in "1234"] == [*(PAIRS[key] for key in "123"), "R"]
    asked.form.locator("[name=clear]").click()
    assert [match(page, key).input_value() for key in "1234"] == [""] * 4
    for key in "123":
        match(page, key).select_option(PAIRS[key])
    asked.back.click()
    asked.at(YEARS)
    assert numbers(page) == "132456"
    asked.place(STEPS).click()
    asked.at(STEPS)
    asked.onward.click()
    page.locator("form.question-buttons .btn-primary").click()
    page.wait_for_url("**/result/")
    attempt.refresh_from_db()
    assert [round(item.score, 3) for item in attempt.items.order_by("position")] == [0.867, 0.75, 0.0, 0.0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_are_accessible_and_fit_a_narrow_window(
    page: Page, live_server: Any, attempt: Any, at: Callable[[int], Question], language: str
) -> None:
    speak(page.context, live_server, language)
    found: dict[str, Any] = {}

    def look(name: str) -> None:
        for width, height in ((1280, 900), (640, 400), (320, 640)):
            page.set_viewport_size({"width": width, "height": height})
            if wide := page.evaluate(TOO_WIDE):
                found[f"{name} at {width}"] = wide
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            if findings := findings_in_both_schemes(page):
                found[f"{name} at {width}, axe"] = findings
        if hidden := without_focus(page):
            found[f"{name}, focus"] = hidden

    for position in (YEARS, MODELS):
        at(position)
        look(f"{position}, open")
    asked = at(YEARS)
    page.locator("[data-move='1']").first.click()
    asked.saved()
    look("order, answered")
    asked = at(MODELS)
    for key in "123":
        match(page, key).select_option("P")
    asked.saved()
    look("pairs, answered")
    page.goto(f"/attempts/{attempt.key}/")
    page.locator("form.question-buttons .btn-primary").click()
    page.wait_for_url("**/result/")
    look("reviewed")
    assert not found, pformat(found, width=160)


def test_a_reviewed_order_is_printed_whole(page: Page, attempt: Any, at: Callable[[int], Question]) -> None:
    at(YEARS)
    page.goto(f"/attempts/{attempt.key}/")
    page.locator("form.question-buttons .btn-primary").click()
    page.wait_for_url("**/result/")
    page.set_viewport_size({"width": 658, "height": 1000})
    page.emulate_media(media="print")
    assert page.evaluate(TOO_WIDE) == []
    for one in page.locator(".reviewed li, .matched dd").all():
        expect(one).to_be_visible()
