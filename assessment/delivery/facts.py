"""What the catalogue and the page of a quiz say before it is begun: what it is for, how it is sat, what counts."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.delivery.models import Quiz
from assessment.delivery.queries import CatalogueEntry
from assessment.delivery.rules import ALL, ANSWERED, BEST, CLOSED, FIRST, LAST, SHOWABLE, SUBMITTED, read_rules
from assessment.delivery.wording import not_open_words


@dataclass(frozen=True, slots=True)
class Group:
    """The quizzes under one heading of the catalogue, each with why it cannot be started now (or nothing)."""

    purpose: str
    title: str
    rows: list[tuple[CatalogueEntry, str]]

    @property
    def alike(self) -> CatalogueEntry | None:
        """One of several quizzes that are all as long; their length is said once for the group."""
        lengths = {(entry.questions, entry.quiz.minutes) for entry, _refusal in self.rows}
        return self.rows[0][0] if len(self.rows) > 1 and len(lengths) == 1 else None


def purpose_title(purpose: str) -> str:
    """The heading of the catalogue for one of `queries.PURPOSES`."""
    return {
        Quiz.PLACEMENT: _("To begin with"),
        Quiz.ASSESSED: _("One competency at a time"),
        Quiz.FULL: _("Full assessment"),
        Quiz.PRACTICE: _("Practice"),
        Quiz.SAMPLE: _("To try, without consequence"),
    }[purpose]


def refusal_words(entry: CatalogueEntry) -> str:
    """Why the quiz of `entry` cannot be started now; empty where it can."""
    return not_open_words(entry.refusal, entry.quiz) if entry.refusal else ""


def quiz_facts(entry: CatalogueEntry, factor: float = 1.0) -> list[tuple[str, str]]:
    """Name and words of everything that holds for a quiz; `factor` is the reader's own extra time."""
    quiz = entry.quiz
    facts = [
        (_("Questions"), _form(entry)),
        (_("Time"), _time(entry, factor)),
        (_("Feedback"), _feedback(quiz)),
        (_("Certainty"), _("asked with every question; it never changes the score") if quiz.certainty else ""),
        (_("How often"), _often(entry)),
        (_("Open"), _open(quiz)),
        (_("Counts"), _counting(quiz)),
        (_("Saving"), _saving(quiz)),
    ]
    return [(name, words) for name, words in facts if words]


def _form(entry: CatalogueEntry) -> str:
    count = {"count": entry.questions}
    if entry.quiz.plan:
        words = ngettext(
            "%(count)d question, drawn anew each time", "%(count)d questions, drawn anew each time", entry.questions
        )
        return words % count
    words = ngettext(
        "%(count)d question, the same each time", "%(count)d questions, the same each time", entry.questions
    )
    return words % count


def _time(entry: CatalogueEntry, factor: float) -> str:
    minutes = entry.quiz.minutes
    if not minutes:
        return _("no limit; about %(minutes)d minutes") % {"minutes": entry.minutes}
    if factor != 1.0:
        words = _("at most %(minutes)d minutes, your extra time included")
        return words % {"minutes": round(minutes * factor)}
    return _("at most %(minutes)d minutes") % {"minutes": minutes}


def _feedback(quiz: Quiz) -> str:
    shows = read_rules({"shows": quiz.shows}).shows
    everything = frozenset(SHOWABLE)
    if shows[ANSWERED]:
        return _("as soon as you answer a question, which is final then")
    if shows[SUBMITTED] >= everything:
        return _("after you submit: both answers, every option explained, sources")
    if quiz.closes_at and shows[CLOSED] | shows[SUBMITTED] >= everything:
        return _("all of it when the quiz has closed for everybody")
    return _("part of it after you submit") if shows[SUBMITTED] or (quiz.closes_at and shows[CLOSED]) else _("none")


def _often(entry: CatalogueEntry) -> str:
    allowed = entry.quiz.attempts_allowed
    if not allowed:
        return _("as often as you like")
    words = ngettext("at most %(count)d time", "at most %(count)d times", allowed) % {"count": allowed}
    if not entry.made:
        return words
    begun = ngettext("begun %(made)d time so far", "begun %(made)d times so far", entry.made) % {"made": entry.made}
    return _("%(allowed)s; %(begun)s") % {"allowed": words, "begun": begun}


def _open(quiz: Quiz) -> str:
    opens = date_format(quiz.opens_at, "DATETIME_FORMAT") if quiz.opens_at else ""
    closes = date_format(quiz.closes_at, "DATETIME_FORMAT") if quiz.closes_at else ""
    if opens and closes:
        return _("from %(opens)s to %(closes)s UTC; what is open then is submitted") % {
            "opens": opens,
            "closes": closes,
        }
    if closes:
        return _("until %(closes)s UTC; what is open then is submitted") % {"closes": closes}
    return _("from %(opens)s UTC") % {"opens": opens} if opens else ""


def _counting(quiz: Quiz) -> str:
    if not quiz.counts:
        return _("no, it is for learning")
    return {
        ALL: _("yes, as evidence of your level: every attempt"),
        LAST: _("yes, as evidence of your level: the last attempt"),
        BEST: _("yes, as evidence of your level: the best attempt"),
        FIRST: _("yes, as evidence of your level: the first attempt"),
    }[quiz.counted]


def _saving(quiz: Quiz) -> str:
    if quiz.minutes:
        return _("every answer as you give it; leave and come back at any time, but the clock goes on")
    return _("every answer as you give it; leave and come back at any time")
