"""Everything that delivery keeps about one person, for the archive of their own data."""

from collections.abc import Sequence
from typing import Any

from assessment.bank.queries import competencies, explained_versions, parts_of
from assessment.bank.question_types.registry import question_type
from assessment.delivery.models import (
    Attempt,
    AttemptChange,
    AttemptItem,
    CorrectionRun,
    MarkChange,
    NotebookEntry,
    RubricMark,
)
from assessment.delivery.records import load_responses
from assessment.values import LANGUAGES, Language, PartSpec


def stored_of(user_id: int) -> dict[str, Any]:
    """Every attempt of one person with its items, their notebook, and what they marked of others; nine queries.

    What is marked says neither by whom nor, of others, whose answer it is.

    Left out: the hash by which a visitor claimed an attempt, which is empty once an account has it.
    """
    items = list(AttemptItem.objects.filter(attempt__user=user_id).order_by("attempt_id", "position"))
    version_ids = {item.version_id for item in items}
    versions, parts = explained_versions(version_ids), parts_of(version_ids)
    codes = {competency.pk: competency.code for competency in competencies()}
    moved, rescored = _mark_changes(user_id), _attempt_changes(user_id)
    marked = _rubric_marks(user_id)
    by_attempt: dict[int, list[dict[str, Any]]] = {}
    for item in items:
        version = versions[item.version_id]
        by_attempt.setdefault(item.attempt_id, []).append(
            {
                "position": item.position,
                "question": version.question.slug,
                "version": version.number,
                "content_hash": version.content_hash,
                "competency": codes[item.competency_id],
                **{name: getattr(item, name) for name in _ITEM_FIELDS},
                "rubric_marks": marked.get(item.pk, []),
                "answer": {language: _in_words(item, parts[item.version_id], language) for language in LANGUAGES},
                "corrections": moved.get(item.pk, []),
            }
        )
    attempts = Attempt.objects.filter(user=user_id).select_related("quiz").order_by("started_at", "pk")
    notebook = NotebookEntry.objects.filter(user=user_id).select_related("question").order_by("question__slug")
    return {
        "attempts": [
            {
                "quiz": attempt.quiz.slug,
                **{name: getattr(attempt, name) for name in _ATTEMPT_FIELDS},
                "corrections": rescored.get(attempt.pk, []),
                "items": by_attempt.get(attempt.pk, []),
            }
            for attempt in attempts
        ],
        "notebook": [
            {"question": n.question.slug, "bookmarked_at": n.bookmarked_at, "understood_at": n.understood_at}
            for n in notebook
        ],
        "marks_given": [
            {
                "question": row.item.version.question.slug,
                "version": row.item.version.number,
                **{name: getattr(row, name) for name in _MARK_FIELDS},
            }
            for row in RubricMark.objects.filter(marker=user_id)
            .select_related("item__version__question")
            .order_by("marked_at", "pk")
        ],
    }


def _mark_changes(user_id: int) -> dict[int, list[dict[str, Any]]]:
    """What corrections changed in the items of one person, by item, oldest first."""
    found: dict[int, list[dict[str, Any]]] = {}
    rows = MarkChange.objects.filter(item__attempt__user=user_id).select_related("run__to_version", "run__question")
    for row in rows.order_by("pk"):
        values = {name: getattr(row, name) for name in _CHANGE_FIELDS}
        found.setdefault(row.item_id, []).append({"correction": _run(row.run), **values})
    return found


def _attempt_changes(user_id: int) -> dict[int, list[dict[str, Any]]]:
    """What corrections changed in the figures of one person's attempts, by attempt, oldest first."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in AttemptChange.objects.filter(attempt__user=user_id).select_related("run").order_by("pk"):
        entry = {"correction": row.run.key, "before": row.before, "after": row.after}
        found.setdefault(row.attempt_id, []).append(entry)
    return found


def corrections_by(user_id: int) -> list[dict[str, Any]]:
    """The corrections that one person made, as plain values; one query."""
    runs = CorrectionRun.objects.filter(author=user_id).select_related("to_version", "question")
    return [_run(run) for run in runs.order_by("pk")]


def _run(run: CorrectionRun) -> dict[str, Any]:
    names = {"question": run.question.slug, "to_version": run.to_version.number}
    return names | {name: getattr(run, name) for name in _RUN_FIELDS}


_RUN_FIELDS = ("key", "from_number", "policy", "reason_en", "reason_zh_hans", "made_at")
_CHANGE_FIELDS = ("score_before", "marks_before", "score_after", "marks_after")


def _rubric_marks(user_id: int) -> dict[int, list[dict[str, Any]]]:
    """What this person and reviewers found in this person's open answers, by item, oldest first."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in RubricMark.objects.filter(item__attempt__user=user_id).order_by("marked_at", "pk"):
        found.setdefault(row.item_id, []).append({name: getattr(row, name) for name in _MARK_FIELDS})
    return found


_ATTEMPT_FIELDS = (
    "key", "rules", "cuts", "grading_version", "scoring_version", "seed", "started_at", "deadline",
    "submitted_at", "submitted_by", "points", "share", "share_error", "guess_share", "ability", "ability_error",
    "counting",
)  # fmt: skip
_MARK_FIELDS = ("part", "by_self", "met", "comment", "marked_at")
_ITEM_FIELDS = (
    "difficulty", "guess", "draw", "response", "flagged", "certainty", "revision", "answered_at", "closed_at", "score",
    "marks",
)  # fmt: skip


def _in_words(item: AttemptItem, parts: Sequence[PartSpec], language: Language) -> list[str]:
    """The answer of `item` in words, one text a part; empty where nothing was answered."""
    responses = load_responses(item.response, len(parts))
    pairs = zip(parts, responses, strict=True)
    return [question_type(part.type).describe(part, given, language) if given else "" for part, given in pairs]


def amounts_of(user_id: int) -> dict[str, int]:
    """How much delivery keeps about one person: attempts, answers, marks in the notebook; three queries."""
    return {
        "attempts": Attempt.objects.filter(user=user_id).count(),
        "items": AttemptItem.objects.filter(attempt__user=user_id).count(),
        "notebook": NotebookEntry.objects.filter(user=user_id).count(),
    }
