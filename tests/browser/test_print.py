"""The result on paper: A4, without navigation, with everything that it says."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import session_cookie
from tests.browser.world import World, make_world

A4_POINTS = (595, 842)
# 210 mm less two margins of 18 mm, in CSS pixels.
PRINTED_WIDTH = 658


@pytest.fixture
def printed(page: Page, make_user: Callable[..., Any], start: Callable[..., Any], live_server: Any) -> Page:
    """A result page, laid out as it is printed."""
    world: World = make_world(make_user, start, lambda user: session_cookie(user, live_server.url))
    world.enter(page.context, "learner")
    page.set_viewport_size({"width": PRINTED_WIDTH, "height": 1000})
    page.goto(f"/attempts/{world.done_attempt.key}/result/")
    page.emulate_media(media="print")
    return page


def test_it_prints_what_matters_and_nothing_to_press(printed: Page) -> None:
    for hidden in (".site-header", ".site-footer", ".filters", ".hero-actions", ".skip"):
        expect(printed.locator(hidden)).to_be_hidden()
    for shown in (".sentence", ".scale", ".figures"):
        expect(printed.locator(shown)).to_be_visible()
    expect(printed.locator(".result-item")).to_have_count(12)
    for item in printed.locator(".result-item").all():
        assert item.is_visible()
    expect(printed.locator(".print-only").last).to_contain_text("/result/")


def test_nothing_is_cut_off_at_the_right_edge(printed: Page) -> None:
    beyond = printed.evaluate(
        """width => [...document.querySelectorAll("main *")].filter((one) => one.checkVisibility())
          .filter((one) => Math.max(one.getBoundingClientRect().right, one.scrollWidth > one.clientWidth + 1
            && getComputedStyle(one).overflowX !== "visible" ? Infinity : 0) > width + 0.5)
          .map((one) => one.outerHTML.slice(0, 100))""",
        PRINTED_WIDTH,
    )
    assert beyond == []


@pytest.mark.skipif(not shutil.which("pdftotext") or not shutil.which("pdfinfo"), reason="needs poppler-utils")
def test_the_pdf_holds_every_question_on_a4(printed: Page, tmp_path: Path) -> None:
    expected = [*printed.locator(".stem").all_inner_texts(), printed.locator(".sentence").inner_text()]
    score = printed.locator(".figures strong").first.inner_text()
    file = tmp_path / "result.pdf"
    printed.pdf(path=file, prefer_css_page_size=True)
    about = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True).stdout
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", about)
    assert size
    assert (round(float(size[1])), round(float(size[2]))) == A4_POINTS
    text = latin(subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True).stdout)
    for words in (*expected, score):
        assert latin(words) in text
    assert latin("My results") not in text


def latin(text: str) -> str:
    """Letters and digits alone: a change of font breaks lines and their order."""
    return "".join(re.findall("[A-Za-z0-9]", text))
