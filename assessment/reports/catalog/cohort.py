"""The figures of a cohort for its lead: where its members stand, what they have done, how it goes on.

Shows what snapshots hold and computes nothing of anybody; see reports.actions and docs/decisions/0015.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.accounts.queries import led_cohort
from assessment.bank.queries import competencies, level_cuts
from assessment.delivery.queries import open_quizzes
from assessment.delivery.wording import level_name
from assessment.lib.bilingual import localised, text_of
from assessment.measurement.levels import level_of
from assessment.measurement.scale import positions
from assessment.reports.charts.cohort import Course, Measured, Segment, course, stacked
from assessment.reports.cohort_wording import group_name, place_name
from assessment.reports.declarations import Cell, Column, Page, Reader, Report, Table
from assessment.reports.models import CohortSnapshot
from assessment.reports.queries import recent_snapshots
from assessment.reports.rules.cohorts import PLACES
from assessment.reports.rules.disclosure import FEWEST

if TYPE_CHECKING:
    from assessment.bank.models import Competency

MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Part:
    """One group of a bar: how it is filled, who is in it in words, how many, and where it is drawn."""

    kind: str
    words: str
    people: int
    segment: Segment


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its date and the number of members then; no parts where nothing may be shown."""

    name: str
    parts: tuple[Part, ...] = ()
    at: datetime | None = None
    members: int = 0
    older: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """The mean of the measured members in one competency, over time."""

    name: str
    measured: tuple[Measured, ...]
    picture: Course
    level: str

    @property
    def last(self) -> Measured:
        """The newest mean."""
        return self.measured[-1]


def build(reader: Reader, key: UUID | None) -> Page | None:
    """The cohort called `key`, for whoever leads it."""
    cohort = led_cohort(reader.user, key) if key else None
    if cohort is None:
        return None
    snapshots = recent_snapshots(cohort)
    figures = snapshots[0].figures if snapshots else {"competencies": {}, "quizzes": {}}
    taken_at = snapshots[0].taken_at if snapshots else None
    rows = list(competencies())
    cuts = level_cuts()
    domains = [
        (localised(text_of(members[0], "domain_name")), [_bar(c, figures["competencies"], taken_at) for c in members])
        for _code, group in groupby(rows, key=lambda row: row.domain)
        if (members := list(group))
    ]
    titles = {quiz.slug: quiz.title for quiz in open_quizzes() if quiz.mode == "assessed"}
    completions = [_completion(title, figures["quizzes"].get(slug), taken_at) for slug, title in titles.items()]
    trends = [trend for row in rows if (trend := _trend(row, snapshots, cuts))]
    return Page(
        title=cohort.name,
        tables=(_spread_table(domains), _completion_table(completions), _trend_table(trends)),
        context={
            "cohort": cohort,
            "size": cohort.size,  # type: ignore[attr-defined]  # annotated by the query
            "fewest": FEWEST,
            "taken_at": taken_at,
            "snapshots": len(snapshots),
            "domains": domains,
            "completions": completions,
            "trends": trends,
            "legend": [(place, place_name(place)) for place in PLACES],
            "band_names": [level_name(level) for level in reversed(positions(cuts))],
        },
    )


def _bar(row: Competency, figures: Mapping[str, Any], taken_at: datetime | None) -> Bar:
    spread = figures.get(row.code, {}).get("spread")
    if spread is None:
        return Bar(row.name)
    groups = spread["groups"]
    named = [
        (g["places"][0] if len(g["places"]) == 1 else MERGED, group_name(g["places"]), g["people"]) for g in groups
    ]
    return _dated(row.name, named, spread, taken_at)


def _completion(title: str, figure: Mapping[str, Any] | None, taken_at: datetime | None) -> Bar:
    if figure is None:
        return Bar(title)
    named = [("done", _("completed"), figure["done"]), ("rest", _("not completed yet"), figure["rest"])]
    return _dated(title, named, figure, taken_at)


def _dated(
    name: str, named: Sequence[tuple[str, str, int]], figure: Mapping[str, Any], taken_at: datetime | None
) -> Bar:
    at = datetime.fromisoformat(figure["at"])
    segments = stacked([people for _kind, _words, people in named])
    parts = tuple(Part(*one, segment) for one, segment in zip(named, segments, strict=True))
    return Bar(name, parts, at, figure["members"], at != taken_at)


def _trend(row: Competency, snapshots: Sequence[CohortSnapshot], cuts: Mapping[str, float]) -> Trend | None:
    """The means of one competency, each at the date it was computed; None where there is none yet."""
    means = [figure for one in snapshots if (figure := one.figures["competencies"].get(row.code, {}).get("mean"))]
    by_date = {figure["at"]: Measured(datetime.fromisoformat(figure["at"]), figure["mean"], figure["error"])
               for figure in means}  # fmt: skip
    measured = tuple(by_date[at] for at in sorted(by_date))
    if not measured:
        return None
    return Trend(row.name, measured, course(measured, cuts), level_name(level_of(measured[-1].mean, cuts)))


# --- the tables behind the pictures ----------------------------------------------------------------


def _spread_table(domains: Sequence[tuple[str, Sequence[Bar]]]) -> Table:
    columns = (
        Column("competency", _("Competency")),
        Column("group", _("Group")),
        Column("people", _("Members"), numeric=True),
        Column("of", _("Of"), numeric=True),
        Column("date", _("Date")),
    )
    return Table("spread", _("Members by level"), columns, _rows(bar for _name, bars in domains for bar in bars))


def _completion_table(bars: Sequence[Bar]) -> Table:
    columns = (
        Column("quiz", _("Quiz")),
        Column("group", _("Group")),
        Column("people", _("Members"), numeric=True),
        Column("of", _("Of"), numeric=True),
        Column("date", _("Date")),
    )
    return Table("completion", _("Members by completed quizzes"), columns, _rows(bars))


def _rows(bars: Any) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = []
    for bar in bars:
        if not bar.parts:
            rows.append((bar.name, _("not shown"), None, None, None))
        rows += [(bar.name, part.words, part.people, bar.members, bar.at.date()) for part in bar.parts]
    return tuple(rows)


def _trend_table(trends: Sequence[Trend]) -> Table:
    columns = (
        Column("competency", _("Competency")),
        Column("date", _("Date")),
        Column("mean", _("Mean ability (logits)"), numeric=True),
        Column("error", _("Standard error"), numeric=True),
        Column("low", _("Interval from"), numeric=True),
        Column("high", _("Interval to"), numeric=True),
    )
    rows = tuple(
        (trend.name, one.at.date(), one.mean, one.error, round(one.interval[0], 2), round(one.interval[1], 2))
        for trend in trends
        for one in trend.measured
    )
    return Table("trend", _("Mean ability over time, with intervals of 90 per cent"), columns, rows)


REPORT = Report("cohort", gettext_lazy("Figures of a cohort"), "assessment/reports/cohort.html", build, keyed=True)
