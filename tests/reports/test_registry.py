"""The registry of reports is an explicit tuple; nothing in its folder may be forgotten."""

import importlib
import pkgutil

from assessment.reports import catalog
from assessment.reports.catalog.registry import REPORTS, report_called
from assessment.reports.declarations import Report


def test_every_report_is_registered() -> None:
    names = {module.name for module in pkgutil.iter_modules(catalog.__path__)} - {"registry"}
    modules = [importlib.import_module(f"{catalog.__name__}.{name}") for name in names]
    found = {id(value) for module in modules for value in vars(module).values() if isinstance(value, Report)}
    assert found == {id(report) for report in REPORTS}


def test_reports_are_found_by_their_own_names() -> None:
    assert [report_called(report.slug) for report in REPORTS] == list(REPORTS)
    assert report_called("nothing") is None
