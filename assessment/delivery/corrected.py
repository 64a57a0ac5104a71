"""What a learner is told of corrections at their own questions, and at the top of a result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from assessment.bank.parameters import filled, filled_text, load
from assessment.bank.queries import contents_of
from assessment.bank.question_types.registry import question_type
from assessment.bank.specs import Content
from assessment.delivery.marking import draws_for
from assessment.delivery.models import Attempt, AttemptChange, AttemptItem, CorrectionRun, MarkChange
from assessment.delivery.records import load_draws
from assessment.lib.bilingual import current_language, localised, text_of
from assessment.values import Draw, PartSpec, Text

if TYPE_CHECKING:
    from assessment.bank.models import QuestionVersion


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a score: when, why, and from what to what. ``taken_back`` tells that it undid another."""

    made_at: datetime
    reason: str
    before: float | None
    after: float | None
    taken_back: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    """What became of a question since it was asked: changes of its score, oldest first, and what its correction says.

    ``reason`` and ``made_at`` are those of the correction that stands; both are empty where it was taken back.
    ``answers`` are right answers and ``texts`` explanations of the corrected version, where they differ.
    """

    steps: tuple[Step, ...]
    made_at: datetime | None = None
    reason: str = ""
    answers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rescored:
    """The score of an attempt, in shares, before its first correction and now."""

    before: float | None
    now: float | None


def corrected_items(
    items: Sequence[AttemptItem], versions: Mapping[int, QuestionVersion], shown: frozenset[str]
) -> dict[int, Corrected]:
    """What to tell of those of `items` whose question was corrected, by item, as far as it may be `shown`.

    One query where nothing was corrected, else three.
    """
    questions = {versions[item.version_id].question_id for item in items}
    runs: dict[int, list[CorrectionRun]] = {}
    rows = CorrectionRun.objects.filter(question__in=questions).select_related("to_version", "undone_by")
    for run in rows.order_by("pk"):
        runs.setdefault(run.question_id, []).append(run)
    concerned = [item for item in items if versions[item.version_id].question_id in runs]
    if not concerned:
        return {}
    changes: dict[int, list[MarkChange]] = {}
    for change in MarkChange.objects.filter(item__in=concerned).select_related("run").order_by("pk"):
        changes.setdefault(change.item_id, []).append(change)
    newest = {item.pk: _standing(runs[versions[item.version_id].question_id], versions[item.version_id])
              for item in concerned}  # fmt: skip
    contents = contents_of({run.to_version_id for run in newest.values() if run} | {i.version_id for i in concerned})
    found = {item.pk: _corrected(item, newest[item.pk], changes.get(item.pk, ()), versions[item.version_id], contents,
                                 shown) for item in concerned}  # fmt: skip
    return {pk: told for pk, told in found.items() if told.steps or told.made_at}


def _standing(runs: Iterable[CorrectionRun], asked: QuestionVersion) -> CorrectionRun | None:
    """The newest of `runs` that corrects the version that was asked and was not taken back."""
    standing = [
        run
        for run in runs
        if run.policy != CorrectionRun.RESTORE
        and not hasattr(run, "undone_by")
        and (run.to_version.number or 0) > (asked.number or 0)
    ]
    return standing[-1] if standing else None


def _corrected(
    item: AttemptItem, run: CorrectionRun | None, changes: Iterable[MarkChange], asked: QuestionVersion,
    contents: Mapping[int, Content], shown: frozenset[str],
) -> Corrected:  # fmt: skip
    steps = tuple(_step(change) for change in changes) if "score" in shown else ()
    if run is None:
        return Corrected(steps)
    old, new = contents[item.version_id], contents[run.to_version_id]
    fitting = draws_for(item, old, new, run.to_version.parameters)
    drawn = fitting or load_draws(item.draw)
    return Corrected(
        steps,
        run.made_at,
        localised(text_of(run, "reason")),
        _answers(item, old, new, fitting) if fitting and "right" in shown else (),
        _texts(asked, run.to_version, old, new, drawn) if "explanation" in shown else (),
    )


def _step(change: MarkChange) -> Step:
    run = change.run
    return Step(
        run.made_at, localised(text_of(run, "reason")), change.score_before, change.score_after,
        run.policy == CorrectionRun.RESTORE,
    )  # fmt: skip


def _answers(item: AttemptItem, old: Content, new: Content, draws: Sequence[Draw]) -> tuple[str, ...]:
    """The right answers of the corrected version, part by part, where they are others than those of the old one."""
    pairs = zip(old.parts, new.parts, load_draws(item.draw), draws, strict=True)
    rows = [(_right(part, draw), _right(before, drawn)) for before, part, drawn, draw in pairs]
    return tuple(answer for answer, before in rows if answer != before)


def _right(part: PartSpec, draw: Draw) -> str:
    kind, part = question_type(part.type), filled(part, draw)
    return kind.describe(part, kind.key(part, draw), current_language())


def _texts(
    asked: QuestionVersion, better: QuestionVersion, old: Content, new: Content, draws: Sequence[Draw]
) -> tuple[str, ...]:
    """The explanations of the corrected version that stand in the old one nowhere, those of parts first."""
    known = {text_of(asked, "explanation"), *(part.explanation for part in old.parts)}
    said = [*(part.explanation for part in new.parts), text_of(better, "explanation")]
    numbers = load(draws[0].numbers) if draws else {}
    return tuple(localised(filled_text(text, numbers)) for text in said if text not in known and text != Text())


def rescored(attempt: Attempt) -> Rescored | None:
    """How corrections moved the score of `attempt`; None where it is what it was. One query."""
    first = AttemptChange.objects.filter(attempt=attempt).order_by("pk").first()
    before = first.before["share"] if first else attempt.share
    return Rescored(before, attempt.share) if before != attempt.share else None
