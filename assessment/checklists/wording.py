"""What is said about answers, levels and outcomes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.checklists.can_do import BELOW
from assessment.checklists.maturity import LEVELS, MET, PERIOD_DAYS, SKIPPED, UNTOUCHED, standing
from assessment.checklists.models import Checklist, Review, ReviewAnswer
from assessment.checklists.records import answer_of


def level_name(level: str) -> str:
    """The name of a level of either checklist, or of the place before the first one."""
    names = {
        BELOW: _("before Foundation"),
        "foundation": _("Foundation"),
        "practitioner": _("Practitioner"),
        "architect": _("Architect"),
        "M1": _("M1 Initial"),
        "M2": _("M2 Repeatable"),
        "M3": _("M3 Automated"),
        "M4": _("M4 Measured"),
        "M5": _("M5 Optimising"),
    }
    return names[level]


def level_meaning(level: str) -> str:
    """What a level of maturity means; nothing for the levels of a person."""
    meanings = {
        "M1": _("known and written down"),
        "M2": _("a second person gets the same result"),
        "M3": _("a machine does it or enforces it"),
        "M4": _("numbers with targets steer it"),
        "M5": _("evidence changes the way of working"),
    }
    return meanings.get(level, "")


def value_name(kind: str, value: str) -> str:
    """What a value says, in the words that are chosen from."""
    if kind == Checklist.CAN_DO:
        names = {"0": _("not yet"), "0.5": _("with help"), "1": _("on my own"), "": _("unanswered")}
    else:
        names = {
            "0": _("not true"),
            "0.5": _("partly true"),
            "1": _("true as worded"),
            "na": _("not applicable"),
            "": _("unanswered"),
        }
    return names[value]


def subject_of(review: Review) -> str:
    """What is reviewed: the name of the system, or the reader."""
    return review.system.name if review.system else _("What I can do")


def remark(row: ReviewAnswer, today: date) -> str:
    """What the answer in `row` still needs, or why it counts less than it says; empty where it is complete."""
    if row.review.checklist.kind == Checklist.CAN_DO:
        return ""
    period = row.version.period_days or PERIOD_DAYS
    state = standing(answer_of(row), today).state
    if state == "no_evidence":
        if row.evidence_date:
            return _("Counts 0 until evidence is given.")
        return _("Counts 0 until evidence and a date are given.")
    if state == "no_day" and row.date_text.strip():
        return _("Counts 0: this date cannot be read. Write it as year-month-day, such as 2026-11-25.")
    words = {
        "no_day": _("Counts 0 until the date of the evidence is given."),
        "no_reason": _("Counts as not answered until a reason is written."),
        "future": _("Counts 0: the date lies in the future."),
        "stale": _("Stale: the evidence is older than %(days)s days and counts at most 0.5.") % {"days": period},
    }
    return words.get(state, "")


def attained_words(row: Mapping[str, Any]) -> str:
    """The level of one competency in words, from its stored outcome."""
    if row["attained"] is None:
        return _("not assessed: no answer") if row["reason"] == UNTOUCHED else _("not assessed: over 2 not applicable")
    return level_name(LEVELS[row["attained"] - 1]) if row["attained"] else _("M1 not met")


def state_words(state: str) -> str:
    """Whether a level is met, as it is stored."""
    return {MET: _("met"), SKIPPED: _("skipped: nothing applies")}.get(state, _("not met"))


def domain_words(level: int | None) -> str:
    """The level of a domain in words."""
    if level is None:
        return _("not assessed")
    return level_name(LEVELS[level - 1]) if level else _("M1 not met")


def summary_sentence(review: Review, outcome: Mapping[str, Any]) -> str:
    """The one sentence that a closed review begins with."""
    day = formats.date_format(review.closed_at, "DATE_FORMAT") if review.closed_at else ""
    if review.checklist.kind == Checklist.CAN_DO:
        count = len(outcome["competencies"])
        text = ngettext(
            "On %(day)s you rated yourself in %(count)d competency.",
            "On %(day)s you rated yourself in %(count)d competencies.",
            count,
        )
        return text % {"day": day, "count": count}
    assessed = [row["attained"] for row in outcome["competencies"].values() if row["attained"] is not None]
    if not assessed:
        return _("On %(day)s no competency of “%(system)s” could be assessed.") % {
            "day": day, "system": subject_of(review),
        }  # fmt: skip
    text = ngettext(
        "On %(day)s “%(system)s” was assessed in %(count)d competency; its lowest level is %(lowest)s.",
        "On %(day)s “%(system)s” was assessed in %(count)d competencies; the lowest level is %(lowest)s.",
        len(assessed),
    )
    words = {"day": day, "system": subject_of(review), "count": len(assessed), "lowest": domain_words(min(assessed))}
    return text % words
