"""What the result page and the list of attempts say, computed from what the attempt pinned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from assessment.bank.presentation import ALL_SHOWN, REVIEW, PartView, part_view, shared_text
from assessment.bank.queries import competencies, explained_versions, parts_of
from assessment.bank.question_types import open_answer
from assessment.delivery.corrected import Corrected, Rescored, corrected_items, rescored
from assessment.delivery.models import Attempt, AttemptItem
from assessment.delivery.open_answers import Found, details_with, found_in
from assessment.delivery.queries import is_started, previous_attempt
from assessment.delivery.records import load_draws, load_marks, load_responses
from assessment.delivery.rules import read_rules
from assessment.lib.bilingual import text_of
from assessment.measurement.ability import Ability, ScoredItem, estimate
from assessment.measurement.levels import Band, band
from assessment.scoring.policies import Score, change_is_meaningful
from assessment.values import PartSpec

if TYPE_CHECKING:
    from assessment.bank.models import Competency, QuestionVersion

# How many items make evidence thin, fair or solid; the blueprint's precision for 12, 36 and 96.
THIN, FAIR = 24, 60


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of two scores, in shares, and whether it exceeds what chance explains."""

    difference: float
    meaningful: bool


@dataclass(frozen=True, slots=True)
class CompetencyResult:
    """The items of one competency within an attempt."""

    competency: Competency
    items: int
    points: float
    guess_points: float
    ability: Ability
    band: Band


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One question as it was asked, answered and marked."""

    position: int
    version: QuestionVersion
    scenario: str
    parts: tuple[PartView, ...]
    explanation: str
    score: float | None
    answered: bool
    flagged: bool
    shown: frozenset[str] = ALL_SHOWN
    certainty: int | None = None
    corrected: Corrected | None = None

    @property
    def verdict(self) -> str:
        """right, partly, wrong or open; waiting for a person's mark; or hidden, where the score is not shown."""
        if "score" not in self.shown:
            return "hidden"
        if self.score is None:
            return "waiting"
        if self.score >= 1:
            return "right"
        if self.score > 0:
            return "partly"
        return "wrong" if self.answered else "open"


@dataclass(frozen=True, slots=True)
class Result:
    """Everything the result page shows."""

    attempt: Attempt
    ability: Ability
    band: Band
    evidence: str  # thin, fair, solid
    competencies: tuple[CompetencyResult, ...]
    items: tuple[ItemResult, ...]
    change: Change | None = None
    previous: Attempt | None = None
    shown: frozenset[str] = ALL_SHOWN
    rescored: Rescored | None = None

    @property
    def tells_score(self) -> bool:
        """Whether there is a score and it may be shown by now."""
        return "score" in self.shown and self.attempt.share is not None

    @property
    def waiting(self) -> int:
        """How many answers wait for a person's mark."""
        return sum(item.verdict == "waiting" and item.answered for item in self.items)

    @property
    def scored(self) -> int:
        """How many questions the score rests on; those that wait for a person are not among them."""
        return sum(item.score is not None for item in self.items)

    @property
    def counts(self) -> dict[str, int]:
        """How many questions each filter lets through."""
        return {show: len(self.filtered(show)) for show in ("all", "wrong", "flagged")}

    @property
    def single(self) -> CompetencyResult | None:
        """The one competency of the quiz, where there is just one."""
        return self.competencies[0] if len(self.competencies) == 1 else None

    def filtered(self, show: str) -> tuple[ItemResult, ...]:
        """The questions that a filter lets through: all, wrong (not fully right, and told so), flagged."""
        if show == "wrong":
            return tuple(item for item in self.items if item.verdict in ("partly", "wrong", "open"))
        if show == "flagged":
            return tuple(item for item in self.items if item.flagged)
        return self.items


def evidence(items: int) -> str:
    """How far `items` answers reach: thin, fair or solid."""
    return "thin" if items < THIN else "fair" if items < FAIR else "solid"


def result_of(attempt: Attempt, now: datetime) -> Result:
    """The result of a submitted attempt as it may be shown now.

    Seven queries however many questions it has, ten where one of them was corrected, and one more where
    there are open answers among them.
    """
    items = list(attempt.items.order_by("position"))
    shown = read_rules(attempt.rules).shown(True, now)
    scored = [item for item in items if item.score is not None]
    ability = Ability(attempt.ability or 0.0, attempt.ability_error or 1.0, len(scored))
    earlier, told = previous_attempt(attempt), reviewed(items, shown)
    return Result(
        attempt=attempt,
        ability=ability,
        band=band(ability, attempt.cuts),
        evidence=evidence(len(scored)),
        competencies=_by_competency(scored, attempt.cuts),
        items=told,
        change=change(earlier, attempt) if earlier else None,
        previous=earlier,
        shown=shown,
        rescored=rescored(attempt) if any(item.corrected for item in told) else None,
    )


