"""The notebook of mistakes: practise and come back, by keyboard alone, without JavaScript, for every eye."""

from collections.abc import Callable
from datetime import timedelta
from pprint import pformat
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.pages import SINGLE, Question, eventually
from tests.browser.test_accessibility import LANGUAGES, TOO_WIDE, findings_in_both_schemes, speak
from tests.browser.world import open_all

NOTE = ".note"


@pytest.fixture
def mistakes(learner: Any, start: Callable[..., Any]) -> list[str]:
    """Ten questions left open, two of them marked as understood; gives the names in the order of the notebook."""
    from assessment.delivery.actions import submit
    from assessment.delivery.notebook import entries, filtered, reading_order
    from assessment.delivery.notes import mark_understood

    attempt = start(learner)
    submit(attempt.key, timezone.now() - timedelta(minutes=2))
    for entry in entries(learner.pk)[:2]:
        mark_understood(learner.pk, entry.question_id, timezone.now() - timedelta(minutes=1))
    return [entry.slug for entry in reading_order(filtered(entries(learner.pk), "to_do"))]


def practised(learner: Any, right: bool) -> Any:
    """A submitted practice of everything in the notebook; the answers are the keys, or as wrong as may be."""
    from assessment.bank.queries import parts_of
    from assessment.bank.question_types.registry import question_type
    from assessment.delivery import actions, practice
    from assessment.delivery.notebook import entries
    from assessment.delivery.queries import items_of
    from assessment.delivery.records import load_draws

    attempt = practice.start(learner.pk, [entry.question_id for entry in entries(learner.pk)], timezone.now())
    for item in items_of(attempt.key):
        (part,) = parts_of([item.version_id])[item.version_id]
        first = [option.key for option in part.options if not option.credit][:1]
        wrong = {"p0-choice": first, "p0-verdict": ["true"], "p0-reason": first, "p0-number": ["12"]}
        key = question_type(part.type).key(part, load_draws(item.draw)[0])
        responses = (key,) if right else actions.read_posted(item, wrong)
        actions.save_answer(item, responses, False, item.revision, timezone.now())
    return actions.submit(attempt.key, timezone.now())


def notes(page: Page) -> list[str]:
    return [str(name).removeprefix("q-") for name in page.locator(NOTE).evaluate_all("all => all.map(one => one.id)")]


def test_one_press_practises_the_mistakes_and_one_leads_back(
    signed_in: Page, mistakes: list[str], console: list[str]
) -> None:
    signed_in.goto("/notebook/")
    assert notes(signed_in) == mistakes
    signed_in.locator(".note-practise .btn-primary").click()
    question = Question(signed_in)
    for position in range(1, len(mistakes) + 1):
        question.at(position)
        # One choice is checked at once; of other answers nobody knows when they are complete.
        waits = question.kind != SINGLE
        question.answer()
        if waits:
            question.onward.click()
        expect(signed_in.locator(".checked-verdict")).to_be_visible()
        question.onward.click()
    signed_in.locator("form.question-buttons .btn-primary").click()
    signed_in.wait_for_url("**/result/")
    assert signed_in.locator(".result-item").count() == len(mistakes)
    assert not signed_in.locator(".scale").count()
    right = signed_in.locator(".verdict-right").count()
    signed_in.locator(".hero-actions a[href$='/notebook/']").click()
    signed_in.wait_for_url("**/notebook/")
    assert len(notes(signed_in)) == len(mistakes) - right
    signed_in.goto("/notebook/?show=right_since")
    assert len(notes(signed_in)) == right
    assert console == []


def focus_on(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until something that matches `selector` has the focus."""
    for _press in range(most):
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def test_it_works_by_keyboard_alone(signed_in: Page, mistakes: list[str]) -> None:
    first, second = mistakes[:2]
    signed_in.goto("/notebook/")
    focus_on(signed_in, f"#q-{first} summary")
    signed_in.keyboard.press("Enter")
    expect(signed_in.locator(f"#q-{first} .explanation")).to_be_visible()
    focus_on(signed_in, f"#q-{first} [value=bookmark]")
    signed_in.keyboard.press("Enter")
    expect(signed_in.locator(f"#q-{first} [value=unbookmark]")).to_be_visible()
    # The next Tab goes on from the entry, not from the top of the page.
    focus_on(signed_in, f"#q-{first} [value=understood]", most=12)
    signed_in.keyboard.press("Enter")
    signed_in.wait_for_url(f"**/notebook/*#q-{second}")
    expect(signed_in.locator(f"#q-{first}")).to_have_count(0)
    focus_on(signed_in, f"#q-{second} summary", most=2)
    assert notes(signed_in) == mistakes[1:]


def top(box: Locator) -> float:
    """How far below the window's edge it begins."""
    place = box.bounding_box()
    assert place is not None
    return place["y"]


def test_a_bookmark_keeps_its_place_without_javascript(
    browser: Browser, live_server: Any, learner: Any, mistakes: list[str], sign_in: Callable[[Any, Any], None]
) -> None:
    from assessment.delivery.models import Attempt

    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    sign_in(context, learner)
    page = context.new_page()
    page.goto(f"/attempts/{Attempt.objects.get().key}/result/")
    item = page.locator(".result-item").nth(6)
    item.locator("[value=bookmark]").click()
    page.wait_for_url("**/result/#item-7")
    expect(item.locator("[value=unbookmark]")).to_have_count(1)
    eventually(page, lambda: 0 <= top(item.locator("h3")) < 200)
    page.goto("/notebook/?show=bookmarked")
    assert page.locator(NOTE).count() == 1
    page.locator(f"{NOTE} summary").click()
    page.locator("[value=unbookmark]").click()
    expect(page.locator(NOTE)).to_have_count(0)
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_readable_for_everybody(
    signed_in: Page, learner: Any, mistakes: list[str], live_server: Any, language: str
) -> None:
    """Came back, right since, a practice under way, its result: axe in both schemes, 320 pixels, the words."""
    from assessment.delivery import practice
    from assessment.delivery.notebook import entries

    speak(signed_in.context, live_server, language)
    wrong = practised(learner, right=False)
    paths = ["/notebook/", "/notebook/?show=came_back", f"/attempts/{wrong.key}/result/"]
    found: dict[str, Any] = {}

    def look(path: str) -> None:
        signed_in.goto(path)
        open_all(signed_in)
        signed_in.set_viewport_size({"width": 320, "height": 640})
        problems = [*findings_in_both_schemes(signed_in), *signed_in.evaluate(TOO_WIDE)]
        if problems:
            found[path] = problems

    for path in paths:
        look(path)
    assert signed_in.locator(".result-item").count() == 10
    practised(learner, right=True)
    practice.start(learner.pk, [entries(learner.pk)[0].question_id], timezone.now())
    for path in ("/notebook/?show=right_since", "/notebook/", "/attempts/"):
        look(path)
    assert not found, pformat(found, width=160)
    signed_in.goto("/notebook/?show=right_since")
    eventually(signed_in, lambda: len(notes(signed_in)) == 10)
