"""One closed review of the reader: levels and statements, with the version of the words that were answered to."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.checklists.tables import ReviewTables, review_tables
from assessment.reports.declarations import Column, Page, Reader, Report, Table


def build(reader: Reader, key: UUID | None) -> Page | None:
    """The closed review called `key`, if it is the reader's own."""
    review = review_tables(reader.user.pk, key) if key else None
    if review is None:
        return None
    title = _("Review of %(subject)s") % {"subject": review.subject} if review.subject else _("What I can do")
    return Page(title, (_levels(review), _statements(review)))


def _levels(review: ReviewTables) -> Table:
    columns = (
        Column("code", _("Code")),
        Column("competency", _("Competency")),
        Column("level", _("Level")),
        Column(
            "percent", _("Place on the scale in percent") if review.personal else _("Score in percent"), numeric=True
        ),
    )
    return Table("levels", _("Levels by competency"), columns, review.levels)


def _statements(review: ReviewTables) -> Table:
    columns = (
        Column("code", _("Code")),
        Column("version", _("Version"), numeric=True),
        Column("statement", _("Statement")),
        Column("value", _("Answer")),
        Column("reason", _("Reason")),
        Column("evidence", _("Evidence")),
        Column("date", _("Date of the evidence")),
        Column("counted", _("Counted as"), numeric=True),
        Column("confirmed", _("Confirmed by a second person"), numeric=True),
        Column("doubted", _("Doubted by a second person"), numeric=True),
    )
    return Table("statements", _("Statement by statement"), columns, review.statements)


REPORT = Report("review", gettext_lazy("Review"), "assessment/reports/review.html", build, keyed=True)
