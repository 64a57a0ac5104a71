"""Reads the YAML under seeds/ into values. Every complaint names the file and the entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from assessment.delivery.rules import ALL, DEFAULT_SHOWS
from assessment.exchange.seeds.parts import read_parameters, read_parts, text
from assessment.values import QuestionSpec, SourceSpec, Text


class SeedError(Exception):
    """A seed file cannot be read; the message says which entry and why."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a second, independent computation gives for part `part` with the numbers stated."""

    part: int
    numbers: Mapping[str, str]
    answer: str


@dataclass(frozen=True, slots=True)
class QuestionSeed:
    """One question with what only seeds know of it: slot, origin, treatments, enemies, dates."""

    slug: str
    slot: str
    competency: str
    short_type: str
    origin: str
    spec: QuestionSpec
    treatments: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    enemies: tuple[str, ...] = ()
    review_by: str = ""
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class QuizSeed:
    """One quiz: its columns and the questions in order."""

    slug: str
    fields: Mapping[str, Any]
    questions: tuple[str, ...]
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StatementSeed:
    """One statement of a checklist. ``period_days`` is None where evidence counts for the usual time."""

    code: str
    checklist: str
    kind: str
    level: str
    text: Text
    evidence: Text = field(default_factory=Text)
    period_days: int | None = None
    position: int = 0
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def competency(self) -> str:
        """The code of the competency that its own code begins with."""
        return self.code.partition("-")[0]


@dataclass(frozen=True, slots=True)
class ChecklistSeed:
    """One checklist with its statements in order."""

    slug: str
    kind: str
    title: Text
    statements: tuple[StatementSeed, ...]


@dataclass(frozen=True, slots=True)
class Seeds:
    """Everything under seeds/."""

    competencies: Mapping[str, Any]
    lecture: Mapping[str, Any]
    references: tuple[Mapping[str, Any], ...]
    questions: tuple[QuestionSeed, ...]
    quizzes: tuple[QuizSeed, ...]
    released: str
    checklists: tuple[ChecklistSeed, ...] = ()
    glossary: tuple[Mapping[str, Any], ...] = ()


def read_seeds(folder: Path) -> Seeds:
    """All seeds under `folder`. Raises SeedError for a missing file, bad YAML or a bad entry."""
    questions: list[QuestionSeed] = []
    for path in sorted((folder / "questions").glob("*.yaml")):
        questions += [_question(entry, path) for entry in _load(path)]
    quizzes = _load(folder / "quizzes.yaml")
    lecture, competencies = read_framework(folder)
    return Seeds(
        competencies=competencies,
        lecture=lecture,
        references=tuple(_load(folder / "references.yaml")),
        questions=tuple(sorted(questions, key=lambda seed: seed.slug)),
        quizzes=tuple(_quiz(entry, position) for position, entry in enumerate(quizzes["quizzes"], 1)),
        released=str(quizzes["released"]),
        checklists=tuple(_checklist(entry) for entry in _load(folder / "checklists.yaml")["checklists"]),
        glossary=tuple(_load(folder / "glossary.yaml")),
    )


