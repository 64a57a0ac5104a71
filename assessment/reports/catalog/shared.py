"""What a member shares with the lead of a cohort: what of their own enters its figures, shown to them alone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.accounts.queries import membership
from assessment.bank.queries import competencies, level_cuts
from assessment.delivery.answers import counted_sums
from assessment.delivery.queries import completions, open_quizzes
from assessment.reports.actions import contributions
from assessment.reports.cohort_wording import place_name
from assessment.reports.declarations import Column, Page, Reader, Report, Table
from assessment.reports.rules.cohorts import ENOUGH_ANSWERS, UNMEASURED
from assessment.reports.rules.disclosure import FEWEST


def build(reader: Reader, key: UUID | None) -> Page | None:
    """What the reader shares in the cohort called `key`, if they are a member."""
    joined = membership(reader.user.pk, key) if key else None
    if joined is None:
        return None
    context: Mapping[str, Any] = {
        "joined": joined,
        "cohort": joined.cohort,
        "leads_it": joined.cohort.lead_id == reader.user.pk,
        "fewest": FEWEST,
        "enough": ENOUGH_ANSWERS,
    }
    return Page(joined.cohort.name, (_levels(reader.user.pk), _quizzes(reader.user.pk)), context)


def _levels(user_id: int) -> Table:
    own = contributions(counted_sums([user_id]), level_cuts())
    columns = (Column("competency", _("Competency")), Column("level", _("Counts as")))
    rows = tuple(
        (row.name, place_name(own[row.code][user_id].band if row.code in own else UNMEASURED)) for row in competencies()
    )
    return Table("levels", _("Your place in each competency"), columns, rows)


def _quizzes(user_id: int) -> Table:
    done = completions([user_id])
    columns = (Column("quiz", _("Quiz")), Column("completed", _("Completed")))
    rows = tuple((quiz.title, (quiz.pk, user_id) in done) for quiz in open_quizzes() if quiz.mode == "assessed")
    return Table("quizzes", _("Quizzes you have completed"), columns, rows)


REPORT = Report("shared", gettext_lazy("What you share"), "assessment/reports/shared.html", build, keyed=True)
