"""The profile in a browser: axe, every picture with its table by key, narrow windows, labels, paper."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.test_accessibility import LANGUAGES, TOO_WIDE, findings_in_both_schemes, speak, without_focus

FULL, EMPTY = "full", "empty"


@pytest.fixture
def people(make_user: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Somebody with answers and claims in most competencies, and somebody new."""
    from assessment.bank.models import Competency, QuestionVersion
    from assessment.checklists.queries import Claim
    from assessment.delivery.models import Attempt, AttemptItem, Quiz
    from assessment.reports.catalog import profile

    full, empty = make_user("full@example.org"), make_user("new@example.org", is_staff=True, is_superuser=True)
    quiz = Quiz.objects.get(slug="trend-judgement")
    version = QuestionVersion.objects.filter(number__isnull=False).earliest("pk")
    rules = {"slug": quiz.slug, "title": {"en": quiz.title_en, "zh_hans": quiz.title_zh_hans}, "counts": True}
    now = timezone.now()
    for number, competency in enumerate(Competency.objects.all()[:11]):
        for turn in range(2):
            when = now - timedelta(days=30 * (2 - turn))
            attempt = Attempt.objects.create(
                user=full, quiz=quiz, seed=1, grading_version=1, scoring_version=1, started_at=when,
                submitted_at=when, rules=rules, counting=True,
            )  # fmt: skip
            AttemptItem.objects.bulk_create(
                AttemptItem(
                    attempt=attempt, position=i + 1, version=version, competency=competency, difficulty=0.3 * i - 1,
                    guess=0.25, score=float((i * 7 + number) % 11 < number + turn), marks=[],
                )
                for i in range(10)
            )  # fmt: skip
    codes = [competency.code for competency in Competency.objects.all()]
    said = [("foundation", 30.0), ("practitioner", 70.0), ("architect", 95.0)] * 4
    claims = {code: Claim(code, *claim, now) for code, claim in zip(codes, said, strict=True)}
    monkeypatch.setattr(profile, "claims_of", lambda user_id: claims if user_id == full.pk else {})
    return {FULL: full, EMPTY: empty}


@pytest.fixture
def show(
    page: Page, people: dict[str, Any], sign_in: Callable[[Any, Any], None], live_server: Any
) -> Callable[[str, str], Page]:
    """Open the profile of somebody in a language."""

    def open_profile(who: str, language: str) -> Page:
        sign_in(page.context, people[who])
        speak(page.context, live_server, language)
        response = page.goto("/profile/")
        assert response is not None
        assert response.status == 200
        return page

    return open_profile


Show = Callable[[str, str], Page]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", [FULL, EMPTY])
def test_axe_finds_nothing_closed_or_open(show: Show, console: list[str], who: str, language: str) -> None:
    page = show(who, language)
    assert console == []
    assert findings_in_both_schemes(page) == []
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    assert findings_in_both_schemes(page) == []


@pytest.mark.parametrize("who", [FULL, EMPTY])
def test_every_picture_has_its_table_one_key_press_away(show: Show, who: str) -> None:
    page = show(who, "en")
    pictures = page.locator("figure.picture")
    assert pictures.count() == (3 if who == FULL else 2)
    assert page.locator("main svg").count() == page.locator("figure svg").count()
    for picture in pictures.all():
        table = picture.locator("table")
        assert not table.is_visible()
        # What comes next for the key Tab, seen from the picture, is what opens the table.
        first = picture.locator("a, button, summary, [tabindex='0']").first
        assert first.evaluate("one => one.matches('.numbers > summary')")
        first.focus()
        page.keyboard.press("Enter")
        assert table.is_visible()
        assert table.locator("tbody tr").count() >= 11


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways(show: Show, language: str) -> None:
    for who in (FULL, EMPTY):
        page = show(who, language)
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        for width, height in ((640, 400), (320, 640)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(TOO_WIDE) == []
        # The navigation of somebody who may do everything has two rows at most.
        assert page.locator(".site-nav").bounding_box()["height"] <= 100  # type: ignore[index]


CLIPPED = """() => {
  const seen = [...document.querySelectorAll("main svg text")].filter((one) => one.checkVisibility());
  return seen.filter((one) => {
    const box = one.getBoundingClientRect(), frame = one.ownerSVGElement.getBoundingClientRect();
    const across = box.left < frame.left - 1 || box.right > frame.right + 1;
    return across || box.top < frame.top - 2 || box.bottom > frame.bottom + 3;
  }).map((one) => one.textContent);
}"""
OVERLAPPING = """() => {
  const boxes = [...document.querySelectorAll(".radar-label")].filter((one) => one.checkVisibility())
    .map((one) => [one.textContent, one.getBoundingClientRect()]);
  return boxes.flatMap(([name, a], i) => boxes.slice(i + 1)
    .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
    .map(([other]) => `${name} | ${other}`));
}"""
COLLIDING = """() => [...document.querySelectorAll(".plumb-head")].flatMap((head) => {
  const boxes = [...head.querySelectorAll("text")].map((one) => one.getBoundingClientRect());
  return boxes.slice(1).filter((box, i) => box.left < boxes[i].right);
}).length"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_is_clipped_or_over_another_one(show: Show, language: str) -> None:
    page = show(FULL, language)
    for width in (320, 390, 768, 1100, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(CLIPPED) == []
        assert page.evaluate(OVERLAPPING) == []
        assert page.evaluate(COLLIDING) == 0, width


def test_the_focus_is_always_to_be_seen(show: Show) -> None:
    page = show(FULL, "en")
    assert without_focus(page) == []


@pytest.mark.skipif(not shutil.which("pdftotext") or not shutil.which("pdfinfo"), reason="needs poppler-utils")
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_a4_without_what_cannot_be_pressed_on_paper(show: Show, tmp_path: Path, language: str) -> None:
    page = show(FULL, language)
    sentence = page.locator("h1").inner_text()
    file = tmp_path / "profile.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    about = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Page size:\s+59\d(\.\d+)? x 84\d", about)
    assert int(re.search(r"Pages:\s+(\d+)", about)[1]) <= 5  # type: ignore[index]
    text = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True).stdout
    assert letters(sentence) in letters(text)
    # The tables stay folded on paper, so the levels stand beside their picture in words.
    words = [row.get_attribute("aria-label") or "" for row in page.locator(".plumb-scale").all()]
    assert len(words) == 12
    assert [said for said in words if letters(said) not in letters(text)] == []
    assert "/profile/" in text
    assert "UTC" in text
    assert "JSON" not in text


def letters(text: str) -> str:
    """Letters and digits alone: a change of font breaks lines."""
    return "".join(re.findall(r"[A-Za-z0-9\u4e00-\u9fff]", text))
