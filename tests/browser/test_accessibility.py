"""Every page for everybody: axe, narrow and enlarged windows, the focus, the console, the CSP."""

import re
from collections.abc import Callable, Iterator
from pprint import pformat
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import session_cookie
from tests.browser.pages import eventually, language_of
from tests.browser.world import Stop, World, admin_stops, learner_stops, make_world, public_stops, walk

LANGUAGES = ["en", "zh-hans"]
AXE = Axe().axe_script
Stops = Callable[[World], Iterator[Stop]]
GROUPS: dict[str, Stops] = {"public": public_stops, "learner": learner_stops}

# What axe finds in the templates and widgets of Django's own admin, as the elements that may have it;
# anywhere else it fails. Each is Django's markup, which we do not fork.
DJANGOS_OWN = {
    # The fields in the rows of an inline table have their label in the table's head alone.
    "label": r"id_items-\d+-",
    # Select2, which picks the question of a quiz, names its box by nothing but its content.
    "aria-input-field-name": r"select2",
    # The search box of a list is described by its help text, and its label holds only a picture.
    "label-title-only": r"#searchbar",
    # The head over the boxes that mark rows is empty.
    "empty-table-header": r"original|action-checkbox-column",
}


@pytest.fixture
def world(make_user: Callable[..., Any], start: Callable[..., Any], live_server: Any, settings: Any) -> World:
    settings.ACCOUNT_RATE_LIMITS = {"sample_start": "1/h/ip"}
    return make_world(make_user, start, lambda user: session_cookie(user, live_server.url))


def speak(context: BrowserContext, live_server: Any, language: str) -> None:
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])


def axe_findings(page: Page, *rules: str) -> list[tuple[str, str]]:
    """(rule, element) for everything axe finds; `rules` restricts it."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    violations = page.evaluate("options => axe.run(options).then((result) => result.violations)", options)
    return [(found["id"], f"{node['target']} {node['html'][:160]}") for found in violations for node in found["nodes"]]


def put_on(page: Page, scheme: Any) -> None:
    """Change the colour scheme; Django's admin fades, and half-way its colours are nobody's."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    eventually(page, lambda: page.evaluate("document.getAnimations().length === 0"))


def findings_in_both_schemes(page: Page) -> list[tuple[str, str]]:
    """Everything in light; in dark what depends on colours, which Chinese shares with English. Leaves it light."""
    dark = []
    if language_of(page) == "en":
        put_on(page, "dark")
        dark = axe_findings(page, "color-contrast", "link-in-text-block")
    put_on(page, "light")
    return axe_findings(page) + [(f"dark {rule}", where) for rule, where in dark]


def findings_of_ours(page: Page) -> list[tuple[str, str]]:
    """What axe finds in the admin that is not Django's own."""
    return [
        (rule, where)
        for rule, where in findings_in_both_schemes(page)
        if not re.search(DJANGOS_OWN.get(rule.removeprefix("dark "), "$^"), where)
    ]


TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > width + 0.5 && !one.closest(".table-scroll, .skip"))
    .map((one) => `${one.tagName}.${one.className} ${Math.round(one.getBoundingClientRect().right)}`).slice(0, 5)
    .concat([`the page is ${document.documentElement.scrollWidth} wide`]);
}"""

FOCUS = """() => {
  const fields = "a[href], button, input:not([type=hidden]), summary, select, textarea, [tabindex='0']";
  const seen = (one) => one.checkVisibility() && !one.closest("dialog:not([open])") && one.tabIndex >= 0;
  const dialog = document.querySelector("dialog[open]");
  return [...(dialog ?? document).querySelectorAll(fields)].filter(seen).filter((one) => {
    one.focus({ focusVisible: true });
    const marked = [one, one.closest(".option")].filter(Boolean).map((box) => getComputedStyle(box));
    return !marked.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  }).map((one) => one.outerHTML.slice(0, 120));
}"""


def too_wide(page: Page) -> list[str]:
    """What scrolls sideways at 320 pixels, or at 640: what a window of 1280 has at 200 %."""
    size, found = page.viewport_size, []
    for width, height in ((640, 400), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{one} at {width}" for one in page.evaluate(TOO_WIDE)]
    if size:
        page.set_viewport_size(size)
    return found


def without_focus(page: Page) -> list[str]:
    """What takes the focus and does not show it."""
    page.keyboard.press("Shift")  # whoever uses keys gets :focus-visible
    return [f"no focus: {one}" for one in page.evaluate(FOCUS)]


def heard(console: list[str]) -> list[str]:
    """What the browser complained about; it notes by itself the status of pages for what went wrong."""
    return [line for line in console if "the server responded with a status of 4" not in line]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_every_page_is_for_everybody(
    page: Page, console: list[str], world: World, live_server: Any, group: str, language: str
) -> None:
    """Axe finds nothing, nothing scrolls sideways, the focus is always seen, the console is silent."""
    speak(page.context, live_server, language)
    found = {}
    for stop in walk(world, page, GROUPS[group](world)):
        page.wait_for_timeout(30)
        said = heard(console)
        problems = [*said, *findings_in_both_schemes(page), *too_wide(page), *without_focus(page)]
        if problems:
            found[stop.name] = problems
        console.clear()
    assert not found, pformat(found, width=160)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_ours_in_the_admin_is_for_everybody(
    page: Page, console: list[str], world: World, live_server: Any, language: str
) -> None:
    speak(page.context, live_server, language)
    page.set_viewport_size({"width": 1280, "height": 900})
    found = {}
    for stop in walk(world, page, admin_stops(world)):
        page.wait_for_timeout(30)
        said = heard(console)
        if problems := [*said, *findings_of_ours(page)]:
            found[stop.name] = problems
        console.clear()
    assert not found, pformat(found, width=160)


def test_the_policy_is_sent_with_every_page(page: Page, world: World) -> None:
    for path in ("/", "/nowhere/", "/admin/"):
        response = page.goto(path)
        assert response is not None
        policy = response.headers["content-security-policy"]
        assert "unsafe-inline" not in policy
        assert "default-src 'none'" in policy


def test_a_page_for_our_own_mistakes_is_as_good(
    page: Page, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: Any) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr("assessment.delivery.queries.catalogue", fail)
    response = page.goto("/quizzes/")
    assert response is not None
    assert response.status == 500
    assert findings_in_both_schemes(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(TOO_WIDE) == []
