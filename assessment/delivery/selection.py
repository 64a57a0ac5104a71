"""Which questions a practice asks: those that fit what somebody wishes for, drawn at random. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

ANY, UNSEEN, WRONG = "", "unseen", "wrong"
ONLY = (ANY, UNSEEN, WRONG)
SIZES = (5, 10, 20)


@dataclass(frozen=True, slots=True)
class Known:
    """A published question and what one person has to do with it.

    ``seen``: it was ever asked of them; ``wrong``: the last answer they gave to it was not fully right.
    """

    question_id: int
    competency: str
    level: str
    kinds: tuple[str, ...]
    seen: bool = False
    wrong: bool = False
    enemies: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a practice should be about; an empty field lets everything through."""

    competency: str = ""
    level: str = ""
    kind: str = ""
    only: str = ANY

    def fits(self, question: Known) -> bool:
        """Whether `question` is what is wished for; of several parts, one of the wished kind is enough."""
        return (
            self.competency in ("", question.competency)
            and self.level in ("", question.level)
            and (not self.kind or self.kind in question.kinds)
            and (self.only != UNSEEN or not question.seen)
            and (self.only != WRONG or question.wrong)
        )


def fitting(questions: Iterable[Known], wish: Wish) -> list[Known]:
    """Those of `questions` that fit, in the same order."""
    return [question for question in questions if wish.fits(question)]


def draw(questions: Sequence[Known], size: int, rng: Random) -> list[int]:
    """The names of `size` of `questions` in random order, all of them where there are fewer.

    Questions that give each other away meet only where there are not enough others. The same state of
    `rng` gives the same draw, whatever the order of `questions`.
    """
    order = sorted(questions, key=lambda question: question.question_id)
    rng.shuffle(order)
    chosen: list[Known] = []
    enemies: list[Known] = []
    for question in order:
        meets = any(q.question_id in question.enemies or question.question_id in q.enemies for q in chosen)
        (enemies if meets else chosen).append(question)
    return [question.question_id for question in [*chosen, *enemies][:size]]


def sizes(count: int) -> list[int]:
    """How many questions may be asked for where `count` fit: the usual numbers, and all where that is fewer."""
    usual = [size for size in SIZES if size <= count]
    return usual if count >= SIZES[-1] or count in usual or not count else [*usual, count]
