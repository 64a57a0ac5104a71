"""What the question page and the finish page show of an attempt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assessment.bank.presentation import PartView, part_view, shared_text
from assessment.bank.queries import content_of, parts_of
from assessment.bank.question_types.registry import question_type
from assessment.delivery.models import Attempt, AttemptItem
from assessment.delivery.queries import is_complete, is_started
from assessment.delivery.records import load_draws, load_responses
from assessment.delivery.results import ItemResult, reviewed
from assessment.delivery.rules import Rules, read_rules
from assessment.lib.bilingual import localised
from assessment.values import Response, Text


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the list of questions: where it is and what is done."""

    position: int
    state: str  # answered, partly, open
    flagged: bool
    current: bool


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Everything the question page shows."""

    attempt: Attempt
    item: AttemptItem
    parts: tuple[PartView, ...]
    places: tuple[Place, ...]
    title: str
    # The text that the parts share, in a testlet.
    scenario: str = ""
    # The answer saved elsewhere, where this page came from an older one.
    newer: tuple[str, ...] = ()
    # The question with its feedback, where it was checked at once.
    checked: ItemResult | None = None

    @property
    def rules(self) -> Rules:
        """The rules of the attempt."""
        return read_rules(self.attempt.rules)

    @property
    def at_once(self) -> bool:
        """Whether choosing alone answers the question, and the answer is checked then."""
        return self.rules.instant and [view.type for view in self.parts] == ["single_choice"]

    @property
    def total(self) -> int:
        """Number of questions."""
        return len(self.places)

    @property
    def first(self) -> bool:
        """Nothing comes before."""
        return self.item.position == 1

    @property
    def last(self) -> bool:
        """Nothing comes after."""
        return self.item.position == self.total

    @property
    def answered(self) -> int:
        """Number of questions with nothing left open."""
        return sum(1 for place in self.places if place.state == "answered")

    @property
    def saved_at(self) -> datetime | None:
        """When the answer shown was saved."""
        return self.item.answered_at


def title_of(attempt: Attempt) -> str:
    """The quiz's title as it was at the start, in the reader's language."""
    title = attempt.rules["title"]
    return localised(Text(title["en"], title["zh_hans"]))


def places(items: Sequence[AttemptItem], current: int = 0) -> tuple[Place, ...]:
    """The list of questions; `current` is the position of the one on the page."""
    return tuple(Place(item.position, _state(item), item.flagged, item.position == current) for item in items)


def _state(item: AttemptItem) -> str:
    if is_complete(item):
        return "answered"
    return "partly" if is_started(item) else "open"


def remarks(item: AttemptItem) -> list[str]:
    """What the reader should know about the stored answer to each part; one query."""
    parts = parts_of([item.version_id])[item.version_id]
    responses = load_responses(item.response, len(parts))
    pairs = zip(parts, responses, strict=True)
    return [localised(question_type(part.type).remark(part, response)) for part, response in pairs]


def question_page(
    items: Sequence[AttemptItem], position: int, posted: tuple[Response, ...] | None = None
) -> QuestionPage:
    """The page of the question at `position`; `posted` is an answer that met a newer one."""
    item = items[position - 1]
    content = content_of(item.version_id)
    parts = content.parts
    draws = load_draws(item.draw)
    stored = load_responses(item.response, len(parts))
    shown = posted if posted is not None else stored
    views = tuple(
        part_view(part, draw, response, prefix=f"p{i}-")
        for i, (part, draw, response) in enumerate(zip(parts, draws, shown, strict=True))
    )
    newer: tuple[str, ...] = ()
    if posted is not None:
        newer = tuple(part_view(p, d, r).answer for p, d, r in zip(parts, draws, stored, strict=True))
    scenario = shared_text(content.scenario, draws)
    page = QuestionPage(item.attempt, item, views, places(items, position), title_of(item.attempt), scenario, newer)
    if item.closed_at is None:
        return page
    (checked,) = reviewed([item], page.rules.shown(submitted=False, now=item.closed_at))
    return replace(page, checked=checked)
