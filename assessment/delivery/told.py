"""Attempts told as a whole, as `start`, `save_answer` and `submit` would have made them; for the demonstration."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.db import transaction

from assessment.bank.queries import AskableQuestion, FormItem, askable, form_items, level_cuts
from assessment.delivery.actions import items_of_form, new_attempt
from assessment.delivery.assembly import assemble
from assessment.delivery.forming import candidates, plan_of
from assessment.delivery.marking import close
from assessment.delivery.models import Attempt, AttemptItem, Quiz
from assessment.delivery.records import dump_responses, load_draws
from assessment.values import Draw, Response


@dataclass(frozen=True, slots=True)
class Form:
    """What all attempts at one quiz have in common, read once for many of them."""

    quiz: Quiz
    listed: tuple[int, ...]
    pool: tuple[FormItem, ...]
    questions: dict[int, AskableQuestion]
    cuts: dict[str, float]

    def chosen(self, seed: int, seen: Collection[int] = ()) -> tuple[list[AskableQuestion], tuple[str, ...]]:
        """What an attempt with this seed asks of somebody who has `seen` those questions, and what gave way."""
        if not self.quiz.plan:
            return [self.questions[pk] for pk in self.listed if pk in self.questions], ()
        rng = Random(f"form:{seed}")
        form = assemble(plan_of(self.quiz, self.pool), candidates(self.pool, frozenset(seen)), rng)
        return [self.questions[pk] for pk in form.questions], form.relaxed


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of an attempt that is told as a whole, when it was given, and how sure somebody said to be."""

    responses: tuple[Response, ...]
    flagged: bool
    at: datetime
    certainty: int | None = None


def form_of(quiz: Quiz) -> Form:
    """The form of `quiz` as it would be asked now."""
    listed = tuple(quiz.items.order_by("position", "pk").values_list("question_id", flat=True))
    pool = tuple(form_items()) if quiz.plan else ()
    found = askable([item.question_id for item in pool] or listed)
    return Form(quiz, listed, pool, found, level_cuts())


Told = tuple[Attempt, list[AttemptItem]]


def tell_attempt(
    form: Form,
    user_id: int,
    started_at: datetime,
    seed: int,
    give: Callable[[AskableQuestion, tuple[Draw, ...]], Given],
    seen: Collection[int] = (),
) -> Told:
    """A submitted attempt; saves nothing.

    `give` is asked for the answer to every question in order. The attempt is submitted when the last one is
    given; an answer that comes after the deadline is not taken.
    """
    questions, relaxed = form.chosen(seed, seen)
    attempt = new_attempt(form.quiz, user_id, started_at, seed, form.cuts, relaxed)
    items = items_of_form(attempt, questions)
    last = started_at
    for item, question in zip(items, questions, strict=True):
        given = give(question, load_draws(item.draw))
        last = given.at
        if (any(given.responses) or given.flagged) and (attempt.deadline is None or last < attempt.deadline):
            item.response, item.flagged = dump_responses(given.responses), given.flagged
            item.revision, item.answered_at, item.certainty = 1, given.at, given.certainty
    close(attempt, items, {question.version_id: question.parts for question in questions}, last, Attempt.BY_LEARNER)
    return attempt, items


@transaction.atomic
def store_told(told: Sequence[tuple[Attempt, Sequence[AttemptItem]]]) -> None:
    """Save what `tell_attempt` made, for one person; which attempts count is settled afterwards by the caller."""
    Attempt.objects.bulk_create([attempt for attempt, _items in told])
    AttemptItem.objects.bulk_create([item for _attempt, items in told for item in items])
