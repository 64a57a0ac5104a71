"""The draft of a question as forms: the fields its types declare, and no others, side by side in both languages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from assessment.bank import parameters
from assessment.bank.form_parts import Data, ProseField, blank_part, part_forms, part_spec
from assessment.bank.models import (
    Competency,
    LectureClaim,
    Question,
    Reference,
    Skill,
    cognitive_choices,
    level_choices,
)
from assessment.bank.question_types.declarations import QuestionType
from assessment.bank.question_types.registry import QUESTION_TYPES
from assessment.lib.bilingual import localised
from assessment.values import MAX_PLACE, QuestionSpec, SourceSpec, Text


class NewQuestionForm(forms.Form):
    """The identity of a new question and the type of its first part."""

    slug = forms.SlugField(
        label=_("name"), max_length=40, help_text=_("Short and stable, such as C01-14; it is never shown as a number.")
    )
    competency = forms.ModelChoiceField(Competency.objects.all(), label=_("competency"))
    type = forms.ChoiceField(label=_("type"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.CODE, localised(kind.NAME)) for kind in QUESTION_TYPES]
        self.fields["type"].choices = choices  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        """A name that no question has."""
        slug: str = self.cleaned_data["slug"]
        if Question.objects.filter(slug=slug).exists():
            raise ValidationError(_("There is a question with this name."))
        return slug


class VersionForm(forms.Form):
    """What belongs to the whole question."""

    level = forms.ChoiceField(label=_("level"), choices=level_choices)
    cognitive = forms.ChoiceField(label=_("cognitive level"), choices=cognitive_choices)
    skill = forms.ModelChoiceField(Skill.objects.none(), label=_("skill"))
    difficulty = forms.FloatField(label=_("difficulty in logits"), min_value=-4, max_value=4)
    difficulty_reason = forms.CharField(label=_("reason for the difficulty"), max_length=500, required=False)
    minutes = forms.FloatField(label=_("expected minutes"), min_value=0.1, max_value=60)
    negative = forms.BooleanField(label=_("asks in the negative"), required=False)
    attributed = forms.BooleanField(label=_("asks what the lecture says"), required=False)
    scenario_en = ProseField(4, label=_("shared text (English)"))
    scenario_zh_hans = ProseField(4, label=_("shared text (Chinese)"))
    parameters = ProseField(
        4,
        label=_("drawn numbers"),
        help_text=_(
            "One a line. “N = 7, 13, 70” or “N = 10..100 step 10”: what may be drawn. “M := N*10”: what follows. "
            "“accept: 1 <= N*M”: which draws are good. Texts name a number as {N}."
        ),
    )
    explanation_en = ProseField(5, label=_("explanation (English)"))
    explanation_zh_hans = ProseField(5, label=_("explanation (Chinese)"))
    notes = ProseField(
        2, label=_("lint notes"),
        help_text=_("One a line, a rule and why its finding is accepted: LANG-01: 175 billion is 1750 亿."),
    )  # fmt: skip

    def __init__(self, *args: Any, competency: Competency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skill"].queryset = Skill.objects.filter(competency=competency)  # type: ignore[attr-defined]

    def clean_parameters(self) -> dict[str, Any]:
        """The drawn numbers as they are stored."""
        try:
            return parameters.from_lines(self.cleaned_data["parameters"])
        except ValueError as error:
            raise ValidationError(_("“%(line)s” cannot be read."), params={"line": str(error)}) from error

    def clean_notes(self) -> dict[str, str]:
        """Notes by rule."""
        notes = {}
        for line in self.cleaned_data["notes"].splitlines():
            code, colon, reason = line.partition(":")
            if line.strip() and not (colon and reason.strip()):
                raise ValidationError(_("Write each note as a rule, a colon and the reason."))
            if line.strip():
                notes[code.strip()] = reason.strip()
        return notes


class SourceForm(forms.Form):
    """One source: a lecture claim or a reference, and the place in it."""

    claim = forms.ModelChoiceField(LectureClaim.objects.all(), label=_("lecture claim"), required=False)
    reference = forms.ModelChoiceField(Reference.objects.all(), label=_("reference"), required=False)
    place = forms.CharField(label=_("place in the source"), max_length=MAX_PLACE, required=False)
    opened_on = forms.DateField(label=_("opened on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        """Exactly one of claim and reference, unless the row is empty."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("claim") and data.get("reference"):
            raise ValidationError(_("Choose a claim or a reference, not both; add a row for the other."))
        if not (data.get("claim") or data.get("reference")) and (data.get("place") or data.get("opened_on")):
            raise ValidationError(_("Choose the claim or the reference that this place is in."))
        return data


