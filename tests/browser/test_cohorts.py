"""Invite, join and leave, as a lead and a member do it; and every page of cohorts for everybody."""

from collections.abc import Callable
from pprint import pformat
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import session_cookie
from tests.browser.test_accessibility import (
    LANGUAGES,
    findings_in_both_schemes,
    heard,
    speak,
    too_wide,
    without_focus,
)


@pytest.fixture
def lead(make_user: Callable[..., Any]) -> Any:
    user = make_user("lead@example.org")
    user.groups.add(Group.objects.get(name="lead"))
    return user


@pytest.fixture
def pages(lead: Any, learner: Any, make_user: Callable[..., Any]) -> list[tuple[Any, str]]:
    """Who opens which page: a cohort of twelve with figures, and an empty one."""
    from assessment.accounts import cohort_actions as actions
    from assessment.accounts.models import Membership, User
    from assessment.bank.models import Competency, QuestionVersion
    from assessment.delivery.models import Attempt, AttemptItem, Quiz
    from assessment.reports.actions import Taken, take_snapshot

    now = timezone.now()
    full, empty = (actions.create_cohort(lead.pk, name, now) for name in ("Night shift", "Nobody yet"))
    crowd = [learner, *User.objects.bulk_create(User(email=f"m{number}@example.org") for number in range(11))]
    Membership.objects.bulk_create(Membership(cohort=full, user=user, joined_at=now) for user in crowd)
    version, competency = QuestionVersion.objects.first(), Competency.objects.get(code="C01")
    for number, user in enumerate(crowd):
        attempt = Attempt.objects.create(
            user=user, quiz=Quiz.objects.get(slug="trend-judgement"), rules={"counts": True}, seed=1,
            grading_version=1, scoring_version=1, started_at=now, submitted_at=now, counting=True,
        )  # fmt: skip
        AttemptItem.objects.bulk_create(
            AttemptItem(
                attempt=attempt, position=position, version=version, competency=competency, difficulty=0.0,
                guess=0.25, score=float(number % 2),
            )
            for position in range(10)
        )  # fmt: skip
    assert take_snapshot(full, now) is Taken.STORED
    token = actions.invite(full, now)
    return [
        (lead, "/cohorts/"), (learner, "/cohorts/"), (make_user("nobody@example.org"), "/cohorts/"),
        (lead, f"/cohorts/{full.key}/"), (lead, f"/cohorts/{full.key}/delete/"),
        (lead, f"/reports/cohort/{full.key}/"), (lead, f"/reports/cohort/{empty.key}/"),
        (learner, f"/reports/shared/{full.key}/"), (lead, f"/cohorts/join/{token}/"),
        (learner, f"/cohorts/join/{token}/"), (learner, "/cohorts/join/nothing/"),
    ]  # fmt: skip


def visit(page: Page, live_server: Any, pages: list[tuple[Any, str]]) -> Any:
    for user, path in pages:
        page.context.add_cookies([session_cookie(user, live_server.url)])
        page.goto(path)
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        yield f"{path} of {user}"


def test_a_lead_invites_and_a_learner_joins_and_leaves(
    browser: Browser, live_server: Any, lead: Any, learner: Any, sign_in: Callable[[Any, Any], None]
) -> None:
    desk, phone = (browser.new_context(base_url=live_server.url, locale="en") for _ in range(2))
    sign_in(desk, lead)
    page = desk.new_page()
    page.goto("/cohorts/")
    page.locator("input[name=name]").fill("Night shift")
    page.locator(".cohort-form .btn-primary").click()
    page.locator("form[action$='/invitations/'] .btn").click()
    link = page.locator("#link").input_value()

    # The learner follows the link, signs in on the way, and finds the link's page again.
    other = phone.new_page()
    other.goto(link)
    other.locator(".account-form [type=email]").fill(learner.email)
    other.locator(".account-form [type=password]").fill("a plumb line hangs true")
    other.locator(".account-form .btn-primary").click()
    expect(other.locator("h1")).to_contain_text("Night shift")
    expect(other.locator("main")).to_contain_text(lead.email)
    other.locator("form .btn-primary").click()
    other.wait_for_url("**/reports/shared/*/")
    expect(other.locator(".notice-success")).to_be_visible()

    page.goto("/cohorts/")
    expect(page.locator(".cohorts")).to_contain_text("1 member")
    assert learner.email not in page.content()

    other.goto("/cohorts/")
    other.locator("form[action$='/leave/'] button").click()
    expect(other.locator(".notice-success")).to_be_visible()
    expect(other.locator("main .empty")).to_be_visible()
    page.reload()
    expect(page.locator(".cohorts")).to_contain_text("0 members")
    desk.close()
    phone.close()


def test_a_table_is_one_key_press_away(page: Page, live_server: Any, pages: list[tuple[Any, str]]) -> None:
    report = next(entry for entry in pages if "/reports/cohort/" in entry[1])
    page.context.add_cookies([session_cookie(report[0], live_server.url)])
    page.goto(report[1])
    for summary in page.locator("details.numbers > summary").all():
        summary.focus()
        page.keyboard.press("Enter")
    for table in page.locator("details.numbers table").all():
        expect(table).to_be_visible()
    expect(page.locator("details.numbers table")).to_have_count(3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page: Page, console: list[str], live_server: Any, pages: list[tuple[Any, str]], language: str
) -> None:
    speak(page.context, live_server, language)
    found: dict[str, Any] = {}
    for name in visit(page, live_server, pages):
        said = heard(console)
        page.set_viewport_size({"width": 1280, "height": 900})
        if problems := [*said, *findings_in_both_schemes(page), *without_focus(page), *too_wide(page)]:
            found[name] = problems
        console.clear()
    assert not found, pformat(found, width=160)
