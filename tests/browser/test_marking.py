"""Scoring one's own open answer, marking one, and certainty: by keyboard, without JavaScript, for everybody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from assessment.delivery.models import Attempt, AttemptItem, RubricMark
from tests.browser.pages import Question
from tests.browser.test_accessibility import LANGUAGES, TOO_WIDE, findings_in_both_schemes, speak
from tests.browser.test_journey import tab_to
from tests.browser.text_types import OPEN, make_quiz

NewContext = Callable[..., BrowserContext]
TEXT = "First a gate.\n\nThen a person."


@pytest.fixture
def item(learner: Any, bank: None) -> AttemptItem:
    """An open answer that waits to be marked."""
    from assessment.delivery.actions import read_posted, save_answer, start, submit

    now = timezone.now()
    attempt = start(make_quiz(), learner.pk, now, 1)[0]
    row = attempt.items.select_related("attempt").get(position=OPEN)
    save_answer(row, read_posted(row, {"p0-text": [TEXT]}), False, 0, now)
    submit(attempt.key, now)
    return AttemptItem.objects.select_related("attempt").get(pk=row.pk)


def result(item: AttemptItem) -> str:
    return f"/attempts/{item.attempt.key}/result/"


def test_a_learner_scores_their_own_answer_by_keyboard_without_javascript(
    new_context: NewContext, learner: Any, item: AttemptItem, sign_in: Callable[[Any, Any], None]
) -> None:
    context = new_context(java_script_enabled=False)
    sign_in(context, learner)
    page = context.new_page()
    page.goto(result(item))
    for key in ("r1", "r4"):
        page.locator(f"[name=met][value={key}]").focus()
        page.keyboard.press("Space")
    page.keyboard.press("Tab")
    for _step in range(8):
        if page.locator(".rubric-form button:focus").count():
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/result/#item-{OPEN}")
    expect(page.get_by_text("Self-scored: 2 of 7 points")).to_have_count(1)
    expect(page.locator("[name=met]:checked")).to_have_count(2)
    assert RubricMark.objects.get().met == ["r1", "r4"]


def test_a_reviewer_marks_it_by_keyboard_and_the_learner_sees_it(
    page: Page, item: AttemptItem, make_user: Callable[..., Any], sign_in: Callable[[Any, Any], None], learner: Any
) -> None:
    sign_in(page.context, make_user("reviewer@example.org", is_staff=True, is_superuser=True))
    page.goto("/admin/assessment/rubricmark/")
    tab_to(page, "#content-main table a")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{item.pk}/0/")
    tab_to(page, "[name=met][value=r2]")
    page.keyboard.press("Space")
    tab_to(page, "[name=comment]")
    page.keyboard.type("Name the owner.")
    tab_to(page, "#content-main [type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rubricmark/")
    page.context.clear_cookies()
    sign_in(page.context, learner)
    page.goto(result(item))
    expect(page.get_by_text("Marked by a reviewer on")).to_contain_text("1 of 7 points")
    expect(page.get_by_text("Name the owner.")).to_have_count(1)
    assert Attempt.objects.get(pk=item.attempt_id).share == pytest.approx(1 / 21)


def check(page: Page, address: str) -> None:
    """Axe finds nothing in either scheme, and nothing scrolls sideways in a narrow window."""
    page.goto(address)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert findings_in_both_schemes(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_marked_answer_and_its_form_are_for_everybody(
    signed_in: Page, item: AttemptItem, make_user: Callable[..., Any], live_server: Any, language: str
) -> None:
    from assessment.delivery import rubrics

    reviewer = make_user("reviewer@example.org")
    rubrics.score_own(item, 0, ["r1"], timezone.now())
    rubrics.mark(item.pk, 0, reviewer.pk, ["r2"], "A comment.", 0, timezone.now())
    speak(signed_in.context, live_server, language)
    check(signed_in, result(item))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_reviewer_are_for_everybody(
    page: Page, item: AttemptItem, make_user: Callable[..., Any], sign_in: Callable[[Any, Any], None],
    live_server: Any, language: str,
) -> None:  # fmt: skip
    sign_in(page.context, make_user("reviewer@example.org", is_staff=True, is_superuser=True))
    speak(page.context, live_server, language)
    check(page, "/admin/assessment/rubricmark/")
    check(page, f"/admin/assessment/rubricmark/{item.pk}/0/")


# --- certainty -------------------------------------------------------------------------------------


@pytest.fixture
def asked(learner: Any, start: Callable[..., Any]) -> Attempt:
    """An open attempt of a quiz that asks for certainty."""
    from assessment.delivery.models import Quiz

    Quiz.objects.filter(slug="trend-judgement").update(certainty=True)
    attempt: Attempt = start(learner)
    return attempt


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_about_certainty_is_for_everybody(
    signed_in: Page, asked: Attempt, live_server: Any, language: str
) -> None:
    speak(signed_in.context, live_server, language)
    check(signed_in, f"/attempts/{asked.key}/1/")


def test_certainty_is_said_by_keyboard_without_javascript_and_kept(
    new_context: NewContext, learner: Any, asked: Attempt, sign_in: Callable[[Any, Any], None]
) -> None:
    context = new_context(java_script_enabled=False)
    sign_in(context, learner)
    page = context.new_page()
    question = Question(page).open(asked.key)
    page.locator("[name=certainty]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    question.onward.click()
    question.at(2)
    assert asked.items.get(position=1).certainty == 3
    question.open(asked.key, 1)
    expect(page.locator("[name=certainty][value='3']")).to_be_checked()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("full", [True, False])
def test_the_report_is_for_everybody(
    signed_in: Page, learner: Any, start: Callable[..., Any], console: list[str], live_server: Any, full: bool,
    language: str,
) -> None:  # fmt: skip
    if full:
        judged(learner, start)
    speak(signed_in.context, live_server, language)
    signed_in.goto("/reports/certainty/")
    assert console == []
    pictures = signed_in.locator("figure.picture")
    assert pictures.count() == (2 if full else 1)
    for picture in pictures.all():
        picture.locator("summary").focus()
        signed_in.keyboard.press("Enter")
        assert picture.locator("tbody tr").count() >= 3
    for width in (320, 390, 1280):
        signed_in.set_viewport_size({"width": width, "height": 900})
        assert signed_in.evaluate(CLIPPED) == []
    check(signed_in, "/reports/certainty/")


CLIPPED = """() => [...document.querySelectorAll("main svg text")].filter((one) => {
  const box = one.getBoundingClientRect(), frame = one.ownerSVGElement.getBoundingClientRect();
  return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 2
    || box.bottom > frame.bottom + 3;
}).map((one) => one.textContent)"""


def judged(learner: Any, start: Callable[..., Any]) -> None:
    """Three submitted attempts with a certainty in every answer, the surest all right."""
    from assessment.delivery.actions import submit

    for turn in range(3):
        attempt = start(learner, seed=turn)
        submit(attempt.key, timezone.now() + timedelta(minutes=turn))
        for item in attempt.items.all():
            item.certainty = 1 + item.position % 3
            item.score = 1.0 if item.certainty == 3 else float(item.position % 2)
            item.marks = [{"score": item.score, "answered": True, "recognised": ""}]
            item.save()