_Sources = formset_factory(SourceForm, extra=1, can_delete=True)


class DraftForms:
    """All forms of a draft together: valid or not, and back to a QuestionSpec."""

    def __init__(self, spec: QuestionSpec, competency: Competency, data: Data = None) -> None:
        self.version = VersionForm(data, initial=_initial_version(spec), prefix="version", competency=competency)
        self.sources = _Sources(data, initial=_initial_sources(spec), prefix="source")
        self.parts = [part_forms(part, f"part{i}", data) for i, part in enumerate(spec.parts)]

    def is_valid(self) -> bool:
        """Whether every form is; all of them are checked, so that all errors show at once."""
        checked = [self.version.is_valid(), self.sources.is_valid()]
        for part in self.parts:
            checked.append(part.form.is_valid())
            checked += [formset.is_valid() for _role, _label, formset in part.rows]
        return all(checked)

    def spec(self) -> QuestionSpec:
        """What was written, as a value; only after is_valid()."""
        data = dict(self.version.cleaned_data)
        explanation = Text(data.pop("explanation_en"), data.pop("explanation_zh_hans"))
        scenario = Text(data.pop("scenario_en"), data.pop("scenario_zh_hans"))
        data["skill"] = data["skill"].code
        sources = tuple(_source(form.cleaned_data) for form in self.sources if _is_source(form.cleaned_data))
        parts = tuple(part_spec(part) for part in self.parts)
        return QuestionSpec(parts=parts, explanation=explanation, scenario=scenario, sources=sources, **data)


def _initial_version(spec: QuestionSpec) -> dict[str, Any]:
    names = ("level", "cognitive", "difficulty", "difficulty_reason", "minutes", "negative", "attributed")
    return {name: getattr(spec, name) for name in names} | {
        "skill": Skill.objects.filter(code=spec.skill).first(),
        "scenario_en": spec.scenario.en,
        "scenario_zh_hans": spec.scenario.zh_hans,
        "parameters": parameters.to_lines(spec.parameters),
        "explanation_en": spec.explanation.en,
        "explanation_zh_hans": spec.explanation.zh_hans,
        "notes": "\n".join(f"{code}: {reason}" for code, reason in spec.notes.items()),
    }


def _initial_sources(spec: QuestionSpec) -> list[dict[str, Any]]:
    claims = LectureClaim.objects.in_bulk([s.claim for s in spec.sources if s.claim], field_name="code")
    references = Reference.objects.in_bulk([s.reference for s in spec.sources if s.reference], field_name="key")
    return [
        {
            "claim": claims.get(s.claim),
            "reference": references.get(s.reference),
            "place": s.place,
            "opened_on": s.opened_on or None,
        }
        for s in spec.sources
    ]


def _is_source(cleaned: Mapping[str, Any]) -> bool:
    return not cleaned.get("DELETE") and bool(cleaned.get("claim") or cleaned.get("reference"))


def _source(cleaned: Mapping[str, Any]) -> SourceSpec:
    opened = cleaned.get("opened_on")
    return SourceSpec(
        claim=cleaned["claim"].code if cleaned.get("claim") else "",
        reference=cleaned["reference"].key if cleaned.get("reference") else "",
        place=cleaned.get("place", ""),
        opened_on=opened.isoformat() if opened else "",
    )


def blank_spec(kind: QuestionType, skill: str) -> QuestionSpec:
    """A question with nothing in it, to begin a draft with."""
    return QuestionSpec((blank_part(kind),), Text(), level="foundation", cognitive="R", skill=skill, difficulty=0.0)
