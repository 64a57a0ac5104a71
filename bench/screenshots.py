#!/usr/bin/env python3
"""Take a picture of every page: two languages, phone and desk, light and dark, empty and full.

    PORT=8123 PLUMBLINE_VAR=/tmp/pictures-var PLUMBLINE_PROFILE=local .venv/bin/python manage.py serve
    .venv/bin/python bench/screenshots.py http://127.0.0.1:8123 --email admin@localhost --password=…

The first start of a site prints the administrator's address and password. Use a site of its own for
this, as above: the script registers two learners, one of whom takes two quizzes and starts a third.
The pictures are for people to look at, and go to var/screenshots/ as LANGUAGE-WIDTH-SCHEME/PAGE.png.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.pages import PASSWORD, Question, fill_account, switch_language  # noqa: E402
from tests.browser.programs import FLAGS, INSTALL, chromium  # noqa: E402
from tests.browser.world import fail_to_sign_in, show_keys  # noqa: E402

WIDTHS = {390: 844, 1280: 900}
Prepare = Callable[[Page], None]


def sign_up(browser: Browser, site: str, email: str) -> BrowserContext:
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900}, locale="en")
    page = context.new_page()
    page.goto("/accounts/signup/")
    fill_account(page, email)
    page.wait_for_url("**/quizzes/")
    return context


def begin(page: Page, slug: str) -> Question:
    page.goto(f"/quizzes/{slug}/")
    page.locator("form[action$='/start/'] .btn-primary").click()
    page.wait_for_url("**/attempts/*/1/")
    return Question(page)


def fill(page: Page, shift: int) -> None:
    """Answer whatever is asked: the quizzes draw their forms."""
    for group in page.locator(".part").all():
        boxes = group.locator("input[type=radio], input[type=checkbox]")
        names = dict.fromkeys(str(box.get_attribute("name")) for box in boxes.all())
        for name in names:
            choices = group.locator(f"input[name='{name}']")
            choices.nth(shift % choices.count()).check()
        for index, select in enumerate(group.locator("select").all()):
            select.select_option(index=1 + (shift + index) % (select.locator("option").count() - 1))
        for field in group.locator("input[type=text], textarea").all():
            field.fill(str(12 + shift))


def take(page: Page, slug: str, shift: int) -> str:
    """Take a quiz to its end; returns the address of the result."""
    question = begin(page, slug)
    while not page.locator(".review-list").count():
        position = question.position
        fill(page, shift + position)
        if position == 2:
            question.flag.check()
        question.onward.click()
        page.locator(f"#answer:not([action$='/{position}/']), .review-list").first.wait_for()
    page.locator("form.question-buttons .btn-primary").click()
    page.wait_for_url("**/result/")
    return page.url


def unfold(page: Page) -> None:
    page.locator("details.reading").evaluate_all("all => all.forEach(one => { one.open = true; })")


def unfold_entry(page: Page) -> None:
    page.locator(".note summary").first.click()


def prepare(browser: Browser, site: str) -> tuple[dict[str, BrowserContext], dict[str, str]]:
    """A visitor, a learner who has done nothing, one who has done much; addresses of the latter."""
    stamp = f"{time.time():.0f}"
    full = sign_up(browser, site, f"full-{stamp}@example.org")
    page = full.new_page()
    take(page, "model-selection", 1)
    result = take(page, "model-selection", 2)
    question = begin(page, "trend-judgement")
    for shift in range(3):
        fill(page, shift)
        question.onward.click()
        question.at(shift + 2)
    attempt = question.address
    page.close()
    people = {
        "visitor": browser.new_context(base_url=site),
        "empty": sign_up(browser, site, f"empty-{stamp}@example.org"),
        "full": full,
    }
    return people, {"attempt": attempt, "result": result}


def learner_pages(addresses: dict[str, str]) -> list[tuple[str, str, str, Prepare | None]]:
    """(who, name, address, what to do there)."""
    attempt = addresses["attempt"]
    return [
        ("visitor", "01-home", "/", None),
        ("visitor", "02-catalogue", "/quizzes/", None),
        ("visitor", "03-sample", "/quizzes/sample/", None),
        ("visitor", "04-quiz", "/quizzes/trend-judgement/", None),
        ("visitor", "05-sign-in", "/accounts/login/", None),
        ("visitor", "06-sign-in-refused", "/accounts/login/", fail_to_sign_in),
        ("visitor", "07-sign-up", "/accounts/signup/", None),
        ("visitor", "08-reset", "/accounts/password/reset/", None),
        ("visitor", "09-not-found", "/nowhere/", None),
        ("empty", "10-catalogue-empty", "/quizzes/", None),
        ("empty", "11-results-empty", "/attempts/", None),
        ("full", "12-catalogue", "/quizzes/", None),
        ("full", "13-quiz-going-on", "/quizzes/trend-judgement/", None),
        *(("full", f"14-question-{place:02}", f"{attempt}{place}/", None) for place in range(3, 13)),
        ("full", "19-keys", f"{attempt}1/", show_keys),
        ("full", "20-finish", attempt, None),
        ("full", "21-result", addresses["result"], unfold),
        ("full", "22-results", "/attempts/", None),
        ("full", "41-practice", "/practice/", None),
        ("empty", "42-practice-nothing-fits", "/practice/?only=wrong", None),
        ("full", "23-account", "/account/", None),
        ("full", "24-addresses", "/accounts/email/", None),
        ("full", "25-password", "/accounts/password/change/", None),
        ("full", "26-sign-out", "/accounts/logout/", None),
        ("empty", "27-notebook-empty", "/notebook/", None),
        ("full", "28-notebook", "/notebook/", None),
        ("full", "29-notebook-entry", "/notebook/", unfold_entry),
        ("empty", "43-profile-empty", "/profile/", None),
        ("full", "44-profile", "/profile/", None),
        ("full", "45-certainty", "/reports/certainty/", None),
        ("full", "46-checklists", "/checklists/", None),
        ("full", "47-cohorts", "/cohorts/", None),
    ]


def admin_pages(page: Page) -> list[tuple[str, str, str, Prepare | None]]:
    base = "/admin/assessment"
    page.goto(f"{base}/question/")
    question = str(page.locator(".field-slug a").first.get_attribute("href")).removesuffix("change/")
    page.goto(f"{question}change/")
    preview = str(page.locator("a[href*='/preview/']").first.get_attribute("href")).partition("?")[0]
    page.goto(f"{base}/quiz/")
    quiz = str(page.locator(".field-slug a").nth(1).get_attribute("href"))
    page.goto(f"{base}/attempt/")
    attempt = str(page.locator("#result_list tbody th a").first.get_attribute("href"))
    return [
        ("admin", "30-admin", "/admin/", None),
        ("admin", "31-questions", f"{base}/question/", None),
        ("admin", "32-question", f"{question}change/", None),
        ("admin", "33-draft", f"{question}draft/", None),
        ("admin", "34-preview", f"{preview}?language=en", None),
        ("admin", "35-versions", f"{question}versions/", None),
        ("admin", "36-new", f"{base}/question/add/", None),
        ("admin", "37-quizzes", f"{base}/quiz/", None),
        ("admin", "38-quiz", quiz, None),
        ("admin", "39-attempts", f"{base}/attempt/", None),
        ("admin", "40-attempt", attempt, None),
    ]


def shoot(people: dict[str, BrowserContext], pages: list[Any], folder: Path, site: str) -> int:
    """Every page in every dress; returns how many pictures."""
    taken = 0
    for who, context in people.items():
        page = context.new_page()
        for language in ("en", "zh-hans"):
            page.goto("/account/" if who in ("empty", "full") else "/")
            if who != "admin":
                switch_language(page, language)
            context.add_cookies([{"name": "django_language", "value": language, "url": site}])
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
                    for owner, name, address, act in pages:
                        if owner != who:
                            continue
                        target = folder / f"{language}-{width}-{scheme}" / f"{name}.png"
                        page.goto(address)
                        if act:
                            act(page)
                        page.wait_for_timeout(400 if who == "admin" else 50)
                        page.screenshot(path=target, full_page="keys" not in name)
                        taken += 1
        page.close()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description="Take a picture of every page of a running site.")
    parser.add_argument("site", help="its address, such as http://127.0.0.1:8000")
    parser.add_argument("--email", required=True, help="of an administrator")
    parser.add_argument("--password", required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "screenshots")
    given = parser.parse_args()
    program = chromium()
    if program is None:
        raise SystemExit(f"There is no Chromium here; install it: {INSTALL}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        people, addresses = prepare(browser, given.site)
        admin = browser.new_context(base_url=given.site)
        page = admin.new_page()
        page.goto("/accounts/login/?next=/admin/")
        fill_account(page, given.email, given.password)
        page.wait_for_url("**/admin/")
        pages = [*learner_pages(addresses), *admin_pages(page)]
        page.close()
        taken = shoot({**people, "admin": admin}, pages, given.out, given.site)
        browser.close()
    print(f"{taken} pictures in {given.out}; learners sign in with the password {PASSWORD!r}")


if __name__ == "__main__":
    main()
