"""Taking everything away, and going: by hand, in both languages, on a narrow screen."""

import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from tests.browser.conftest import session_cookie
from tests.browser.pages import PASSWORD
from tests.browser.test_accessibility import LANGUAGES, TOO_WIDE, findings_in_both_schemes, speak
from tests.browser.world import World, make_world

ACCOUNT, EXPORT, DELETE = "/account/", "/account/export/", "/account/delete/"


@pytest.fixture
def world(page: Page, make_user: Callable[..., Any], start: Callable[..., Any], live_server: Any) -> World:
    made = make_world(make_user, start, lambda user: session_cookie(user, live_server.url))
    made.enter(page.context, "learner")
    return made


def assert_good(page: Page) -> None:
    """Axe finds nothing, light or dark, and nothing scrolls sideways at 320 pixels."""
    assert findings_in_both_schemes(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(TOO_WIDE) == []
    page.set_viewport_size({"width": 1280, "height": 900})


def press_primary(page: Page) -> None:
    page.locator("main .btn-primary").click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_downloaded_in_two_clicks(page: Page, world: World, live_server: Any, language: str) -> None:
    speak(page.context, live_server, language)
    page.goto(ACCOUNT)
    assert_good(page)
    page.locator(f"a[href='{EXPORT}']").click()
    assert_good(page)
    with page.expect_download() as downloading:
        press_primary(page)
    assert downloading.value.suggested_filename.startswith("plumbline-")
    with zipfile.ZipFile(downloading.value.path()) as archive:
        account = json.loads(archive.read("account.json"))["account"]
        attempts = json.loads(archive.read("attempts.json"))["attempts"]
    assert account["email"] == "learner@example.org"
    assert len(attempts) == 3
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_account_goes_with_address_and_password(
    page: Page, world: World, live_server: Any, console: list[str], language: str
) -> None:
    speak(page.context, live_server, language)
    page.goto(ACCOUNT)
    page.locator(f"a[href='{DELETE}']").click()
    assert_good(page)
    page.locator("[name=email]").fill("somebody@example.org")
    press_primary(page)
    expect(page.locator(".notice-error")).to_be_visible()
    assert_good(page)
    page.locator("[name=email]").fill("learner@example.org")
    press_primary(page)
    page.wait_for_url("**/reauthenticate/**")
    page.locator("main [type=password]").fill(PASSWORD)
    press_primary(page)
    page.wait_for_url("**/account/deleted/")
    assert_good(page)
    assert not get_user_model().objects.filter(email="learner@example.org").exists()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans" if language == "zh-hans" else "en")
    page.goto("/attempts/")
    page.wait_for_url("**/accounts/login/**")
    assert console == []


def test_it_works_by_keyboard_and_without_our_script(page: Page, world: World) -> None:
    page.route("**/*.js", lambda route: route.abort())
    page.goto(DELETE)
    page.locator("[name=email]").focus()
    page.keyboard.type("learner@example.org")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reauthenticate/**")
    page.locator("main [type=password]").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/deleted/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_may_not_go_reads_why(page: Page, world: World, live_server: Any, language: str) -> None:
    world.enter(page.context, "admin")
    speak(page.context, live_server, language)
    page.goto(DELETE)
    expect(page.locator(".notice-warning")).to_be_visible()
    expect(page.locator("[name=email]")).to_have_count(0)
    assert_good(page)