def reviewed(items: Sequence[AttemptItem], shown: frozenset[str] = ALL_SHOWN) -> tuple[ItemResult, ...]:
    """Marked items as they are read afterwards, in the same order.

    Five queries however many they are, seven where one was corrected, and one more where there are open
    answers among them.
    """
    versions = explained_versions(item.version_id for item in items)
    parts = parts_of(item.version_id for item in items)
    corrected = corrected_items(items, versions, shown)
    written = [item.pk for item in items if any(part.type == open_answer.CODE for part in parts[item.version_id])]
    found = found_in(written) if written else {}
    told = (_item(item, versions[item.version_id], parts[item.version_id], shown, found) for item in items)
    return tuple(replace(one, corrected=corrected.get(item.pk)) for item, one in zip(items, told, strict=True))


def reviewed_by_id(item_ids: Iterable[int]) -> dict[int, ItemResult]:
    """The items called `item_ids`, whatever attempts they belong to; six queries or eight, however many they are."""
    items = list(AttemptItem.objects.filter(pk__in=list(item_ids)))
    return {item.pk: result for item, result in zip(items, reviewed(items), strict=True)}


def _item(
    item: AttemptItem, version: QuestionVersion, parts: Sequence[PartSpec], shown: frozenset[str],
    found: Mapping[tuple[int, int], Found],
) -> ItemResult:  # fmt: skip
    draws = load_draws(item.draw)
    responses = load_responses(item.response, len(draws))
    marks = load_marks(item.marks)
    views = tuple(
        part_view(part, draw, response, REVIEW, mark, f"q{item.position}-p{i}-", shown)
        for i, (part, draw, response, mark) in enumerate(zip(parts, draws, responses, marks, strict=True))
    )
    views = tuple(_with_found(view, found.get((item.pk, i), Found()), shown) for i, view in enumerate(views))
    scenario = shared_text(text_of(version, "scenario"), draws)
    explanation = shared_text(text_of(version, "explanation"), draws) if "explanation" in shown else ""
    score = item.score if "score" in shown else None
    return ItemResult(
        item.position, version, scenario, views, explanation, score, is_started(item), item.flagged, shown,
        item.certainty,
    )  # fmt: skip


def _with_found(view: PartView, found: Found, shown: frozenset[str]) -> PartView:
    """An open answer with what people found in it; any other part as it is."""
    if view.type != open_answer.CODE or view.hides_key:
        return view
    return replace(view, details=details_with(view.details, found, shown))


def _by_competency(items: Sequence[AttemptItem], cuts: Mapping[str, float]) -> tuple[CompetencyResult, ...]:
    names = {competency.pk: competency for competency in competencies()}
    groups: dict[int, list[AttemptItem]] = {}
    for item in items:
        groups.setdefault(item.competency_id, []).append(item)
    results = []
    for competency_id, members in groups.items():
        ability = estimate([ScoredItem(i.difficulty, i.guess, i.score or 0.0) for i in members])
        results.append(
            CompetencyResult(
                names[competency_id],
                len(members),
                sum(i.score or 0.0 for i in members),
                sum(i.guess for i in members),
                ability,
                band(ability, cuts),
            )
        )
    return tuple(sorted(results, key=lambda r: r.competency.code))


def change(before: Attempt, after: Attempt) -> Change | None:
    """The change of score between two submitted attempts, or None where one has no score."""
    if before.share is None or after.share is None:
        return None
    return Change(after.share - before.share, change_is_meaningful(_score(before), _score(after)))


def _score(attempt: Attempt) -> Score:
    return Score(attempt.points or 0.0, 0, attempt.share or 0.0, attempt.share_error or 0.0)


def with_changes(attempts: Sequence[Attempt]) -> list[tuple[Attempt, Change | None]]:
    """Attempts, newest first, each with its change since the one before at the same quiz.

    Practice has none: it asks other questions every time.
    """
    last: dict[int, Attempt] = {}
    rows: list[tuple[Attempt, Change | None]] = []
    for attempt in reversed(attempts):
        comparable = attempt.submitted_at and not attempt.is_practice
        earlier = last.get(attempt.quiz_id) if comparable else None
        rows.append((attempt, change(earlier, attempt) if earlier else None))
        if attempt.submitted_at:
            last[attempt.quiz_id] = attempt
    return rows[::-1]
