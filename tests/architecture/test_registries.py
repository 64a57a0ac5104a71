"""Registries are explicit tuples; nothing in their folders may be forgotten."""

import importlib
import pkgutil

from assessment.bank import question_types
from assessment.bank.question_types.registry import QUESTION_TYPES

HELPERS = {"declarations", "choices", "gaps", "registry"}


def test_every_question_type_is_registered() -> None:
    found = {module.name for module in pkgutil.iter_modules(question_types.__path__)} - HELPERS
    modules = {importlib.import_module(f"{question_types.__name__}.{name}") for name in found}
    assert modules == set(QUESTION_TYPES)


def test_no_two_question_types_share_a_code() -> None:
    codes = [question_type.CODE for question_type in QUESTION_TYPES]
    assert len(codes) == len(set(codes))
