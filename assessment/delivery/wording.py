"""Results in words and on the drawn scale: what a level, an interval and a change mean to a reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.measurement.ability import Ability
from assessment.measurement.levels import BELOW, Band
from assessment.measurement.scale import position, positions
from assessment.values import LEVELS

if TYPE_CHECKING:
    from assessment.delivery.results import CompetencyResult, Result


@dataclass(frozen=True, slots=True)
class BandView:
    """One band of the drawn scale; left, width and middle in percent."""

    level: str
    name: str
    cut: float
    left: float
    width: float
    middle: float


@dataclass(frozen=True, slots=True)
class ScaleView:
    """An ability on the drawn scale; positions in percent, and the picture in words."""

    bands: tuple[BandView, ...]
    theta: float
    low: float
    width: float
    words: str


@dataclass(frozen=True, slots=True)
class CompetencyRow:
    """One line of the table of competencies."""

    name: str
    items: int
    points: float
    guess: float
    words: str


def level_name(level: str) -> str:
    """The name of a level, or of the place before the first one."""
    names = {
        BELOW: _("before Foundation"),
        "foundation": _("Foundation"),
        "practitioner": _("Practitioner"),
        "architect": _("Architect"),
    }
    return names[level]


def sentence(result: Result, title: str) -> str:
    """The one sentence that a result begins with."""
    count = len(result.items)
    evidence = {
        "thin": ngettext(
            "the evidence is thin: %(count)d question", "the evidence is thin: %(count)d questions", count
        ),
        "fair": ngettext(
            "the evidence is fair: %(count)d question", "the evidence is fair: %(count)d questions", count
        ),
        "solid": ngettext(
            "the evidence is solid: %(count)d question", "the evidence is solid: %(count)d questions", count
        ),
    }[result.evidence] % {"count": count}
    subject = result.single.competency.name if result.single else title
    words = {"level": level_name(result.band.level), "subject": subject, "evidence": evidence}
    if not result.single and result.band.level == BELOW:
        return _("In “%(subject)s” you are on the way to Foundation level; %(evidence)s.") % words
    if not result.single:
        return _("In “%(subject)s” you are at %(level)s level; %(evidence)s.") % words
    if result.band.level == BELOW:
        return _("You are on the way to Foundation level in %(subject)s; %(evidence)s.") % words
    return _("You are at %(level)s level in %(subject)s; %(evidence)s.") % words


def interval_words(band: Band) -> str:
    """Which bands the interval touches."""
    if band.clear:
        return _("The 90 %% interval lies within one band: %(level)s.") % {"level": level_name(band.level)}
    words = {"lowest": level_name(band.lowest), "highest": level_name(band.highest)}
    return _("The 90 %% interval reaches from %(lowest)s to %(highest)s.") % words


def band_views(cuts: Mapping[str, float]) -> tuple[BandView, ...]:
    """The bands of the scale that `cuts` divide; the place before the first one is not among them."""
    edges = positions(cuts)
    width = 100.0 / (len(edges) + 1)
    return tuple(
        BandView(level, level_name(level), cuts[level], edges[level], width, edges[level] + width / 2)
        for level in LEVELS
        if level in edges
    )


def scale_view(ability: Ability, cuts: Mapping[str, float], words: str) -> ScaleView:
    """`ability` on the scale that `cuts` divide."""
    low, high = (position(theta, cuts) for theta in ability.interval)
    return ScaleView(band_views(cuts), position(ability.theta, cuts), low, high - low, words)


def competency_row(row: CompetencyResult) -> CompetencyRow:
    """One competency of a result, its level and interval in words."""
    words = _("%(level)s (%(lowest)s – %(highest)s)") % {
        "level": level_name(row.band.level),
        "lowest": level_name(row.band.lowest),
        "highest": level_name(row.band.highest),
    }
    return CompetencyRow(row.competency.name, row.items, row.points, row.guess_points, words)