def read_framework(folder: Path) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The lecture map and the competencies alone. Raises SeedError as `read_seeds` does."""
    return _load(folder / "lecture_map.yaml"), _load(folder / "competencies.yaml")


def _load(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except FileNotFoundError as error:
        raise SeedError(f"{path} is missing.") from error
    except yaml.YAMLError as error:
        raise SeedError(f"{path} is not valid YAML: {error}") from error


def _question(entry: Mapping[str, Any], path: Path) -> QuestionSeed:
    name = entry.get("id", "?")
    try:
        return QuestionSeed(
            slug=entry["id"],
            slot=entry["slot"],
            competency=entry["slot"].partition("-")[0],
            short_type=entry["type"],
            origin=entry["origin"],
            spec=_spec(entry),
            treatments=tuple(entry.get("treatments") or ()),
            tags=tuple(entry.get("tags") or ()),
            enemies=tuple(entry.get("enemies") or ()),
            review_by=str(entry.get("review_by") or ""),
            samples=_samples(entry),
        )
    except KeyError as error:
        raise SeedError(f"{path.name}: {name} lacks {error}.") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise SeedError(f"{path.name}: {name} cannot be read: {error}") from error


def _spec(entry: Mapping[str, Any]) -> QuestionSpec:
    return QuestionSpec(
        parts=read_parts(entry),
        explanation=text(entry["explanation"]),
        level=entry["level"],
        cognitive=entry["cognitive"],
        skill=entry["skill"],
        difficulty=float(entry["difficulty"]),
        difficulty_reason=entry["difficulty_reason"],
        minutes=float(entry["minutes"]),
        negative=bool(entry.get("negative", False)),
        attributed=bool(entry.get("attributed", False)),
        sources=(
            *(SourceSpec(claim=code) for code in entry.get("claims") or ()),
            *(_reference(row) for row in entry.get("references") or ()),
        ),
        notes=dict(entry.get("notes") or {}),
        scenario=text(entry.get("scenario")),
        parameters=read_parameters(entry),
    )


def _reference(row: Mapping[str, Any]) -> SourceSpec:
    return SourceSpec(reference=row["key"], place=str(row.get("place") or ""), opened_on=str(row.get("opened") or ""))


def _samples(entry: Mapping[str, Any]) -> tuple[Sample, ...]:
    """The second computation of every calculated part: the number that somebody else got for stated numbers."""
    numbers: Mapping[str, Any] = (entry.get("parameters") or {}).get("sample") or {}
    sample = {name: str(value) for name, value in numbers.items()}
    found = []
    for index, part in enumerate(entry.get("parts") or [entry]):
        given: Mapping[str, Any] = part.get("numeric") or {}
        if "sample_answer" in given:
            found.append(Sample(index, sample, str(given["sample_answer"])))
    return tuple(found)


def _quiz(entry: Mapping[str, Any], position: int) -> QuizSeed:
    title, description = text(entry["title"]), text(entry["description"])
    return QuizSeed(
        slug=entry["slug"],
        fields={
            "title_en": title.en,
            "title_zh_hans": title.zh_hans,
            "description_en": description.en,
            "description_zh_hans": description.zh_hans,
            "mode": entry["mode"],
            "counts": bool(entry["counts"]),
            "counted": entry.get("counted", ALL),
            "visitors": bool(entry.get("visitors", False)),
            "certainty": bool(entry.get("certainty", False)),
            "shows": {**DEFAULT_SHOWS, **(entry.get("shows") or {})},
            "attempts_allowed": entry.get("attempts_allowed"),
            "opens_at": None,
            "closes_at": None,
            "plan": entry.get("plan") or {},
            "competency": entry.get("competency"),
            "minutes": entry.get("minutes"),
            "position": int(entry.get("position", position)),
            "status": "open",
        },
        questions=tuple(entry.get("questions") or ()),
        notes=dict(entry.get("notes") or {}),
    )


def _checklist(entry: Mapping[str, Any]) -> ChecklistSeed:
    slug, kind = entry.get("slug", "?"), entry.get("kind", "")
    rows = enumerate(entry.get("statements") or (), 1)
    statements = tuple(_statement(row, slug, kind, position) for position, row in rows)
    return ChecklistSeed(slug, kind, text(entry.get("title")), statements)


def _statement(entry: Mapping[str, Any], checklist: str, kind: str, position: int) -> StatementSeed:
    code = str(entry.get("code") or "?")
    try:
        return StatementSeed(
            code=code,
            checklist=checklist,
            kind=kind,
            level=str(entry.get("level") or ""),
            text=text(entry.get("text")),
            evidence=text(entry.get("evidence")),
            period_days=int(entry["period_days"]) if entry.get("period_days") else None,
            position=position,
            notes=dict(entry.get("notes") or {}),
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise SeedError(f"checklists.yaml: {code} cannot be read: {error}") from error
