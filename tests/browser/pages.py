"""What people do on the pages. Found by names and values, not by words: those come in two languages."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

PASSWORD = "a plumb line hangs true"
SINGLE, VERDICT, NUMBER, MULTIPLE = "single_choice", "true_false_reason", "numeric", "multiple_response"
ALL_TYPES = {SINGLE, VERDICT, NUMBER, MULTIPLE}


def eventually(page: Page, fact: Callable[[], object], seconds: float = 8) -> None:
    """Wait, letting the browser work, until `fact` holds."""
    ends = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < ends, "it did not come true in time"
        page.wait_for_timeout(40)


def language_of(page: Page) -> str:
    """The language that the page is written in."""
    return str(page.locator("html").get_attribute("lang"))


def switch_language(page: Page, language: str) -> None:
    """Press a language button and wait for the page in it."""
    page.locator(f".language-buttons button[value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans" if language == "zh-hans" else "en")


def fill_account(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill the form that signs up or in, and send it."""
    page.locator(".account-form [type=email]").fill(email)
    page.locator(".account-form [type=password]").fill(password)
    page.locator(".account-form .btn-primary").click()


@dataclass
class Given:
    """An answer that was given on the page: the words of what was chosen, or the number."""

    kind: str
    words: list[str]


class Question:
    """The question page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.form = page.locator("#answer")
        self.saying = page.locator(".save-state")
        self.choices = page.locator(".part input[type=radio], .part input[type=checkbox]")
        self.number = page.locator(".part input[type=text]")
        self.flag = page.locator("input[name=flagged]")
        self.onward = page.locator(".question-buttons .btn-primary")
        self.back = page.locator(".question-buttons [value=previous]")
        self.dispute = page.locator("[data-disputed]")

    def open(self, key: Any, position: int = 1) -> "Question":
        """Go to a question of an attempt by its address."""
        self.page.goto(f"/attempts/{key}/{position}/")
        return self

    def word(self, name: str) -> str:
        """A text that the script says, in the language of the page."""
        return str(self.form.get_attribute(f"data-{name}"))

    @property
    def position(self) -> int:
        return int(str(self.form.get_attribute("action")).rstrip("/").rpartition("/")[2])

    @property
    def kind(self) -> str:
        if self.number.count():
            return NUMBER
        if self.page.locator(".part input[name$=verdict]").count():
            return VERDICT
        return MULTIPLE if self.page.locator(".part input[type=checkbox]").count() else SINGLE

    def groups(self) -> list[Locator]:
        """The fields of which one is to be chosen; of check boxes, two."""
        part = self.page.locator(".part")
        if self.kind == VERDICT:
            return [part.locator("input[name$=verdict]"), part.locator("input[name$=reason]")]
        return [self.choices] * (2 if self.kind == MULTIPLE else 1)

    def targets(self, shift: int = 0) -> list[Locator]:
        """What to choose for a complete answer; another one for another `shift`."""
        return [group.nth((shift + index) % group.count()) for index, group in enumerate(self.groups())]

    def answer(self, shift: int = 0, press: str = "check") -> None:
        """Answer completely, whatever the type; `press` is the method of a locator that does it."""
        if self.kind == NUMBER:
            self.number.fill(str(12 + shift))
        else:
            for target in self.targets(shift):
                getattr(target, press)()

    def given(self) -> Given:
        """What the page shows as the answer."""
        if self.kind == NUMBER:
            return Given(NUMBER, [self.number.input_value()])
        return Given(self.kind, self.page.locator(".option:has(input:checked) .option-text").all_inner_texts())

    def saved(self) -> None:
        """Wait until the page says that everything is saved."""
        expect(self.saying).to_contain_text(self.word("saved"))

    def at(self, position: int) -> None:
        """Wait for the question at `position`."""
        expect(self.form).to_have_attribute("action", f"{self.address}{position}/")

    @property
    def address(self) -> str:
        """The address of the attempt."""
        return str(self.form.get_attribute("action")).rstrip("/").rpartition("/")[0] + "/"

    def place(self, position: int) -> Locator:
        """The entry of the list of questions."""
        return self.page.locator(f".places button[value='{position}']")


def result_items(page: Page) -> Iterator[Locator]:
    """Every question on the result page."""
    items = page.locator(".result-item")
    for index in range(items.count()):
        yield items.nth(index)


def expect_both_answers(item: Locator, given: Given) -> None:
    """The result shows what was given and what is right."""
    if given.kind == NUMBER:
        answers = item.locator(".answers dd")
        expect(answers.first).to_contain_text(given.words[0])
        assert answers.nth(1).inner_text().strip()
        return
    chosen = item.locator(".reviewed .is-chosen .reviewed-text > span:first-of-type").all_inner_texts()
    assert item.locator(".reviewed .is-right").count() >= 1
    if given.kind == VERDICT:
        expect(item.locator(".answers dd").first).to_have_text(given.words[0])
        assert chosen == given.words[1:]
    else:
        assert sorted(chosen) == sorted(given.words)
