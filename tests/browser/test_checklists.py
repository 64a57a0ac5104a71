"""Checklists in Chromium: saved while one goes, by keyboard alone, with a stale tab, narrow, and for axe."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from assessment.checklists.models import Review, ReviewAnswer
from tests.browser.conftest import session_cookie
from tests.browser.pages import eventually, switch_language
from tests.browser.test_accessibility import TOO_WIDE, findings_in_both_schemes, speak

pytestmark = pytest.mark.usefixtures("bank")
SAVING = re.compile(r"/checklists/reviews/[-0-9a-f]+/C\d\d/$")
LANGUAGES = ["en", "zh-hans"]
PROOF = {"evidence": "https://example.org/run/1", "date_text": "2026-11-20"}


def begin(user: Any, slug: str = "maturity") -> Review:
    from assessment.checklists import actions, queries

    checklist = queries.checklist_called(slug)
    assert checklist
    system = actions.name_system(user.pk, "Recommendation service", "", timezone.now()) if slug == "maturity" else None
    return actions.start(checklist, user.pk, system, timezone.now())


def give(review: Review, code: str, value: str, **content: str) -> None:
    from assessment.checklists import actions
    from assessment.checklists.records import Content

    row = stored(review, code)
    actions.save_answer(row, Content(value, **content), row.revision, timezone.now())


def stored(review: Review, code: str) -> ReviewAnswer:
    rows = ReviewAnswer.objects.select_related("review__checklist", "version__statement__competency")
    return rows.get(review=review, version__statement__code=code)


class Form:
    """The page of one competency."""

    def __init__(self, page: Page, review: Review, code: str = "C07") -> None:
        self.page, self.review, self.code = page, review, code
        self.saying = page.locator(".save-state")

    def open(self) -> "Form":
        self.page.goto(f"/checklists/reviews/{self.review.key}/{self.code}/")
        return self

    def row(self, name: str) -> Any:
        return self.page.locator(f"[data-row='{self.code}-{name}']")

    def choose(self, name: str, value: str) -> None:
        self.row(name).locator(f"input[type=radio][value='{value}']").check()

    def field(self, name: str, what: str) -> Any:
        return self.row(name).locator(f"[name='{self.code}-{name}-{what}']")

    def saved(self) -> None:
        expect(self.saying).to_contain_text(str(self.page.locator("#answer").get_attribute("data-saved")))

    def value(self, name: str) -> str:
        return stored(self.review, f"{self.code}-{name}").value


@pytest.fixture
def form(signed_in: Page, learner: Any) -> Form:
    return Form(signed_in, begin(learner)).open()


# --- saving --------------------------------------------------------------------------------------


def test_it_saves_while_one_goes_and_says_what_is_missing(form: Form, console: list[str]) -> None:
    expect(form.field("M1a", "evidence")).to_be_hidden()
    form.choose("M1a", "1")
    form.saved()
    assert form.value("M1a") == "1"
    expect(form.row("M1a").locator(".remark")).not_to_be_empty()
    form.field("M1a", "evidence").fill("https://example.org/run/1")
    form.row("M1a").locator("[data-today]").click()
    expect(form.row("M1a").locator(".remark")).to_be_empty()
    form.saved()
    row = stored(form.review, "C07-M1a")
    assert (row.evidence, row.evidence_date is not None) == ("https://example.org/run/1", True)
    form.page.reload()
    expect(form.field("M1a", "evidence")).to_have_value("https://example.org/run/1")
    assert console == []


def test_the_button_waits_until_everything_is_saved(form: Form) -> None:
    held: list[Route] = []
    form.page.route(SAVING, lambda route: route.continue_() if held or not is_background(route) else held.append(route))
    form.choose("M1a", "0")
    form.choose("M2a", "0.5")
    eventually(form.page, lambda: held)
    form.page.locator(".checklist-bar .btn-primary").click()
    form.page.wait_for_timeout(200)
    assert form.page.url.endswith("/C07/")
    held[0].continue_()
    form.page.wait_for_url("**/C08/")
    assert (form.value("M1a"), form.value("M2a")) == ("0", "0.5")


def is_background(route: Route) -> bool:
    return route.request.method == "POST" and "x-plumbline" in route.request.headers


def test_a_broken_connection_loses_nothing(form: Form) -> None:
    form.page.route(SAVING, lambda route: route.abort() if is_background(route) else route.continue_())
    form.choose("M1a", "0")
    expect(form.saying).to_have_class(re.compile("is-waiting"))
    form.choose("M2a", "0.5")
    form.page.unroute(SAVING)
    form.saved()
    eventually(form.page, lambda: form.value("M2a") == "0.5")
    assert form.value("M1a") == "0"


def test_an_answer_that_arrived_but_was_not_acknowledged_is_no_conflict(form: Form) -> None:
    lost: list[Route] = []

    def lose(route: Route) -> None:
        if is_background(route) and not lost:
            lost.append(route)
            route.fetch()
            route.abort()
        else:
            route.continue_()

    form.page.route(SAVING, lose)
    form.choose("M1a", "0")
    eventually(form.page, lambda: lost)
    form.choose("M1a", "1")
    eventually(form.page, lambda: form.value("M1a") == "1")
    form.saved()
    expect(form.page.locator("[data-disputed]")).to_have_count(0)


def test_what_is_typed_while_a_save_is_on_its_way_is_saved_after_it(form: Form) -> None:
    form.choose("M1a", "1")
    box = form.field("M1a", "evidence")
    box.press_sequentially("a longer piece of evidence, typed word by word", delay=25)
    eventually(form.page, lambda: stored(form.review, "C07-M1a").evidence.endswith("word by word"))
    expect(form.page.locator("[data-disputed]")).to_have_count(0)


def test_a_stale_tab_shows_both_answers_and_decides(form: Form) -> None:
    give(form.review, "C07-M1a", "1", evidence="from another window", date_text="2026-11-20")
    form.choose("M1a", "0")
    dispute = form.page.locator("[data-disputed]")
    expect(dispute).to_contain_text("from another window")
    assert form.value("M1a") == "1"
    # The other rows go on being saved by themselves, this one not.
    form.choose("M2a", "0")
    form.saved()
    assert form.value("M1a") == "1"
    dispute.locator(".btn-primary").click()
    expect(dispute).to_have_count(0)
    assert form.value("M1a") == "0"


def test_a_stale_tab_keeps_the_newer_answer_on_demand(form: Form) -> None:
    give(form.review, "C07-M1a", "1", **PROOF)
    form.choose("M1a", "0")
    form.page.locator("[data-newer]").click()
    expect(form.page.locator("[data-disputed]")).to_have_count(0)
    expect(form.row("M1a").locator("[type=radio][value='1']")).to_be_checked()
    assert form.value("M1a") == "1"


def test_a_review_closed_elsewhere_leads_to_the_closed_review(form: Form) -> None:
    from assessment.checklists import actions

    give(form.review, "C07-M2a", "0")
    actions.close(form.review.key, timezone.now())
    form.choose("M1a", "0")
    form.page.wait_for_url(f"**/checklists/reviews/{form.review.key}/")
    expect(form.page.locator(".notice")).to_be_visible()


def test_switching_the_language_loses_nothing(form: Form) -> None:
    form.choose("M1a", "1")
    form.field("M1a", "evidence").fill("run 7")
    switch_language(form.page, "zh-hans")
    expect(form.field("M1a", "evidence")).to_have_value("run 7")


# --- without a mouse, without a script -----------------------------------------------------------


def test_a_rating_is_made_closed_and_read_by_keyboard_alone(signed_in: Page, learner: Any) -> None:
    page, press = signed_in, signed_in.keyboard.press
    page.goto("/checklists/")
    reach(page, "form[action$='/can-do/start/'] button")
    press("Enter")
    page.wait_for_url("**/C01/")
    reach(page, "[name='C01-F1-value']")
    press("ArrowDown")  # from "unanswered", which is chosen, round to the first
    eventually(page, lambda: ReviewAnswer.objects.filter(value="0").exists())
    press("ArrowDown")
    press("ArrowDown")
    review = Review.objects.get()
    eventually(page, lambda: stored(review, "C01-F1").value == "1")
    reach(page, ".progress-list ~ p button")
    press("Enter")
    page.wait_for_url(f"**/checklists/reviews/{review.key}/")
    reach(page, "form[action$='/close/'] button")
    press("Enter")
    expect(page.locator(".closed-review")).to_be_visible()
    review.refresh_from_db()
    assert list(review.outcome["competencies"]) == ["C01"]


def reach(page: Page, selector: str) -> None:
    """Press Tab until what `selector` names has the focus."""
    for _step in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached")


def test_it_works_without_a_script(browser: Any, live_server: Any, learner: Any) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([session_cookie(learner, live_server.url)])
    page = context.new_page()
    page.goto("/checklists/")
    page.locator("[name=name]").fill("Search")
    page.locator("form[action$='/systems/'] button").click()
    page.locator("[name='C01-M1a-value'][value='1']").check()
    page.locator("[name='C01-M1a-evidence']").fill("run 1")
    page.locator("[name='C01-M1a-date']").fill("soon")
    page.locator(".checklist-bar .btn-primary").click()
    page.wait_for_url("**/C02/")
    row = stored(Review.objects.get(), "C01-M1a")
    assert (row.value, row.evidence, row.date_text) == ("1", "run 1", "soon")
    context.close()


# --- how it looks --------------------------------------------------------------------------------


@pytest.fixture
def walk(page: Page, make_user: Callable[..., Any], learner: Any, live_server: Any) -> Callable[[], Iterator[str]]:
    """Opens every page of checklists in turn, full and empty."""
    from assessment.checklists import actions, verification

    review = begin(learner)
    for name, value in (("M1a", "1"), ("M2a", "0.5"), ("M2b", "na"), ("M3a", "1")):
        give(review, f"C07-{name}", value, **({} if value == "na" else PROOF), reason="none" if value == "na" else "")
    first = actions.close(review.key, timezone.now())
    following = actions.start(first.checklist, learner.pk, first.system, timezone.now())
    give(following, "C07-M3b", "1", evidence="x" * 200, date_text="no day at all")
    second = actions.close(following.key, timezone.now())
    still_open = actions.start(first.checklist, learner.pk, first.system, timezone.now())
    rating = begin(learner, "can-do")
    give(rating, "C07-F1", "1")
    verifier, other = make_user("verifier@example.org"), make_user("other@example.org")
    made, _token = verification.invite(second, ["C07-M1a", "C07-M3b"], timezone.now())
    verification.accept(made, verifier.pk, timezone.now())
    _unbound, token = verification.invite(second, ["C07-M1a"], timezone.now())
    base = "/checklists/reviews"
    stops = [
        (learner, "/checklists/"), (other, "/checklists/"), (learner, f"{base}/{still_open.key}/"),
        (learner, f"{base}/{still_open.key}/C07/"), (learner, f"{base}/{rating.key}/C07/"),
        (learner, f"{base}/{rating.key}/"), (learner, f"{base}/{second.key}/"),
        (learner, f"{base}/{first.key}/compare/{second.key}/"), (learner, f"/reports/review/{second.key}/"),
        (other, f"/verify/{token}/"), (learner, f"/verify/{token}/"), (other, "/verify/nothing/"),
        (verifier, f"/verifications/{made.key}/"),
    ]  # fmt: skip

    def visit() -> Iterator[str]:
        for who, path in stops:
            page.context.clear_cookies(name="sessionid")
            page.context.add_cookies([session_cookie(who, live_server.url)])  # type: ignore[list-item]
            page.goto(path)
            page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
            yield path

    return visit


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page: Page, walk: Callable[[], Iterator[str]], live_server: Any, language: str
) -> None:
    speak(page.context, live_server, language)
    found: dict[str, Any] = {}
    for path in walk():
        page.set_viewport_size({"width": 1280, "height": 900})
        if findings := findings_in_both_schemes(page):
            found[path] = findings
        page.set_viewport_size({"width": 320, "height": 640})
        if wide := page.evaluate(TOO_WIDE):
            found[f"{path} at 320"] = wide
    assert found == {}


def test_a_closed_review_prints_on_paper(page: Page, walk: Callable[[], Iterator[str]]) -> None:
    review = Review.objects.filter(closed_at__isnull=False).latest("closed_at")
    for path in walk():
        if path.endswith(f"/reviews/{review.key}/"):
            break
    page.set_viewport_size({"width": 658, "height": 1000})
    page.emulate_media(media="print")
    for hidden in (".site-header", "#verification", ".flag", ".link-list"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".closed-row")).to_have_count(96)
    expect(page.locator(".level-picture")).to_be_visible()
    expect(page.locator(".print-only").last).to_contain_text(str(review.key))
    assert page.evaluate("document.documentElement.scrollWidth") <= 658
