"""What became of a mistake: one person's answers to one question, read in the order of time. Pure.

A mistake is made where an answer scores below 1 or is left open, except in practice. Practice can only
bring a mistake back or put it right, and what is left open there says nothing: it was not tried.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

TO_DO, CAME_BACK, RIGHT_SINCE, UNDERSTOOD = "to_do", "came_back", "right_since", "understood"
STATES = (TO_DO, CAME_BACK, RIGHT_SINCE, UNDERSTOOD)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer in a submitted attempt; ``right`` means full credit, ``tried`` that something was answered.

    What is ``waiting`` for a person's mark is neither right nor wrong yet.
    """

    item_id: int
    when: datetime
    right: bool
    tried: bool
    practice: bool
    waiting: bool = False

    @property
    def wrong(self) -> bool:
        """Whether it shows that the question is not mastered."""
        return not self.right and not self.waiting and (self.tried or not self.practice)


@dataclass(frozen=True, slots=True)
class Story:
    """Where a question stands: its state, the answer to show, and when it was last right after that.

    ``state`` is empty where no mistake was made; the answer to show is then the newest one.
    """

    state: str
    shown: Answer
    right_at: datetime | None


def story(answers: Sequence[Answer], understood_at: datetime | None) -> Story:
    """The story of one question from all `answers` to it, oldest first, at least one.

    The newest wrong answer decides: marked as understood at or after it, it is understood; answered
    right after it, it is right since; marked as understood only before it, it came back; otherwise it
    is to do.
    """
    first = next((i for i, answer in enumerate(answers) if answer.wrong and not answer.practice), None)
    if first is None:
        return Story("", answers[-1], None)
    last = max(i for i, answer in enumerate(answers) if i >= first and answer.wrong)
    right_at = max((answer.when for answer in answers[last + 1 :] if answer.right), default=None)
    return Story(_state(answers[last].when, right_at, understood_at), answers[last], right_at)


def _state(wrong_at: datetime, right_at: datetime | None, understood_at: datetime | None) -> str:
    if understood_at and understood_at >= wrong_at:
        return UNDERSTOOD
    if right_at:
        return RIGHT_SINCE
    return CAME_BACK if understood_at else TO_DO
