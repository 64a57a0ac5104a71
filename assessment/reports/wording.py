"""Reports in words: where somebody stands, what a verdict means, why a step comes next."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.bank.queries import Passage
from assessment.delivery.wording import level_name
from assessment.lib.bilingual import localised
from assessment.measurement.levels import BELOW, Band
from assessment.reports.rules.calibration import CALIBRATED, ENOUGH_ITEMS, OVER, UNDER, UNKNOWN, Calibration
from assessment.reports.rules.next_steps import CLOSE, NEAR, QUIZ, READ, UNMEASURED, Step
from assessment.reports.rules.standing import Standing
from assessment.values import LEVELS


def profile_sentence(standings: Sequence[Standing]) -> str:
    """The sentence that a profile begins with; a level is claimed only where eight answers stand behind it."""
    solid = [s for s in standings if s.ability.items >= ENOUGH_ITEMS]
    thin = sum(1 for s in standings if s.measured) - len(solid)
    none = sum(1 for s in standings if not s.measured)
    parts = _levels_reached(Counter(s.band.level for s in solid), len(standings))
    if thin:
        few = {"count": thin, "few": ENOUGH_ITEMS}
        parts.append(
            ngettext(
                "%(count)d rests on fewer than %(few)d questions",
                "%(count)d rest on fewer than %(few)d questions",
                thin,
            )
            % few
        )
    if none:
        parts.append(
            ngettext("%(count)d is not measured yet", "%(count)d are not measured yet", none) % {"count": none}
        )
    return _("%(parts)s.") % {"parts": _("; ").join(parts)}


def _levels_reached(counts: Counter[str], total: int) -> list[str]:
    """How many competencies stand at each level, the highest first; the first part names the whole."""
    reached = [level for level in (*reversed(LEVELS), BELOW) if counts[level]]
    if not reached:
        return [_("None of %(total)d competencies is measured well enough yet") % {"total": total}]
    parts = []
    for i, level in enumerate(reached):
        words = {"level": level_name(level), "count": counts[level], "total": total}
        if level == BELOW and not i:
            parts.append(_("You are on the way to Foundation level in %(count)d of %(total)d competencies") % words)
        elif level == BELOW:
            parts.append(_("on the way to Foundation level in %(count)d") % words)
        elif not i:
            parts.append(_("You are at %(level)s level in %(count)d of %(total)d competencies") % words)
        else:
            parts.append(_("at %(level)s level in %(count)d") % words)
    return parts


def evidence_words(answers: int, attempts: int) -> str:
    """How much a profile rests on."""
    return _(
        "Measured from %(answers)s in %(attempts)s. "
        "Quizzes measure you, reviews describe systems; the two are never averaged."
    ) % {
        "answers": ngettext("%(count)d answer", "%(count)d answers", answers) % {"count": answers},
        "attempts": ngettext("%(count)d attempt that counts", "%(count)d attempts that count", attempts)
        % {"count": attempts},
    }


def band_words(band: Band) -> str:
    """A level and the bands that its interval touches."""
    if band.clear:
        return level_name(band.level)
    return _("%(level)s (%(lowest)s – %(highest)s)") % {
        "level": level_name(band.level),
        "lowest": level_name(band.lowest),
        "highest": level_name(band.highest),
    }


def standing_words(standing: Standing) -> str:
    """The measured level of one competency, or that there is none."""
    return band_words(standing.band) if standing.measured else _("not measured yet")


def row_words(standing: Standing, claimed: str | None) -> str:
    """One row of the plumb-line picture in words, for whoever does not see it."""
    words = standing_words(standing)
    measured = _("measured: %(level)s") % {"level": words} if standing.measured else words
    claim = _("claimed: %(level)s") % {"level": level_name(claimed)} if claimed else _("nothing claimed")
    return _("; ").join((measured, claim))


def verdict_words(calibration: Calibration) -> str:
    """The verdict of one row, in two or three words."""
    return {
        CALIBRATED: _("calibrated"),
        UNDER: _("under-claims"),
        OVER: _("over-claims"),
        UNKNOWN: _("not enough evidence"),
    }[calibration.verdict]


def verdict_reason(calibration: Calibration, items: int) -> str:
    """What the verdict rests on, or what is missing for one."""
    if calibration.verdict != UNKNOWN:
        return {
            CALIBRATED: _("the claim lies in a band that the interval touches"),
            UNDER: _("the claim lies below every band that the interval touches"),
            OVER: _("the claim lies above every band that the interval touches"),
        }[calibration.verdict]
    missing = {"items": _items_missing(items), "claim": _("no self-rating yet")}
    return _("; ").join(missing[name] for name in calibration.missing)


def _items_missing(items: int) -> str:
    if not items:
        return _("no question answered yet")
    words = {"count": items, "enough": ENOUGH_ITEMS}
    return ngettext("%(count)d of %(enough)d questions", "%(count)d of %(enough)d questions", items) % words


def passage_title(passage: Passage) -> str:
    """What to read, named so that it can be found."""
    title = localised(passage.title)
    if passage.of_lecture:
        return _("Lecture, “%(title)s” (%(section)s)") % {"title": title, "section": passage.place}
    return title


def step_action(step: Step, subject: str) -> str:
    """What to do, as an order; `subject` is the title of the quiz, the passage or the statement."""
    if step.kind == QUIZ:
        return _("Take the quiz “%(subject)s”") % {"subject": subject}
    if step.kind == READ:
        return _("Read: %(subject)s") % {"subject": subject}
    return _("Close in your system: %(subject)s") % {"subject": subject}


def step_reason(step: Step, competency: str) -> str:
    """Why this comes next; `competency` is the name of the one it is about."""
    words = {"competency": competency, "count": step.count, "level": step.level, "points": decimal(step.amount)}
    if step.kind == READ:
        return (
            ngettext(
                "because %(count)d question that rests on it cost you %(points)s of its points",
                "because %(count)d questions that rest on it cost you %(points)s of their points",
                step.count,
            )
            % words
        )
    if step.kind == CLOSE:
        missing = round(step.amount)
        return ngettext(
            "because only %(count)d statement, this one, keeps “%(competency)s” from maturity level %(level)s",
            "because %(count)d statements keep “%(competency)s” from maturity level %(level)s, this one among them",
            missing,
        ) % {**words, "count": missing}
    if step.reason == UNMEASURED:
        return _("because “%(competency)s” has not been measured yet") % words
    if step.reason == NEAR:
        near = {**words, "level": level_name(step.level)}
        return (
            _("because you are only %(points)s logits below %(level)s in “%(competency)s”; more answers can tell")
            % near
        )
    width = {**words, "points": decimal(2 * step.amount)}
    return _("because the interval of “%(competency)s” is still %(points)s bands wide") % width


def decimal(value: float) -> str:
    """A number with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−")
