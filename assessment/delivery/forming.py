"""Which questions one attempt asks: those that a quiz lists, or a form drawn by its plan."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from random import Random

from assessment.bank.queries import FormItem, form_items
from assessment.delivery.advice import Advice, advise, new_in_next_form
from assessment.delivery.assembly import TESTLET, Candidate, Plan, assemble, read_plan
from assessment.delivery.models import Attempt, AttemptItem, Quiz

# So many forms are tried when an author saves a plan.
TRIALS = 60


def chosen_questions(quiz: Quiz, user_id: int | None, rng: Random) -> tuple[list[int], tuple[str, ...]]:
    """The questions that a new attempt of `user_id` asks, in order, and the rules of the plan that gave way."""
    if not quiz.plan:
        return list(quiz.items.order_by("position", "pk").values_list("question_id", flat=True)), ()
    items = form_items()
    form = assemble(plan_of(quiz, items), candidates(items, seen_questions(user_id)), rng)
    return list(form.questions), form.relaxed


def plan_of(quiz: Quiz, items: Iterable[FormItem]) -> Plan:
    """The plan of `quiz` for the published `items`. Raises ValueError for what is not a plan."""
    return read_plan(quiz.plan, {item.competency: item.domain for item in items})


def candidates(items: Iterable[FormItem], seen: frozenset[int] = frozenset()) -> list[Candidate]:
    """Published questions as assembly sees them."""
    return [
        Candidate(
            item.question_id,
            item.competency,
            item.cognitive,
            TESTLET if len(item.types) > 1 else item.types[0],
            item.claims,
            item.enemies,
            item.attributed,
            item.verdicts,
            item.question_id in seen,
        )
        for item in items
    ]


def seen_questions(user_id: int | None) -> frozenset[int]:
    """Every question that a person was asked, in whatever mode."""
    if user_id is None:
        return frozenset()
    return frozenset(AttemptItem.objects.filter(attempt__user=user_id).values_list("version__question", flat=True))


def retake_advice(quiz: Quiz, user_id: int, now: datetime) -> Advice | None:
    """What somebody who has sat `quiz` should know before the next time; None for who has not, or may not again.

    Three queries for a quiz that lists its questions; eight, however large the bank, for one with a plan.
    """
    moments = list(Attempt.objects.filter(user=user_id, quiz=quiz).values_list("submitted_at", flat=True))
    done = [moment for moment in moments if moment]
    if not done or quiz.status != Quiz.OPEN:
        return None
    if quiz.refusal(len(moments), now):
        return None
    seen = seen_questions(user_id)
    if quiz.plan:
        items = form_items()
        plan = plan_of(quiz, items)
        size, new = plan.size, new_in_next_form(plan, candidates(items, seen))
    else:
        listed = set(quiz.items.filter(question__status="published").values_list("question", flat=True))
        size, new = len(listed), len(listed - seen)
    return advise(size, new, max(done), now) if size else None


def rules_given_up(quiz: Quiz, items: Sequence[FormItem]) -> set[str]:
    """The rules of its plan that some of TRIALS forms of `quiz` could not keep; raises ValueError without a plan."""
    plan, pool = plan_of(quiz, items), candidates(items)
    return {rule for seed in range(TRIALS) for rule in assemble(plan, pool, Random(seed)).relaxed}
