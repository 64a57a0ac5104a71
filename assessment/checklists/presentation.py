"""What the pages of a review show."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from assessment.checklists import can_do, wording
from assessment.checklists.maturity import LEVELS, standing
from assessment.checklists.models import Checklist, Review, ReviewAnswer, Verification
from assessment.checklists.queries import Progress
from assessment.checklists.records import VALUES, Content, answer_of, content_of, is_answered
from assessment.lib.bilingual import localised, text_of
from assessment.values import LEVELS as PERSONAL_LEVELS

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that can be chosen."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One statement with what is answered to it.

    ``content`` is what the fields show; ``newer`` is what another window saved meanwhile; ``worth`` is what
    the answer counts, None where it does not apply.
    """

    pk: int
    code: str
    level: str
    kind: str
    text: str
    hint: str
    content: Content
    choices: tuple[Choice, ...]
    revision: int
    was: str
    remark: str
    answered: bool
    worth: float | None
    saved_at: datetime | None
    carried: bool = False
    reworded: bool = False
    newer: Content | None = None
    verdicts: tuple[Verification, ...] = ()

    @property
    def evidence_link(self) -> str:
        """The evidence where it is an address of the web, and nothing else may become a link."""
        words = self.content.evidence.strip()
        return words if _LINK.fullmatch(words) else ""

    @property
    def value_name(self) -> str:
        """The answer in words."""
        return wording.value_name(self.kind, self.content.value)

    @property
    def newer_name(self) -> str:
        """The value that another window saved, in words."""
        return wording.value_name(self.kind, self.newer.value if self.newer else "")


@dataclass(frozen=True, slots=True)
class Level:
    """One level with its statements."""

    code: str
    name: str
    meaning: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class CompetencyPage:
    """One competency of an open review, to be answered."""

    review: Review
    subject: str
    code: str
    name: str
    summary: str
    levels: tuple[Level, ...]
    places: tuple[Progress, ...]

    @property
    def index(self) -> int:
        """Its place among the competencies, from 0."""
        return next(index for index, place in enumerate(self.places) if place.code == self.code)

    @property
    def onward(self) -> Progress | None:
        """The competency after this one."""
        return self.places[self.index + 1] if self.index + 1 < len(self.places) else None

    @property
    def back(self) -> Progress | None:
        """The competency before this one."""
        return self.places[self.index - 1] if self.index else None

    @property
    def disputed(self) -> bool:
        """Whether an answer met a newer one."""
        return any(row.newer for level in self.levels for row in level.rows)

    @property
    def saved_at(self) -> datetime | None:
        """When something on this page was saved last."""
        return max((row.saved_at for level in self.levels for row in level.rows if row.saved_at), default=None)


@dataclass(frozen=True, slots=True)
class CompetencyOutcome:
    """What is made of one competency: the level in words, its levels one by one, its statements."""

    code: str
    name: str
    words: str
    figures: Mapping[str, Any]
    cells: tuple[tuple[str, str, str], ...]
    levels: tuple[Level, ...] = ()

    @property
    def rows(self) -> list[Row]:
        """All its statements."""
        return [row for level in self.levels for row in level.rows]

    @property
    def open(self) -> list[Row]:
        """The statements without an answer."""
        return [row for row in self.rows if not row.answered]

    @property
    def remarked(self) -> list[Row]:
        """The answered statements that count less than they say."""
        return [row for row in self.rows if row.answered and row.remark]


@dataclass(frozen=True, slots=True)
class Domain:
    """The weakest link of one domain."""

    code: str
    name: str
    words: str
    competencies: list[str] = field(default_factory=list)


def row_view(row: ReviewAnswer, today: date, posted: Content | None = None) -> Row:
    """`row` as a page shows it; `posted` is an answer that met a newer one."""
    kind, version, stored = row.review.checklist.kind, row.version, content_of(row)
    content = posted or stored
    personal = kind == Checklist.CAN_DO
    return Row(
        pk=row.pk,
        code=version.statement.code,
        level=version.statement.level,
        kind=kind,
        text=localised(text_of(version, "text")),
        hint=localised(text_of(version, "evidence")),
        content=content,
        choices=tuple(
            Choice(value, wording.value_name(kind, value), value == content.value)
            for value in (*VALUES[kind][1:], VALUES[kind][0])
        ),
        revision=row.revision,
        was=stored.digest,
        remark=wording.remark(row, today),
        answered=is_answered(row),
        worth=float(row.value or 0) if personal else standing(answer_of(row), today).counts,
        saved_at=row.answered_at,
        carried=bool(row.value) and row.answered_at is None,
        newer=stored if posted else None,
    )


