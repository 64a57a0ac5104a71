"""Registries are explicit tuples; nothing in their folders may be forgotten."""

import importlib
import pkgutil

from django.template.loader import get_template

from assessment.bank import question_types
from assessment.bank.question_types.registry import QUESTION_TYPES
from assessment.reports import catalog
from assessment.reports.catalog.registry import REPORTS, report_called

HELPERS = {"declarations", "choices", "gaps", "registry"}


def test_every_question_type_is_registered() -> None:
    found = {module.name for module in pkgutil.iter_modules(question_types.__path__)} - HELPERS
    modules = {importlib.import_module(f"{question_types.__name__}.{name}") for name in found}
    assert modules == set(QUESTION_TYPES)


def test_no_two_question_types_share_a_code() -> None:
    codes = [question_type.CODE for question_type in QUESTION_TYPES]
    assert len(codes) == len(set(codes))


def test_every_report_is_registered() -> None:
    """A module of the catalogue is a report; one that begins with an underscore is a part of one."""
    found = {m.name for m in pkgutil.iter_modules(catalog.__path__) if not m.name.startswith("_")} - HELPERS
    reports = [importlib.import_module(f"{catalog.__name__}.{name}").REPORT for name in found]
    assert {report.slug for report in reports} == {report.slug for report in REPORTS}
    assert len(reports) == len(REPORTS)


def test_every_report_is_found_by_its_own_name_and_has_a_template() -> None:
    for report in REPORTS:
        assert report_called(report.slug) is report
        assert get_template(report.template)
    assert report_called("nothing") is None
