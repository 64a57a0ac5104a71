"""Every report, named once. A new report is one file in this folder and one line here."""

from assessment.reports.catalog import notebook
from assessment.reports.declarations import Report

REPORTS: tuple[Report, ...] = (notebook.REPORT,)

_BY_SLUG = {report.slug: report for report in REPORTS}


def report_called(slug: str) -> Report | None:
    """The report called `slug`, if there is one."""
    return _BY_SLUG.get(slug)
