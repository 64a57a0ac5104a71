"""Between rows and values: reads versions as QuestionSpec and writes a QuestionSpec into a draft."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assessment.bank.models import LectureClaim, Option, Part, QuestionVersion, Reference, Source
from assessment.lib.bilingual import text_of
from assessment.values import OptionSpec, PartSpec, QuestionSpec, SourceSpec, Text

_ROW = (
    "version_id", "position", "type", "stem_en", "stem_zh_hans", "data", "explanation_en", "explanation_zh_hans",
    "options__key", "options__role", "options__text_en", "options__text_zh_hans",
    "version__scenario_en", "version__scenario_zh_hans",
    "options__feedback_en", "options__feedback_zh_hans", "options__credit",
)  # fmt: skip


def load_parts(version_ids: Iterable[int]) -> dict[int, tuple[PartSpec, ...]]:
    """The parts of every version in `version_ids`, in one query."""
    return {version: content.parts for version, content in load_contents(version_ids).items()}


@dataclass(frozen=True, slots=True)
class Content:
    """What is asked: the parts of a version and the text that they share."""

    scenario: Text
    parts: tuple[PartSpec, ...]


def load_contents(version_ids: Iterable[int]) -> dict[int, Content]:
    """What every version in `version_ids` asks, in one query."""
    rows = (
        Part.objects.filter(version__in=list(version_ids))
        .order_by("version_id", "position", "options__position")
        .values(*_ROW)
    )
    found: dict[int, dict[int, PartSpec]] = {}
    scenarios: dict[int, Text] = {}
    for row in rows:
        scenarios[row["version_id"]] = Text(row["version__scenario_en"], row["version__scenario_zh_hans"])
        parts = found.setdefault(row["version_id"], {})
        part = parts.get(row["position"]) or PartSpec(
            row["type"],
            Text(row["stem_en"], row["stem_zh_hans"]),
            (),
            row["data"],
            Text(row["explanation_en"], row["explanation_zh_hans"]),
        )
        parts[row["position"]] = _with_option(part, row)
    return {version: Content(scenarios[version], tuple(parts.values())) for version, parts in found.items()}


def _with_option(part: PartSpec, row: dict[str, Any]) -> PartSpec:
    if row["options__key"] is None:
        return part
    option = OptionSpec(
        row["options__key"],
        row["options__role"],
        Text(row["options__text_en"], row["options__text_zh_hans"]),
        Text(row["options__feedback_en"], row["options__feedback_zh_hans"]),
        row["options__credit"],
    )
    return replace(part, options=(*part.options, option))


def load_specs(versions: Sequence[QuestionVersion]) -> dict[int, QuestionSpec]:
    """The whole content of `versions`, by primary key, in three queries or fewer."""
    ids = [version.pk for version in versions]
    parts = load_parts(ids)
    sources: dict[int, list[SourceSpec]] = {}
    for source in Source.objects.filter(version__in=ids).select_related("claim", "reference").order_by("position"):
        sources.setdefault(source.version_id, []).append(
            SourceSpec(
                source.claim.code if source.claim else "",
                source.reference.key if source.reference else "",
                source.place,
                source.opened_on.isoformat() if source.opened_on else "",
            )
        )
    return {v.pk: _spec(v, parts.get(v.pk, ()), tuple(sources.get(v.pk, ()))) for v in versions}


def load_spec(version: QuestionVersion) -> QuestionSpec:
    """The whole content of one version."""
    return load_specs([version])[version.pk]


def _spec(version: QuestionVersion, parts: tuple[PartSpec, ...], sources: tuple[SourceSpec, ...]) -> QuestionSpec:
    return QuestionSpec(
        parts=parts,
        explanation=text_of(version, "explanation"),
        level=version.level,
        cognitive=version.cognitive,
        skill=version.skill.code,
        difficulty=version.difficulty,
        difficulty_reason=version.difficulty_reason,
        minutes=version.minutes,
        negative=version.negative,
        attributed=version.attributed,
        sources=sources,
        notes=version.notes,
        scenario=text_of(version, "scenario"),
        parameters=version.parameters,
    )


def version_fields(spec: QuestionSpec) -> dict[str, Any]:
    """The columns of a version, without its relations."""
    return {
        "level": spec.level,
        "cognitive": spec.cognitive,
        "difficulty": spec.difficulty,
        "difficulty_reason": spec.difficulty_reason,
        "minutes": spec.minutes,
        "negative": spec.negative,
        "attributed": spec.attributed,
        "explanation_en": spec.explanation.en,
        "explanation_zh_hans": spec.explanation.zh_hans,
        "scenario_en": spec.scenario.en,
        "scenario_zh_hans": spec.scenario.zh_hans,
        "parameters": dict(spec.parameters),
        "notes": dict(spec.notes),
    }


def part_fields(part: PartSpec, position: int) -> dict[str, Any]:
    """The columns of a part, without its relations."""
    return {
        "position": position,
        "type": part.type,
        "stem_en": part.stem.en,
        "stem_zh_hans": part.stem.zh_hans,
        "data": dict(part.data),
        "explanation_en": part.explanation.en,
        "explanation_zh_hans": part.explanation.zh_hans,
    }


def option_fields(option: OptionSpec, position: int) -> dict[str, Any]:
    """The columns of an option, without its relations."""
    return {
        "position": position,
        "key": option.key,
        "role": option.role,
        "text_en": option.text.en,
        "text_zh_hans": option.text.zh_hans,
        "feedback_en": option.feedback.en,
        "feedback_zh_hans": option.feedback.zh_hans,
        "credit": option.credit,
    }


def write_children(version: QuestionVersion, spec: QuestionSpec) -> None:
    """Replace the parts, options and sources of a draft by those of `spec`."""
    version.parts.all().delete()
    version.sources.all().delete()
    for position, part in enumerate(spec.parts):
        row = Part.objects.create(version=version, **part_fields(part, position))
        Option.objects.bulk_create(Option(part=row, **option_fields(o, i)) for i, o in enumerate(part.options))
    claims = LectureClaim.objects.in_bulk([s.claim for s in spec.sources if s.claim], field_name="code")
    references = Reference.objects.in_bulk([s.reference for s in spec.sources if s.reference], field_name="key")
    Source.objects.bulk_create(
        Source(
            version=version,
            position=position,
            claim=claims[source.claim] if source.claim else None,
            reference=references[source.reference] if source.reference else None,
            place=source.place,
            opened_on=date.fromisoformat(source.opened_on) if source.opened_on else None,
        )
        for position, source in enumerate(spec.sources)
    )
