"""Results in words and on the drawn scale: what a level, an interval and a change mean to a reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.delivery.rules import SCORE
from assessment.measurement.ability import Ability
from assessment.measurement.levels import BELOW, Band
from assessment.measurement.scale import position, positions
from assessment.values import LEVELS

if TYPE_CHECKING:
    from datetime import datetime

    from assessment.delivery.advice import Advice
    from assessment.delivery.models import Quiz
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
    if not result.tells_score:
        return _("Your answers to “%(subject)s” are submitted.") % {"subject": title}
    count = result.scored
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


def practice_sentence(result: Result) -> str:
    """The one sentence that the result of a practice begins with; it names no level."""
    count = len(result.items)
    if SCORE not in result.shown:
        return ngettext("You practised %(count)d question.", "You practised %(count)d questions.", count) % {
            "count": count
        }
    words = ngettext(
        "You practised %(count)d question and answered %(right)d fully right.",
        "You practised %(count)d questions and answered %(right)d of them fully right.",
        count,
    )
    return words % {"count": count, "right": sum(item.verdict == "right" for item in result.items)}


def not_open_words(reason: str, quiz: Quiz) -> str:
    """Why a quiz cannot be started now, and when it can."""
    if reason == "early":
        return _("This quiz opens on %(moment)s UTC.") % {"moment": _moment(quiz.opens_at)}
    if reason == "late":
        return _("This quiz closed on %(moment)s UTC. Your results stay.") % {"moment": _moment(quiz.closes_at)}
    return ngettext(
        "You have sat this quiz as often as it can be sat: %(count)d time.",
        "You have sat this quiz as often as it can be sat: %(count)d times.",
        quiz.attempts_allowed or 0,
    ) % {"count": quiz.attempts_allowed or 0}


def advice_sentence(advice: Advice) -> str:
    """What would be new next time, and how long to wait."""
    words = {"new": advice.new, "count": advice.questions}
    if advice.new >= advice.questions:
        return _("If you take it again, every question would be new to you; there is no need to wait.")
    if advice.new:
        new = (
            ngettext(
                "If you take it again, %(new)d of %(count)d questions would be new to you",
                "If you take it again, %(new)d of %(count)d questions would be new to you",
                advice.new,
            )
            % words
        )
    else:
        new = _("If you take it again, no question would be new to you")
    if advice.wait_until:
        day = date_format(advice.wait_until, "DATE_FORMAT")
        return _("%(new)s; better wait until %(day)s, because remembered answers measure memory.") % {
            "new": new,
            "day": day,
        }
    if advice.new * 2 >= advice.questions:
        return _("%(new)s; there is no need to wait.") % {"new": new}
    return _("%(new)s; two weeks have passed, so remembered answers matter less.") % {"new": new}


def _moment(value: datetime | None) -> str:
    return date_format(value, "DATETIME_FORMAT") if value else ""


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
