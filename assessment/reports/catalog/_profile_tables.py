"""The tables of the profile: the numbers behind each of its pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.bank.queries import DatedCut
from assessment.checklists.queries import Claim
from assessment.delivery.wording import level_name
from assessment.reports import presentation as shown
from assessment.reports import wording as said
from assessment.reports.declarations import Cell, Column, Table
from assessment.reports.rules.calibration import Calibration
from assessment.reports.rules.standing import Point, Standing


@dataclass(frozen=True, slots=True)
class Row:
    """Everything known of one competency."""

    code: str
    name: str
    domain: str
    standing: Standing
    claim: Claim | None
    calibration: Calibration


def levels(rows: Sequence[Row]) -> Table:
    """Measured and claimed levels, behind the plumb-line picture."""
    columns = (
        Column("competency", _("Competency")),
        Column("name", _("Name")),
        Column("domain", _("Domain")),
        Column("level", _("Level")),
        Column("ability", _("Ability (logits)"), numeric=True),
        Column("standard_error", _("Standard error"), numeric=True),
        Column("low", _("90 percent interval from"), numeric=True),
        Column("high", _("to"), numeric=True),
        Column("items", _("Answers"), numeric=True),
        Column("claimed", _("Claimed")),
        Column("claimed_at", _("Claimed on")),
        Column("verdict", _("Claim and measurement")),
        Column("reason", _("Because")),
    )
    return Table("levels", _("Measured and claimed level of every competency"), columns, tuple(map(_level_row, rows)))


def _level_row(row: Row) -> tuple[Cell, ...]:
    standing, ability, claim = row.standing, row.standing.ability, row.claim
    numbers: tuple[Cell, ...] = (None,) * 4
    if standing.measured:
        numbers = (ability.theta, ability.standard_error, *ability.interval)
    return (
        row.code, row.name, row.domain, said.standing_words(standing), *numbers, ability.items,
        level_name(claim.level) if claim else None, claim.rated_at.date() if claim else None,
        said.verdict_words(row.calibration), said.verdict_reason(row.calibration, ability.items),
    )  # fmt: skip


def places(rows: Sequence[Row], cuts: Mapping[str, float]) -> Table:
    """Places on the drawn scale, behind the radar."""
    columns = (
        Column("competency", _("Competency")),
        Column("name", _("Name")),
        Column("measured", _("Measured (percent of the scale)"), numeric=True),
        Column("claimed", _("Claimed (percent of the scale)"), numeric=True),
    )
    marks = ((row, shown.plumb_mark(row.standing, cuts)) for row in rows)
    cells = tuple(
        (
            row.code,
            row.name,
            mark.theta if mark else None,
            shown.claim_place(row.claim.position, cuts) if row.claim else None,
        )
        for row, mark in marks
    )
    return Table("places", _("Places on the drawn scale, in which every band has the same width"), columns, cells)


def trend(points: Mapping[str, Sequence[Point]], names: Mapping[str, str]) -> Table:
    """Every attempt in every competency with at least two, behind the trends."""
    columns = (
        Column("competency", _("Competency")),
        Column("name", _("Name")),
        Column("submitted_at", _("Submitted")),
        Column("level", _("Level")),
        Column("ability", _("Ability (logits)"), numeric=True),
        Column("standard_error", _("Standard error"), numeric=True),
        Column("low", _("90 percent interval from"), numeric=True),
        Column("high", _("to"), numeric=True),
        Column("items", _("Answers"), numeric=True),
        Column("attempt", _("Attempt")),
    )
    cells = tuple(
        (
            code, names[code], point.submitted_at, level_name(point.band.level), point.ability.theta,
            point.ability.standard_error, *point.ability.interval, point.ability.items, point.attempt,
        )
        for code, some in points.items()
        for point in some
    )  # fmt: skip
    return Table("trend", _("Each attempt by itself, oldest first"), columns, cells)


def cuts(dated: Sequence[DatedCut]) -> Table:
    """Where the bands begin."""
    columns = (
        Column("level", _("Level")),
        Column("ability", _("Begins at (logits)"), numeric=True),
        Column("items", _("Questions"), numeric=True),
        Column("computed_at", _("Computed")),
    )
    cells = tuple((level_name(cut.level), cut.ability, cut.items, cut.computed_at) for cut in dated)
    return Table("cuts", _("Provisional cuts of the levels"), columns, cells)


def steps(views: Sequence[shown.StepView]) -> Table:
    """The next steps with their reasons."""
    columns = (
        Column("step", _("Next step")),
        Column("reason", _("Because")),
        Column("detail", _("Statement")),
        Column("address", _("Address")),
        Column("gain", _("Expected gain (steps)"), numeric=True),
    )
    cells = tuple((view.action, view.reason, view.detail, view.url, view.gain) for view in views)
    return Table("steps", _("Next steps, the greatest expected gain first"), columns, cells)
