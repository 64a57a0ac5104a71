"""What the tests of questions in the admin share."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.forms import BoundField, CheckboxInput
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from assessment.bank.content import content_hash
from assessment.bank.forms import DraftForms
from assessment.bank.models import Question, QuestionVersion
from assessment.bank.question_types.registry import QUESTION_TYPES
from assessment.bank.specs import load_spec, load_specs
from assessment.values import QuestionSpec

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CHINESE = {"accept-language": "zh-hans"}
TYPES = [kind.CODE for kind in QUESTION_TYPES]
each_type = pytest.mark.parametrize("kind", TYPES)
Posted = Callable[[Any], dict[str, list[str]]]


def contents() -> dict[str, QuestionSpec]:
    """The shipped content by name of the question."""
    versions = list(QuestionVersion.objects.select_related("question", "skill"))
    specs = load_specs(versions)
    return {version.question.slug: specs[version.pk] for version in versions}


def one_of(kind: str) -> Question:
    slugs = [slug for slug, spec in contents().items() if spec.parts[0].type == kind]
    return Question.objects.get(slug=min(slugs))


def page(name: str, question: Question, *more: int) -> str:
    return reverse(f"admin:assessment_question_{name}", args=[question.pk, *more])


def listed(client: Client, **query: Any) -> set[str]:
    response = client.get(reverse("admin:assessment_question_changelist"), query)
    assert response.status_code == 200, response.headers
    return {question.slug for question in response.context["cl"].queryset}


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


def said(response: Any) -> str:
    return "\n".join(str(message) for message in response.context["messages"])


def hash_of(version: QuestionVersion | None) -> str:
    assert version is not None
    return content_hash(load_spec(version))


def names_of(response: Any) -> set[str]:
    return set(re.findall(r'name="(part0-[^"]*)"', response.content.decode()))


def as_sent(draft: DraftForms) -> MultiValueDict[str, str]:
    """What a browser sends of all forms of a draft where nobody changed anything."""
    formsets = [draft.sources, *(formset for part in draft.parts for _role, _label, formset in part.rows)]
    alone = [draft.version, *(part.form for part in draft.parts), *(formset.management_form for formset in formsets)]
    fields: MultiValueDict[str, str] = MultiValueDict()
    for form in (*alone, *(form for formset in formsets for form in formset)):
        for bound in form:
            fields.setlist(bound.html_name, _sent(bound))
    return fields


def _sent(bound: BoundField) -> list[str]:
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    shown = widget.format_value(value)
    values = shown if isinstance(shown, list) else [shown]
    return [str(one).replace("\n", "\r\n") for one in values if one is not None]
