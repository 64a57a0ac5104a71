"""The profile: where somebody stands in each competency, how sure that is, and what comes next.

Quizzes alone make the measured level. What somebody claims stands beside it, and what their
systems need comes as a next step; neither is ever averaged with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.bank.queries import Passage, competencies, dated_cuts, passages_of
from assessment.checklists.queries import Claim, OpenStatement, claims_of, open_statements
from assessment.delivery.answers import History, NewestAnswer, history
from assessment.delivery.queries import counting_quizzes
from assessment.delivery.wording import level_name
from assessment.lib.bilingual import localised, text_of
from assessment.reports import presentation as shown
from assessment.reports import wording as said
from assessment.reports.catalog import _profile_tables as tabled
from assessment.reports.declarations import Page, Reader, Report
from assessment.reports.rules.calibration import calibrate
from assessment.reports.rules.example import CUTS, example
from assessment.reports.rules.next_steps import QUIZ, READ, Answered, QuizOffer, Statement, Step, next_steps
from assessment.reports.rules.standing import Answer, Standing, standings, trends


@dataclass(frozen=True, slots=True)
class _Subjects:
    """What next steps can be about, by their targets."""

    quizzes: Mapping[str, str]
    passages: Mapping[str, Passage]
    statements: Mapping[str, OpenStatement]


def build(reader: Reader, _key: UUID | None) -> Page:
    """The profile of the reader; at most twelve queries with those of the session."""
    user_id: int = reader.user.pk
    past = history(user_id, reader.now)
    frame = list(competencies())
    dated = dated_cuts()
    cuts = {cut.level: cut.ability for cut in dated}
    answers = [Answer(r.competency, str(r.attempt), r.submitted_at, r.item) for r in past.counted]
    found = standings([c.code for c in frame], answers, cuts)
    claims = claims_of(user_id)
    rows = _rows(frame, found, claims, cuts)
    names = {row.code: row.name for row in rows}
    points = trends(answers, cuts)
    steps = _steps(reader, found, cuts, past, names)
    context: dict[str, Any] = {
        "empty": not past.counted and not claims,
        "sentence": said.profile_sentence(found),
        "evidence": said.evidence_words(len(answers), len({answer.attempt for answer in answers})),
        "trends": [shown.trend_view(code, names[code], some, cuts) for code, some in points.items()],
        "steps": steps,
        "first_quiz": next((step.url for step in steps if step.kind == QUIZ), reverse("catalogue")),
        "cuts": [(level_name(cut.level), cut) for cut in dated],
        "cuts_at": max((cut.computed_at for cut in dated), default=None),
        **_pictures(rows, cuts),
    }
    if context["empty"]:
        context |= _example(frame, cuts or CUTS, reader.now)
    tables = (
        tabled.levels(rows), tabled.places(rows, cuts), tabled.trend(points, names), tabled.cuts(dated),
        tabled.steps(steps),
    )  # fmt: skip
    return Page(_("Profile"), tables, context)


def _rows(
    frame: Sequence[Any], found: Sequence[Standing], claims: Mapping[str, Claim], cuts: Mapping[str, float]
) -> list[tabled.Row]:
    rows = []
    for competency, standing in zip(frame, found, strict=True):
        claim = claims.get(competency.code)
        measured = standing.band if standing.measured and cuts else None
        verdict = calibrate(standing.ability.items, measured, claim.level if claim else None)
        domain = localised(text_of(competency, "domain_name"))
        rows.append(tabled.Row(competency.code, competency.name, domain, standing, claim, verdict))
    return rows


def _pictures(rows: Sequence[tabled.Row], cuts: Mapping[str, float]) -> dict[str, Any]:
    """The plumb-line picture and the radar."""
    drawn = [_drawn(row, cuts) for row in rows]
    pairs = groupby(zip(rows, drawn, strict=True), key=lambda pair: pair[0].domain)
    groups = [shown.PlumbGroup(domain, tuple(row for _own, row in some)) for domain, some in pairs]
    return {"groups": groups, "bands": shown.scale_bands(cuts), "radars": shown.radar_views(drawn, cuts)}


def _drawn(row: tabled.Row, cuts: Mapping[str, float]) -> shown.PlumbRow:
    return shown.PlumbRow(
        code=row.code,
        name=row.name,
        mark=shown.plumb_mark(row.standing, cuts),
        claim=shown.claim_place(row.claim.position, cuts) if row.claim else None,
        words=said.row_words(row.standing, row.claim.level if row.claim else None),
        verdict=row.calibration.verdict,
        verdict_words=said.verdict_words(row.calibration),
        reason=said.verdict_reason(row.calibration, row.standing.ability.items),
    )


def _example(frame: Sequence[Any], cuts: Mapping[str, float], now: datetime) -> dict[str, Any]:
    """A made-up picture with its tables, for a profile that is still empty."""
    found, claimed = example([c.code for c in frame], cuts)
    claims = {code: Claim(code, level, place, now) for code, (level, place) in claimed.items()}
    rows = _rows(frame, found, claims, cuts)
    tables = (tabled.levels(rows), tabled.places(rows, cuts))
    label = _("Example: %(caption)s")
    return {
        **_pictures(rows, cuts),
        "example_tables": [replace(table, caption=label % {"caption": table.caption}) for table in tables],
    }


def _steps(
    reader: Reader, found: Sequence[Standing], cuts: Mapping[str, float], past: History, names: Mapping[str, str]
) -> list[shown.StepView]:
    """The next steps as the page shows them; five queries at most."""
    quizzes = counting_quizzes(reader.user.pk, reader.now)
    passages = passages_of(answer.version_id for answer in past.newest if answer.score < 1)
    statements = {f"{s.system_key}/{s.code}": s for s in open_statements(reader.user.pk)}
    offers = [
        QuizOffer(quiz.slug, quiz.competency.code, quiz.question_count)  # type: ignore[attr-defined]
        for quiz in quizzes
        if quiz.competency
    ]
    chosen = next_steps(
        found, cuts, offers, [_answered(answer, passages) for answer in past.newest],
        [Statement(key, s.competency, s.level, s.missing, s.weakest) for key, s in statements.items()],
    )  # fmt: skip
    by_key = {passage.key: passage for some in passages.values() for passage in some}
    subjects = _Subjects({quiz.slug: quiz.title for quiz in quizzes}, by_key, statements)
    return [_step_view(step, subjects, said.step_reason(step, names.get(step.competency, ""))) for step in chosen]


def _answered(answer: NewestAnswer, passages: Mapping[int, tuple[Passage, ...]]) -> Answered:
    sources = tuple(passage.key for passage in passages.get(answer.version_id, ()))
    return Answered(answer.competency, answer.score, sources)


def _step_view(step: Step, subjects: _Subjects, reason: str) -> shown.StepView:
    if step.kind == QUIZ:
        action = said.step_action(step, subjects.quizzes[step.target])
        return shown.StepView(step.kind, action, reason, step.gain, reverse("quiz", args=[step.target]))
    if step.kind == READ:
        passage = subjects.passages[step.target]
        action = said.step_action(step, said.passage_title(passage))
        return shown.StepView(step.kind, action, reason, step.gain, passage.url)
    statement = subjects.statements[step.target]
    action = said.step_action(step, f"{statement.system_name}, {statement.code}")
    url = reverse("review", args=[statement.review_key])
    return shown.StepView(step.kind, action, reason, step.gain, url, localised(statement.text))


REPORT = Report("profile", gettext_lazy("Profile"), "assessment/reports/profile.html", build)
