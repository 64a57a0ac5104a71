"""The draft of a question as forms: the fields its types declare, and no others, side by side in both languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from assessment.bank.models import (
    Competency,
    LectureClaim,
    Question,
    Reference,
    Skill,
    cognitive_choices,
    level_choices,
)
from assessment.bank.question_types.declarations import FieldSpec, QuestionType, RoleSpec
from assessment.bank.question_types.registry import QUESTION_TYPES, question_type
from assessment.lib.bilingual import localised
from assessment.values import OptionSpec, PartSpec, QuestionSpec, SourceSpec, Text

Data = Mapping[str, Any] | None
_TRUTH = {"true": True, "false": False}


class ProseField(forms.CharField):
    """Text of one or more lines, with line ends as they are everywhere but in a posted form."""

    def __init__(self, rows: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Browsers send every line end as CR LF, which would make an unchanged text another content."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


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
    explanation_en = ProseField(5, label=_("explanation (English)"))
    explanation_zh_hans = ProseField(5, label=_("explanation (Chinese)"))
    notes = ProseField(
        2, label=_("lint notes"),
        help_text=_("One a line, a rule and why its finding is accepted: LANG-01: 175 billion is 1750 亿."),
    )  # fmt: skip

    def __init__(self, *args: Any, competency: Competency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skill"].queryset = Skill.objects.filter(competency=competency)  # type: ignore[attr-defined]

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


class RowForm(forms.Form):
    """One option, reason or wrong value in both languages."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    right = forms.BooleanField(label=_("right"), required=False)
    text_en = ProseField(2, label=_("text (English)"))
    text_zh_hans = ProseField(2, label=_("text (Chinese)"))
    feedback_en = ProseField(2, label=_("feedback (English)"))
    feedback_zh_hans = ProseField(2, label=_("feedback (Chinese)"))

    def __init__(self, *args: Any, role: RoleSpec, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if role.credit == "none":
            del self.fields["right"]
        if role.number:
            # A number is the same in both languages.
            del self.fields["text_zh_hans"]
            self.fields["text_en"] = forms.CharField(label=_("value"), required=False)

    @property
    def filled(self) -> bool:
        """Whether there is anything in it to keep."""
        names = ("text_en", "text_zh_hans", "feedback_en", "feedback_zh_hans")
        return not self.cleaned_data.get("DELETE") and any(self.cleaned_data.get(name) for name in names)

    def spec(self, role: RoleSpec, key: str) -> OptionSpec:
        """The row as a value."""
        data = self.cleaned_data
        english = data["text_en"]
        return OptionSpec(
            key,
            role.name,
            Text(english, english if role.number else data["text_zh_hans"]),
            Text(data["feedback_en"], data["feedback_zh_hans"]),
            1.0 if data.get("right") else 0.0,
        )


class SourceForm(forms.Form):
    """One source: a lecture claim or a reference, and the place in it."""

    claim = forms.ModelChoiceField(LectureClaim.objects.all(), label=_("lecture claim"), required=False)
    reference = forms.ModelChoiceField(Reference.objects.all(), label=_("reference"), required=False)
    place = forms.CharField(label=_("place in the source"), max_length=200, required=False)
    opened_on = forms.DateField(label=_("opened on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        """Exactly one of claim and reference, unless the row is empty."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("claim") and data.get("reference"):
            raise ValidationError(_("Choose a claim or a reference, not both; add a row for the other."))
        if not (data.get("claim") or data.get("reference")) and (data.get("place") or data.get("opened_on")):
            raise ValidationError(_("Choose the claim or the reference that this place is in."))
        return data


class PartForm(forms.Form):
    """The stem of a part and the settings that its type declares."""

    stem_en = ProseField(5, label=_("stem (English)"))
    stem_zh_hans = ProseField(5, label=_("stem (Chinese)"))

    def __init__(self, *args: Any, kind: QuestionType, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for spec in kind.FIELDS:
            for name, field in _setting_fields(spec):
                self.fields[name] = field

    @property
    def settings(self) -> list[forms.BoundField]:
        """The fields of the type, without the stem."""
        return [self[name] for name in self.fields if not name.startswith("stem_")]

    def data_of_part(self) -> dict[str, Any]:
        """The part's ``data`` as its type wants it."""
        return {spec.name: _stored(spec, self.cleaned_data) for spec in self.kind.FIELDS}


def _setting_fields(spec: FieldSpec) -> Iterator[tuple[str, forms.Field]]:
    label, help_text = localised(spec.label), localised(spec.help)
    if spec.kind == "text":
        yield f"{spec.name}_en", forms.CharField(label=f"{label} (English)", required=False, max_length=60)
        yield f"{spec.name}_zh_hans", forms.CharField(label=f"{label} (中文)", required=False, max_length=60)
    elif spec.kind == "flag":
        yield spec.name, forms.BooleanField(label=label, required=False, help_text=help_text)
    elif spec.kind == "integer":
        yield spec.name, forms.IntegerField(label=label, min_value=0, max_value=12, help_text=help_text)
    elif spec.kind == "number":
        yield spec.name, forms.CharField(label=label, required=False, max_length=64, help_text=help_text)
    else:
        choices = [(value, localised(text)) for value, text in spec.choices]
        yield spec.name, forms.ChoiceField(label=label, choices=choices, help_text=help_text)


def _stored(spec: FieldSpec, cleaned: Mapping[str, Any]) -> Any:
    if spec.kind == "text":
        return {"en": cleaned[f"{spec.name}_en"], "zh_hans": cleaned[f"{spec.name}_zh_hans"]}
    return _TRUTH[cleaned[spec.name]] if spec.kind == "truth" else cleaned[spec.name]


def _initial_setting(spec: FieldSpec, data: Mapping[str, Any]) -> dict[str, Any]:
    value = data.get(spec.name, spec.default)
    if spec.kind == "text":
        both = value or {}
        return {f"{spec.name}_en": both.get("en", ""), f"{spec.name}_zh_hans": both.get("zh_hans", "")}
    if spec.kind == "truth":
        return {spec.name: "true" if value else "false"}
    return {spec.name: value}


_Sources = formset_factory(SourceForm, extra=1, can_delete=True)


@dataclass(slots=True)
class PartForms:
    """The forms of one part: its stem and settings, and a formset for each role."""

    form: PartForm
    rows: list[tuple[RoleSpec, str, BaseFormSet[RowForm]]]


class DraftForms:
    """All forms of a draft together: valid or not, and back to a QuestionSpec."""

    def __init__(self, spec: QuestionSpec, competency: Competency, data: Data = None) -> None:
        self.version = VersionForm(data, initial=_initial_version(spec), prefix="version", competency=competency)
        self.sources = _Sources(data, initial=_initial_sources(spec), prefix="source")
        self.parts = [_part_forms(part, f"part{i}", data) for i, part in enumerate(spec.parts)]

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
        data["skill"] = data["skill"].code
        sources = tuple(_source(form.cleaned_data) for form in self.sources if _is_source(form.cleaned_data))
        parts = tuple(_part_spec(part) for part in self.parts)
        return QuestionSpec(parts=parts, explanation=explanation, sources=sources, **data)


def _initial_version(spec: QuestionSpec) -> dict[str, Any]:
    names = ("level", "cognitive", "difficulty", "difficulty_reason", "minutes", "negative", "attributed")
    return {name: getattr(spec, name) for name in names} | {
        "skill": Skill.objects.filter(code=spec.skill).first(),
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


def _part_forms(part: PartSpec, prefix: str, data: Data) -> PartForms:
    kind = question_type(part.type)
    initial: dict[str, Any] = {"stem_en": part.stem.en, "stem_zh_hans": part.stem.zh_hans}
    for spec in kind.FIELDS:
        initial |= _initial_setting(spec, part.data)
    rows = [(role, localised(role.label), _rows(part, role, f"{prefix}-{role.name}", data)) for role in kind.ROLES]
    return PartForms(PartForm(data, initial=initial, prefix=prefix, kind=kind), rows)


def _rows(part: PartSpec, role: RoleSpec, prefix: str, data: Data) -> BaseFormSet[RowForm]:
    present = part.with_role(role.name)
    extra = max(1, role.minimum - len(present)) if len(present) < role.maximum else 0
    formset = formset_factory(RowForm, extra=extra, can_delete=True, max_num=role.maximum, validate_max=True)
    initial = [
        {
            "key": row.key,
            "right": row.credit >= 1,
            "text_en": row.text.en,
            "text_zh_hans": row.text.zh_hans,
            "feedback_en": row.feedback.en,
            "feedback_zh_hans": row.feedback.zh_hans,
        }
        for row in present
    ]
    return formset(data, initial=initial, prefix=prefix, form_kwargs={"role": role})


def _part_spec(part: PartForms) -> PartSpec:
    cleaned = part.form.cleaned_data
    options: list[OptionSpec] = []
    for role, _label, formset in part.rows:
        for form in formset:
            if form.filled:
                key = form.cleaned_data.get("key")
                if not key or any(option.key == key for option in options):
                    key = _free_key(role, formset, options)
                options.append(form.spec(role, key))
    stem = Text(cleaned["stem_en"], cleaned["stem_zh_hans"])
    return PartSpec(part.form.kind.CODE, stem, tuple(options), part.form.data_of_part())


def _free_key(role: RoleSpec, formset: BaseFormSet[RowForm], options: list[OptionSpec]) -> str:
    """A key that no row of the part has or had on this page."""
    taken = {option.key for option in options} | {form.cleaned_data.get("key") for form in formset}
    prefix = "w" if role.number else ""
    return next(f"{prefix}{letter}" for letter in ascii_lowercase if f"{prefix}{letter}" not in taken)


def blank_spec(kind: QuestionType, skill: str) -> QuestionSpec:
    """The content that a new question of `kind` starts from."""
    defaults = {spec.name: spec.default for spec in kind.FIELDS if spec.default is not None}
    part = PartSpec(kind.CODE, Text(), (), defaults)
    return QuestionSpec((part,), Text(), level="foundation", cognitive="R", skill=skill, difficulty=0.0)
