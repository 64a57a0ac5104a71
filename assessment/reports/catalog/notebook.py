"""The notebook of mistakes as a table to take away: one line a question, answers in words."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.delivery import mistakes
from assessment.delivery.notebook import Entry, entries, reading_order
from assessment.delivery.results import ItemResult, reviewed_by_id
from assessment.reports.declarations import Cell, Column, Page, Reader, Report, Table


def build(reader: Reader, _key: UUID | None = None) -> Page:
    """Every mistake and bookmark of the reader, by competency."""
    found = reading_order(entries(reader.user.pk))
    items = reviewed_by_id(entry.item_id for entry in found)
    rows = tuple(_row(entry, items[entry.item_id]) for entry in found)
    caption = _("The newest wrong answer to each question, by competency")
    return Page(_("Notebook of mistakes"), (Table("questions", caption, _columns(), rows),))


def _columns() -> tuple[Column, ...]:
    return (
        Column("question", _("Question")),
        Column("version", _("Version"), numeric=True),
        Column("competency", _("Competency")),
        Column("state", _("State")),
        Column("your_answer", _("Your answer")),
        Column("right_answer", _("Right answer")),
        Column("score", _("Score"), numeric=True),
        Column("answered_at", _("Answered")),
        Column("right_at", _("Answered right")),
        Column("understood_at", _("Understood")),
        Column("bookmarked_at", _("Bookmarked")),
    )


def _row(entry: Entry, item: ItemResult) -> tuple[Cell, ...]:
    dates: tuple[datetime | None, ...] = (entry.answered_on, entry.right_at, entry.understood_at, entry.bookmarked_at)
    return (
        entry.slug,
        item.version.number,
        entry.competency,
        _state(entry.state),
        " | ".join(part.answer for part in item.parts),
        " | ".join(part.key for part in item.parts),
        item.score,
        *dates,
    )


def _state(state: str) -> str:
    names = {
        mistakes.TO_DO: _("to do"),
        mistakes.CAME_BACK: _("came back"),
        mistakes.RIGHT_SINCE: _("right since"),
        mistakes.UNDERSTOOD: _("understood"),
    }
    return names.get(state, _("right"))


REPORT = Report("notebook", gettext_lazy("Notebook of mistakes"), "assessment/reports/notebook.html", build)