def competency_page(
    review: Review,
    rows: Sequence[ReviewAnswer],
    places: Sequence[Progress],
    earlier: Mapping[str, int],
    today: date,
    posted: Mapping[str, Content] | None = None,
) -> CompetencyPage:
    """The page of the competency that `rows` belong to.

    `earlier` are the versions that the review before pinned; `posted` are answers that met newer ones.
    """
    competency = rows[0].version.statement.competency
    met = posted or {}

    def view(row: ReviewAnswer) -> Row:
        code = row.version.statement.code
        before = earlier.get(code)
        shown = row_view(_of(row, review), today, met.get(code))
        return replace(shown, reworded=before is not None and before != row.version_id)

    views = [view(row) for row in rows]
    return CompetencyPage(
        review=review,
        subject=wording.subject_of(review),
        code=competency.code,
        name=competency.name,
        summary=competency.summary,
        levels=_levels(views),
        places=tuple(places),
    )


def outcomes(
    review: Review,
    rows: Sequence[ReviewAnswer],
    outcome: Mapping[str, Any],
    today: date,
    verdicts: Mapping[int, Sequence[Verification]] | None = None,
) -> list[CompetencyOutcome]:
    """Every competency of `review` with what `outcome` makes of it and all its statements."""
    build = _claimed if review.checklist.kind == Checklist.CAN_DO else _attained
    found = []
    said = verdicts or {}
    for code, group in groupby(sorted(rows, key=_competency_code), key=_competency_code):
        own = list(group)
        views = [replace(row_view(_of(row, review), today), verdicts=tuple(said.get(row.pk, ()))) for row in own]
        found.append(build(code, own[0].version.statement.competency.name, outcome, _levels(views)))
    return found


def domains(rows: Iterable[ReviewAnswer], outcome: Mapping[str, Any]) -> list[Domain]:
    """The level of every domain in words, with the names of the competencies that set it."""
    found: dict[str, Domain] = {}
    for competency in {
        row.version.statement.competency.code: row.version.statement.competency for row in rows
    }.values():
        level = outcome["domains"].get(competency.domain)
        domain = found.setdefault(
            competency.domain,
            Domain(competency.domain, localised(text_of(competency, "domain_name")), wording.domain_words(level)),
        )
        attained = outcome["competencies"].get(competency.code, {}).get("attained")
        if level is not None and attained == level:
            domain.competencies.append(competency.name)
    return [found[code] for code in sorted(found)]


def _attained(code: str, name: str, outcome: Mapping[str, Any], levels: tuple[Level, ...]) -> CompetencyOutcome:
    figures = outcome["competencies"][code]
    cells = tuple(
        (
            level,
            figures["levels"][level],
            f"{wording.level_name(level)}: {wording.state_words(figures['levels'][level])}",
        )
        for level in LEVELS
    )
    return CompetencyOutcome(code, name, wording.attained_words(figures), figures, cells, levels)


def _claimed(code: str, name: str, outcome: Mapping[str, Any], levels: tuple[Level, ...]) -> CompetencyOutcome:
    figures = outcome["competencies"].get(code)
    if figures is None:
        return CompetencyOutcome(code, name, wording.value_name(Checklist.CAN_DO, ""), {}, (), levels)
    cells = tuple((level, figures["means"][level], wording.level_name(level)) for level in PERSONAL_LEVELS)
    words = wording.level_name(figures["level"])
    return CompetencyOutcome(code, name, words, {"below": figures["level"] == can_do.BELOW, **figures}, cells, levels)


def _levels(rows: Iterable[Row]) -> tuple[Level, ...]:
    return tuple(
        Level(code, wording.level_name(code), wording.level_meaning(code), tuple(group))
        for code, group in groupby(rows, key=_level_code)
    )


def _level_code(row: Row) -> str:
    return row.level


def _competency_code(row: ReviewAnswer) -> str:
    return row.version.statement.competency.code


def _of(row: ReviewAnswer, review: Review) -> ReviewAnswer:
    """`row` with the review it belongs to, so that nothing asks the database for it again."""
    row.review = review
    return row
