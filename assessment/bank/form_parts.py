"""One part of a draft as forms: its stem, the settings that its type declares, and a formset for each role."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from assessment.bank.question_types.declarations import FieldSpec, QuestionType, RoleSpec
from assessment.bank.question_types.registry import question_type
from assessment.lib.bilingual import localised
from assessment.values import OptionSpec, PartSpec, Text

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


class MappingField(ProseField):
    """Lines ``name = value``, stored as an object of texts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(5, **kwargs)

    def clean(self, value: Any) -> Any:
        """The mapping. Raises ValidationError naming the first line that is not one."""
        found: dict[str, str] = {}
        for line in super().clean(value).splitlines():
            name, sign, entry = line.partition("=")
            if line.strip() and not (sign and name.strip() and entry.strip()):
                raise ValidationError(_("“%(line)s” is not a name, an equals sign and a value."), params={"line": line})
            if line.strip():
                found[name.strip()] = entry.strip()
        return found


class RowForm(forms.Form):
    """One option, reason or wrong value in both languages."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    right = forms.BooleanField(label=_("right"), required=False)
    credit = forms.FloatField(
        label=_("credit"),
        required=False,
        min_value=-1,
        max_value=100,
        help_text=_("1 is full credit; points in a rubric."),
    )
    text_en = ProseField(2, label=_("text (English)"))
    text_zh_hans = ProseField(2, label=_("text (Chinese)"))
    feedback_en = ProseField(2, label=_("feedback (English)"))
    feedback_zh_hans = ProseField(2, label=_("feedback (Chinese)"))

    def __init__(self, *args: Any, role: RoleSpec, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if role.credit in ("none", "share"):
            del self.fields["right"]
        if role.credit not in ("some", "share"):
            del self.fields["credit"]
        if role.named:
            self.fields["key"] = forms.SlugField(label=_("key"), max_length=20, required=False)
        if role.number:
            # A number is the same in both languages.
            del self.fields["text_zh_hans"]
            self.fields["text_en"] = forms.CharField(label=_("number or formula"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Tick and credit say the same; who unticks a row means it, whatever credit still stands there."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        credit = data.get("credit")
        if "right" in self.fields and credit is not None and bool(data.get("right")) != (credit > 0):
            self.add_error(
                "credit", _("The credit says otherwise than the tick: a right row earns some, a wrong one none.")
            )
        return data

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
            Text(data.get("feedback_en", ""), data.get("feedback_zh_hans", "")),
            self._credit(role),
        )

    def _credit(self, role: RoleSpec) -> float:
        """A right row earns 1 unless it says how much; a wrong one may take away."""
        given = self.cleaned_data.get("credit")
        if given is not None:
            return float(given)
        return 1.0 if self.cleaned_data.get("right") else 0.0


class PartForm(forms.Form):
    """The stem of a part and the settings that its type declares."""

    stem_en = ProseField(5, label=_("stem (English)"))
    stem_zh_hans = ProseField(5, label=_("stem (Chinese)"))
    explanation_en = ProseField(3, label=_("explanation of the part (English)"))
    explanation_zh_hans = ProseField(3, label=_("explanation of the part (Chinese)"))

    def __init__(self, *args: Any, kind: QuestionType, stored: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.stored = kind, stored
        for spec in kind.FIELDS:
            for name, field in _setting_fields(spec):
                self.fields[name] = field

    @property
    def settings(self) -> list[forms.BoundField]:
        """The fields of the type, without the stem."""
        return [self[name] for name in self.fields if not name.startswith(("stem_", "explanation_"))]

    def data_of_part(self) -> dict[str, Any]:
        """The part's ``data`` as its type wants it.

        A setting that is younger than the part stays out while it has its default, so that a draft sent
        back unchanged is the same content.
        """
        data = {spec.name: _stored(spec, self.cleaned_data) for spec in self.kind.FIELDS}
        young = {spec.name for spec in self.kind.FIELDS if spec.default is not None and spec.name not in self.stored}
        defaults = {spec.name: spec.default for spec in self.kind.FIELDS}
        absent = {name for name, value in data.items() if value is None and name not in self.stored}
        return {n: v for n, v in data.items() if n not in absent and (n not in young or v != defaults[n])}


def _setting_fields(spec: FieldSpec) -> Iterator[tuple[str, forms.Field]]:
    label, help_text = localised(spec.label), localised(spec.help)
    if spec.kind == "text":
        yield f"{spec.name}_en", forms.CharField(label=f"{label} (English)", required=False, max_length=60)
        yield f"{spec.name}_zh_hans", forms.CharField(label=f"{label} (中文)", required=False, max_length=60)
    elif spec.kind == "prose":
        yield f"{spec.name}_en", ProseField(5, label=f"{label} (English)", help_text=help_text)
        yield f"{spec.name}_zh_hans", ProseField(5, label=f"{label} (中文)", help_text=help_text)
    elif spec.kind == "formula":
        yield spec.name, forms.CharField(label=label, required=False, max_length=300, help_text=help_text)
    elif spec.kind == "mapping":
        yield spec.name, MappingField(label=label, help_text=help_text)
    elif spec.kind == "flag":
        yield spec.name, forms.BooleanField(label=label, required=False, help_text=help_text)
    elif spec.kind == "integer":
        yield (
            spec.name,
            forms.IntegerField(
                label=label, min_value=0, max_value=10_000, help_text=help_text, required=spec.default is not None
            ),
        )
    elif spec.kind == "number":
        yield spec.name, forms.CharField(label=label, required=False, max_length=64, help_text=help_text)
    else:
        choices = [(value, localised(text)) for value, text in spec.choices]
        yield spec.name, forms.ChoiceField(label=label, choices=choices, help_text=help_text)


def _stored(spec: FieldSpec, cleaned: Mapping[str, Any]) -> Any:
    if spec.kind in ("text", "prose"):
        return {"en": cleaned[f"{spec.name}_en"], "zh_hans": cleaned[f"{spec.name}_zh_hans"]}
    return _TRUTH[cleaned[spec.name]] if spec.kind == "truth" else cleaned[spec.name]


def _initial_setting(spec: FieldSpec, data: Mapping[str, Any]) -> dict[str, Any]:
    value = data.get(spec.name, spec.default)
    if spec.kind in ("text", "prose"):
        both = value or {}
        return {f"{spec.name}_en": both.get("en", ""), f"{spec.name}_zh_hans": both.get("zh_hans", "")}
    if spec.kind == "truth":
        return {spec.name: "true" if value else "false"}
    if spec.kind == "mapping":
        return {spec.name: "\n".join(f"{name} = {entry}" for name, entry in (value or {}).items())}
    return {spec.name: value}


@dataclass(slots=True)
class PartForms:
    """The forms of one part: its stem and settings, and a formset for each role."""

    form: PartForm
    rows: list[tuple[RoleSpec, str, BaseFormSet[RowForm]]]


def part_forms(part: PartSpec, prefix: str, data: Data) -> PartForms:
    """The forms of `part`, bound where there is posted `data`; their fields begin with `prefix`."""
    kind = question_type(part.type)
    initial: dict[str, Any] = {
        "stem_en": part.stem.en,
        "stem_zh_hans": part.stem.zh_hans,
        "explanation_en": part.explanation.en,
        "explanation_zh_hans": part.explanation.zh_hans,
    }
    for spec in kind.FIELDS:
        initial |= _initial_setting(spec, part.data)
    rows = [(role, localised(role.label), _rows(part, role, f"{prefix}-{role.name}", data)) for role in kind.ROLES]
    return PartForms(PartForm(data, initial=initial, prefix=prefix, kind=kind, stored=part.data), rows)


def _rows(part: PartSpec, role: RoleSpec, prefix: str, data: Data) -> BaseFormSet[RowForm]:
    present = part.with_role(role.name)
    extra = max(1, role.minimum - len(present)) if len(present) < role.maximum else 0
    formset = formset_factory(RowForm, extra=extra, can_delete=True, max_num=role.maximum, validate_max=True)
    initial = [
        {
            "key": row.key,
            "right": row.credit > 0,
            "credit": _shown_credit(role, row),
            "text_en": row.text.en,
            "text_zh_hans": row.text.zh_hans,
            "feedback_en": row.feedback.en,
            "feedback_zh_hans": row.feedback.zh_hans,
        }
        for row in present
    ]
    return formset(data, initial=initial, prefix=prefix, form_kwargs={"role": role})


def _shown_credit(role: RoleSpec, row: OptionSpec) -> float | None:
    """Where a tick says it all, the number stays out of the way."""
    return None if role.credit != "share" and row.credit in (0.0, 1.0) else row.credit


def part_spec(part: PartForms) -> PartSpec:
    """What was written, as a value; only after every form of it is valid."""
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
    explanation = Text(cleaned["explanation_en"], cleaned["explanation_zh_hans"])
    return PartSpec(part.form.kind.CODE, stem, tuple(options), part.form.data_of_part(), explanation)


def _free_key(role: RoleSpec, formset: BaseFormSet[RowForm], options: list[OptionSpec]) -> str:
    """A key that no row of the part has or had on this page."""
    taken = {option.key for option in options} | {form.cleaned_data.get("key") for form in formset}
    prefix = "w" if role.number else ""
    return next(f"{prefix}{letter}" for letter in ascii_lowercase if f"{prefix}{letter}" not in taken)


def blank_part(kind: QuestionType) -> PartSpec:
    """A part with nothing in it but the defaults of its type."""
    defaults = {spec.name: spec.default for spec in kind.FIELDS if spec.default is not None}
    return PartSpec(kind.CODE, Text(), (), defaults)
