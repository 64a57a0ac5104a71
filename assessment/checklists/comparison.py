"""Two closed reviews line by line, with what changed in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessment.checklists import wording
from assessment.checklists.can_do import BELOW
from assessment.checklists.models import Checklist, Review, ReviewAnswer
from assessment.lib.bilingual import localised, text_of
from assessment.values import LEVELS


@dataclass(frozen=True, slots=True)
class Line:
    """One statement in both reviews; a side without it is empty. ``changes`` says in words what differs."""

    code: str
    competency: str
    text: str
    before: str
    after: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompetencyLine:
    """One competency in both reviews, and which way it moved."""

    code: str
    name: str
    before: str
    after: str
    change: str


def lines(kind: str, before: Iterable[ReviewAnswer], after: Iterable[ReviewAnswer]) -> list[Line]:
    """Every statement of either review, in the order of the later one."""
    earlier = {row.version.statement.code: row for row in before}
    later = {row.version.statement.code: row for row in after}
    found = [_line(kind, earlier.get(code), row) for code, row in later.items()]
    gone = [_line(kind, row, None) for code, row in earlier.items() if code not in later]
    return found + gone


def _line(kind: str, before: ReviewAnswer | None, after: ReviewAnswer | None) -> Line:
    row = after or before
    assert row is not None
    statement = row.version.statement
    return Line(
        statement.code,
        statement.competency.name,
        localised(text_of(row.version, "text")),
        wording.value_name(kind, before.value) if before else "–",
        wording.value_name(kind, after.value) if after else "–",
        tuple(_changes(before, after)),
    )


def _changes(before: ReviewAnswer | None, after: ReviewAnswer | None) -> Iterable[str]:
    if before is None or after is None:
        yield _("asked for the first time") if before is None else _("no longer asked")
        return
    if before.value != after.value:
        yield _moved(before.value, after.value)
    if before.evidence.strip() != after.evidence.strip():
        yield _("other evidence") if after.evidence.strip() else _("evidence withdrawn")
    if before.date_text.strip() != after.date_text.strip():
        renewed = before.evidence_date and after.evidence_date and after.evidence_date > before.evidence_date
        yield _("evidence renewed") if renewed else _("other date")
    if before.reason.strip() != after.reason.strip():
        yield _("other reason")
    if before.version_id != after.version_id:
        yield _("reworded")


def _moved(before: str, after: str) -> str:
    order = ("0", "0.5", "1")
    if before in order and after in order:
        return _("rose") if order.index(after) > order.index(before) else _("fell")
    if not before:
        return _("answered now")
    return _("not applicable now") if after == "na" else _("answer withdrawn") if not after else _("applies now")


def competency_lines(before: Review, after: Review, names: Mapping[str, str]) -> list[CompetencyLine]:
    """Every competency that either review holds; `names` are their names by code."""
    kind = after.checklist.kind
    rows = []
    for code, name in sorted(names.items()):
        old, new = (review.outcome["competencies"].get(code) for review in (before, after))
        rows.append(CompetencyLine(code, name, _words(kind, old), _words(kind, new), _change(kind, old, new)))
    return rows


def _words(kind: str, row: Mapping[str, Any] | None) -> str:
    if row is None:
        return "–"
    return wording.level_name(row["level"]) if kind == Checklist.CAN_DO else wording.attained_words(row)


def _change(kind: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> str:
    before, after = _rank(kind, old), _rank(kind, new)
    if before is None or after is None:
        return _("no comparison") if before != after else ""
    if before == after:
        return _("same level")
    return _("higher") if after > before else _("lower")


def _rank(kind: str, row: Mapping[str, Any] | None) -> int | None:
    if row is None:
        return None
    if kind == Checklist.CAN_DO:
        return (BELOW, *LEVELS).index(row["level"])
    attained: int | None = row["attained"]
    return attained
