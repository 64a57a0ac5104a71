"""Every report, named once. A new report is one file in this folder and one line here.

A module whose name begins with an underscore is a part of the report that it is named after.
"""

from assessment.reports.catalog import certainty, cohort, items, notebook, profile, result, review, shared
from assessment.reports.declarations import Report

REPORTS: tuple[Report, ...] = (
    profile.REPORT,
    certainty.REPORT,
    result.REPORT,
    notebook.REPORT,
    review.REPORT,
    items.REPORT,
    cohort.REPORT,
    shared.REPORT,
)

_BY_SLUG = {report.slug: report for report in REPORTS}


def report_called(slug: str) -> Report | None:
    """The report called `slug`, if there is one."""
    return _BY_SLUG.get(slug)
