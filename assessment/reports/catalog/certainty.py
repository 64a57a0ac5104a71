"""How sure somebody says they are, and how often they are right then. It never touches a score."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessment.bank.queries import competencies
from assessment.delivery.answers import certain_responses
from assessment.delivery.queries import quizzes_asking_for_certainty
from assessment.measurement.certainty import Stated, Step, steps
from assessment.reports.charts import certainty as charts
from assessment.reports.declarations import Column, Page, Reader, Report, Table
from assessment.reports.rules.calibration import ENOUGH_ITEMS
from assessment.reports.rules.certainty import (
    FEW,
    FITS,
    LESS_SURE,
    SURER,
    Judged,
    Point,
    Reading,
    brier_points,
    reading,
)

# Made up, for a page on which nothing is yet: somebody who is surer than right.
_EXAMPLE = [Stated(1, float(i < 6)) for i in range(12)]
_EXAMPLE += [Stated(2, float(i < 13)) for i in range(18)]
_EXAMPLE += [Stated(3, float(i < 22)) for i in range(31)]


def build(reader: Reader, _key: UUID | None) -> Page:
    """The reader's own certainty; three queries at most with those of the empty page."""
    answers = [
        Judged(r.competency, str(r.attempt), r.submitted_at, Stated(r.certainty, r.score))
        for r in certain_responses(reader.user.pk, reader.now)
    ]
    names = {competency.code: competency.name for competency in competencies()}
    found, points = steps([answer.stated for answer in answers]), brier_points(answers)
    shown = found or steps(_EXAMPLE)
    worst = charts.bottom([point.brier for some in points.values() for point in some])
    context: dict[str, Any] = {
        "empty": not found,
        "sentence": sentence(reading(found), len(answers)),
        "curve": charts.reliability(shown),
        "observed": {step.certainty: step for step in shown},
        "steps": step_names(),
        "scores": [_scores(names[code], some, worst) for code, some in points.items()],
        "quizzes": [] if found else quizzes_asking_for_certainty(reader.user.pk, reader.now),
        "example": _reliability(shown, _("Example: how often somebody was right, by how sure they said they were")),
    }
    caption = _("How often you were right, by how sure you said you were")
    return Page(_("How sure you are"), (_reliability(found, caption), _brier(points, names)), context)


def step_names() -> dict[int, str]:
    """The steps of certainty as the question page names them."""
    return {1: _("not sure"), 2: _("fairly sure"), 3: _("sure")}


def sentence(verdict: Reading, answers: int) -> str:
    """What the curve says, in one sentence."""
    if verdict.step is None or verdict.kind == FEW:
        words = ngettext(
            "%(count)d answer with a certainty so far; from %(enough)d of one step on, the curve says something.",
            "%(count)d answers with a certainty so far; from %(enough)d of one step on, the curve says something.",
            answers,
        )
        return words % {"count": answers, "enough": ENOUGH_ITEMS}
    words = {
        SURER: _(
            "When you said “%(step)s” (%(stated)d %%), you were right %(observed)d %% of the time: "
            "you are surer than right."
        ),
        FITS: _(
            "When you said “%(step)s” (%(stated)d %%), you were right %(observed)d %% of the time: "
            "your certainty fits so far."
        ),
        LESS_SURE: _(
            "When you said “%(step)s” (%(stated)d %%), you were right %(observed)d %% of the time: "
            "you are right more often than you think."
        ),
    }[verdict.kind]
    step = verdict.step
    return words % {
        "step": step_names()[step.certainty],
        "stated": round(step.stated * 100),
        "observed": round(step.observed * 100),
    }


def _scores(name: str, points: Sequence[Point], worst: float) -> dict[str, Any]:
    """The picture of one competency; `worst` is what its bottom stands for."""
    shape = charts.brier_trend([point.brier for point in points], worst)
    hidden = len(points) - len(shape.points)
    return {"name": name, "shape": shape, "hidden": hidden, "first": points[hidden], "last": points[-1],
            "attempts": len(points)}  # fmt: skip


def _reliability(found: Sequence[Step], caption: str) -> Table:
    columns = (
        Column("certainty", _("You said")),
        Column("answers", _("Answers"), numeric=True),
        Column("stated", _("Chance stated"), numeric=True),
        Column("observed", _("Mean score"), numeric=True),
        Column("low", _("90 percent interval from"), numeric=True),
        Column("high", _("to"), numeric=True),
    )
    names = step_names()
    rows = tuple((names[s.certainty], s.answers, s.stated, s.observed, s.low, s.high) for s in found)
    return Table("reliability", caption, columns, rows)


def _brier(points: Mapping[str, Sequence[Point]], names: Mapping[str, str]) -> Table:
    columns = (
        Column("competency", _("Competency")),
        Column("name", _("Name")),
        Column("submitted_at", _("Submitted")),
        Column("answers", _("Answers"), numeric=True),
        Column("brier", _("Brier score"), numeric=True),
        Column("attempt", _("Attempt")),
    )
    rows = tuple(
        (code, names[code], point.submitted_at, point.answers, point.brier, point.attempt)
        for code, some in points.items()
        for point in some
    )
    return Table("brier", _("Brier score of every attempt by competency, oldest first"), columns, rows)


REPORT = Report("certainty", gettext_lazy("How sure you are"), "assessment/reports/certainty.html", build)
