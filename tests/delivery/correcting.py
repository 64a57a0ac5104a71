"""Questions whose newer version corrects them, and what is stored of the attempts that asked the older one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assessment.bank import actions as bank
from assessment.bank.models import Question, QuestionVersion
from assessment.delivery import corrections
from assessment.delivery.models import Attempt, AttemptItem, CorrectionRun
from assessment.values import PartSpec, Text
from tests.delivery.conftest import PARTS, spec
from tests.delivery.sittings import day

REASON = Text("The key named the wrong row.", "答案标错了选项。")
BETTER = Text("Better: the first row is right.", "更正：第一行才正确。")


def with_key(part: PartSpec, right: str) -> PartSpec:
    """`part` with just the rows named in `right` right."""
    return replace(part, options=tuple(replace(o, credit=float(o.key in right)) for o in part.options))


def publish(question: Question, part: PartSpec, **changes: Any) -> QuestionVersion:
    """The next version of `question`, with another explanation."""
    bank.save_draft(question, replace(spec(part), explanation=BETTER, **changes))
    version = bank.publish(question)
    assert version is not None
    return version


def publish_key(question: Question, right: str = "a", name: str = "single") -> QuestionVersion:
    return publish(question, with_key(PARTS[name], right))


def correct(question: Question, policy: str, author: int | None = None, number: int = 50) -> CorrectionRun:
    return corrections.correct(question, policy, REASON, author, day(number))


def stored() -> dict[str, Any]:
    """Every mark and every figure there is."""
    items = AttemptItem.objects.order_by("pk").values_list("pk", "version", "score", "marks", "response")
    figures = Attempt.objects.order_by("pk").values(
        "pk", "points", "share", "share_error", "guess_share", "ability", "ability_error", "counting", "rules",
    )  # fmt: skip
    return {"items": list(items), "attempts": list(figures)}


def score_of(attempt: Attempt, slug: str = "T01-single") -> float | None:
    return attempt.items.get(version__question__slug=slug).score


Make = Callable[..., Any]
