"""A small world with something on every page, and the way to each page of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from tests.browser.pages import Question

# Positions of the four types in the quiz "trend-judgement".
TYPES = {"single choice": 1, "true or false with a reason": 4, "number": 6, "several": 10}


@dataclass
class World:
    """Who there is and what they have done."""

    learner: Any
    beginner: Any
    clerk: Any
    admin: Any
    open_attempt: Any
    done_attempt: Any
    question: Any
    cookies: dict[str, dict[str, str]]

    def enter(self, context: BrowserContext, who: str) -> None:
        """Become somebody, or nobody."""
        context.clear_cookies(name="sessionid")
        if who:
            context.add_cookies([self.cookies[who]])  # type: ignore[list-item]


def make_world(make_user: Callable[..., Any], start: Callable[..., Any], cookie: Callable[[Any], Any]) -> World:
    """People, an open attempt with one answer, a submitted one, a draft."""
    from assessment.bank.actions import open_draft
    from assessment.bank.models import Question as BankQuestion
    from assessment.delivery.actions import read_posted, save_answer, submit

    people = {name: make_user(f"{name}@example.org") for name in ("learner", "beginner")}
    people["clerk"] = make_user("clerk@example.org", is_staff=True)
    people["admin"] = make_user("admin@example.org", is_staff=True, is_superuser=True)
    now = timezone.now()
    for days in (9, 2):
        done = start(people["learner"], "model-selection", days)
        for item in done.items.all():
            first = item.draw[0]["order"][:1]
            posted = {"p0-choice": first, "p0-verdict": ["true"], "p0-reason": first, "p0-number": ["12"]}
            save_answer(item, read_posted(item, posted), item.position == 2, 0, now)
        submit(done.key, now - timedelta(days=days) + timedelta(days=2))
    running = start(people["learner"])
    question = BankQuestion.objects.get(slug="C01-11")
    open_draft(question)
    return World(
        **people, open_attempt=running, done_attempt=done, question=question,
        cookies={name: cookie(user) for name, user in people.items()},
    )  # fmt: skip


@dataclass(frozen=True)
class Stop:
    """One page: who opens it, where it is, what is done there before it is looked at, and its status."""

    name: str
    who: str
    path: str
    prepare: Callable[[Page], None] | None = None
    status: int = 200


def answered(page: Page) -> None:
    question = Question(page)
    question.answer(1)
    question.flag.check()
    question.saved()


def disputed(world: World) -> Callable[[Page], None]:
    """An answer that another window has overtaken."""

    def prepare(page: Page) -> None:
        from assessment.delivery.actions import read_posted
        from assessment.delivery.models import AttemptItem

        item = world.open_attempt.items.get(position=2)
        question = Question(page)
        newer = read_posted(item, {"p0-choice": [item.draw[0]["order"][0]]})
        stored = [{name: list(values) for name, values in response.fields.items()} for response in newer]
        AttemptItem.objects.filter(pk=item.pk).update(
            response=stored, revision=item.revision + 1, answered_at=timezone.now()
        )
        question.choices.nth(2 if question.choices.nth(1).is_checked() else 1).check()
        question.dispute.wait_for()

    return prepare


def show_keys(page: Page) -> None:
    page.keyboard.press("?")
    page.locator("#keys[open]").wait_for()


def fail_to_sign_in(page: Page) -> None:
    page.locator(".account-form [type=email]").fill("nobody@example.org")
    page.locator(".account-form [type=password]").fill("wrong")
    page.locator(".account-form .btn-primary").click()
    page.locator(".notice-error").wait_for()


def open_all(page: Page) -> None:
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")


def start_too_often(page: Page) -> None:
    """Needs a limit of one start an hour."""
    for _ in range(2):
        page.goto("/quizzes/sample/")
        page.locator("form[action$='/start/'] button").click()
        page.wait_for_load_state()


def send_without_cookies(page: Page) -> None:
    page.context.clear_cookies(name="csrftoken")
    page.locator("form[action$='/start/'] button").click()
    page.wait_for_url("**/start/")


def public_stops(world: World) -> Iterator[Stop]:
    yield Stop("home", "", "/")
    yield Stop("catalogue of a visitor", "", "/quizzes/")
    yield Stop("sample", "", "/quizzes/sample/")
    yield Stop("quiz of a visitor", "", "/quizzes/trend-judgement/")
    yield Stop("sign in", "", "/accounts/login/")
    yield Stop("sign in, refused", "", "/accounts/login/", fail_to_sign_in)
    yield Stop("sign up", "", "/accounts/signup/")
    yield Stop("reset", "", "/accounts/password/reset/")
    yield Stop("reset, sent", "", "/accounts/password/reset/done/")
    yield Stop("reset, bad link", "", "/accounts/password/reset/key/x-y/")
    yield Stop("404", "", "/nowhere/", status=404)
    yield Stop("403 of a form", "", "/quizzes/sample/", send_without_cookies)
    yield Stop("429", "", "/quizzes/sample/", start_too_often)


def learner_stops(world: World) -> Iterator[Stop]:
    address = f"/attempts/{world.open_attempt.key}/"
    yield Stop("catalogue", "learner", "/quizzes/")
    yield Stop("quiz, going on", "learner", "/quizzes/trend-judgement/")
    yield Stop("quiz, again", "learner", "/quizzes/model-selection/")
    for name, position in TYPES.items():
        yield Stop(f"{name}, open", "learner", f"{address}{position}/")
        yield Stop(f"{name}, answered", "learner", f"{address}{position}/", answered)
    yield Stop("keys", "learner", f"{address}1/", show_keys)
    yield Stop("two answers", "learner", f"{address}2/", disputed(world))
    yield Stop("finish", "learner", address)
    yield Stop("result", "learner", f"/attempts/{world.done_attempt.key}/result/", open_all)
    yield Stop("result, flagged", "learner", f"/attempts/{world.done_attempt.key}/result/?show=flagged")
    yield Stop("result, as tables", "learner", f"/reports/result/{world.done_attempt.key}/")
    yield Stop("profile", "learner", "/profile/", open_all)
    yield Stop("profile, none", "beginner", "/profile/", open_all)
    yield Stop("questions in use", "admin", "/reports/items/")
    yield Stop("account of an author", "admin", "/account/")
    yield Stop("attempts", "learner", "/attempts/")
    yield Stop("attempts, none", "beginner", "/attempts/")
    yield Stop("notebook", "learner", "/notebook/", open_all)
    yield Stop("notebook, nothing came back", "learner", "/notebook/?show=came_back")
    yield Stop("notebook, none", "beginner", "/notebook/")
    yield Stop("practice", "learner", "/practice/")
    yield Stop("practice, nothing fits", "beginner", "/practice/?only=wrong")
    yield Stop("notebook as a table", "learner", "/reports/notebook/")
    yield Stop("account", "learner", "/account/")
    yield Stop("addresses", "learner", "/accounts/email/")
    yield Stop("password", "learner", "/accounts/password/change/")
    yield Stop("sign out", "learner", "/accounts/logout/")
    yield Stop("403", "clerk", "/admin/assessment/question/", status=403)


def admin_stops(world: World) -> Iterator[Stop]:
    from assessment.bank.queries import current_version

    base, question = "/admin/assessment", world.question
    version = current_version(question)
    assert version
    yield Stop("index", "admin", "/admin/")
    yield Stop("questions", "admin", f"{base}/question/")
    yield Stop("question", "admin", f"{base}/question/{question.pk}/change/")
    yield Stop("draft", "admin", f"{base}/question/{question.pk}/draft/")
    yield Stop("preview", "admin", f"{base}/question/{question.pk}/preview/{version.pk}/?language=zh-hans")
    yield Stop("versions", "admin", f"{base}/question/{question.pk}/versions/")
    yield Stop("new question", "admin", f"{base}/question/add/")
    yield Stop("quizzes", "admin", f"{base}/quiz/")
    yield Stop("quiz", "admin", f"{base}/quiz/{world.open_attempt.quiz_id}/change/")
    yield Stop("attempt", "admin", f"{base}/attempt/{world.done_attempt.pk}/change/")


def walk(world: World, page: Page, stops: Iterator[Stop]) -> Iterator[Stop]:
    """Open each page in turn and do there what it asks for."""
    for stop in stops:
        world.enter(page.context, stop.who)
        response = page.goto(stop.path)
        assert response is not None
        assert response.status == stop.status, stop
        if stop.prepare:
            stop.prepare(page)
        yield stop
