"""How the questions do: how often they were asked, how well they were answered, and what was expected."""

from math import sqrt
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.bank.queries import PublishedItem, published_items
from assessment.delivery.answers import ItemStatistic, item_statistics
from assessment.delivery.wording import level_name
from assessment.measurement.ability import expected_facility
from assessment.reports.declarations import Cell, Column, Page, Reader, Report, Table

# Either of these opens it: who may read attempts anyway, and who writes questions.
PERMISSIONS = ("assessment.view_attempt", "assessment.change_question")
_NEVER_ASKED = ItemStatistic(0, 0, 0.0)


def build(reader: Reader, _key: UUID | None) -> Page | None:
    """Every current version of a published question, and older versions that have been asked."""
    if not any(reader.user.has_perm(permission) for permission in PERMISSIONS):
        return None
    seen = item_statistics()
    rows = tuple(
        _row(item, seen.get(item.version_id, _NEVER_ASKED))
        for item in published_items()
        if item.current or item.version_id in seen
    )
    return Page(_("Questions in use"), (Table("items", _("Answers to every published question"), _columns(), rows),), {
        "about": _(
            "Submitted answers in quizzes that count, by version. What remains of deleted accounts is included; "
            "simulated accounts are not. Expected is the mean score of people whose abilities are spread as N(0, 1)."
        ),
    })  # fmt: skip


def _columns() -> tuple[Column, ...]:
    return (
        Column("item", _("Item")),
        Column("version", _("Version"), numeric=True),
        Column("current", _("Current")),
        Column("competency", _("Competency")),
        Column("level", _("Level")),
        Column("answers", _("Answers"), numeric=True),
        Column("facility", _("Facility"), numeric=True),
        Column("facility_error", _("Standard error"), numeric=True),
        Column("left_open", _("Share left open"), numeric=True),
        Column("difficulty", _("Difficulty (logits)"), numeric=True),
        Column("expected", _("Expected facility"), numeric=True),
    )


def _row(item: PublishedItem, seen: ItemStatistic) -> tuple[Cell, ...]:
    facility, error, left_open = facility_of(seen)
    return (
        item.slug, item.number, item.current, item.competency, level_name(item.level), seen.answers,
        facility, error, left_open, item.difficulty, expected_facility(item.difficulty, item.guess),
    )  # fmt: skip


def facility_of(seen: ItemStatistic) -> tuple[float | None, float | None, float | None]:
    """Mean score, its standard error and the share left open; None without answers.

    The error is sqrt(p (1 - p) / n): exact for right or wrong, too large where credit is partial,
    and all that can be said of sums in which nobody is left.
    """
    if not seen.answers:
        return None, None, None
    mean = seen.score_sum / seen.answers
    return mean, sqrt(max(0.0, mean * (1.0 - mean)) / seen.answers), seen.left_open / seen.answers


REPORT = Report("items", gettext_lazy("Questions in use"), "assessment/reports/tables.html", build)
