"""From seeds to fixture records: what `loaddata` puts into an empty database.

Deterministic: the same seeds give the same bytes on every machine. Rows are named by natural keys,
and publications come last, because from then on the database refuses any change.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from assessment.bank.content import content_hash
from assessment.bank.specs import option_fields, part_fields, version_fields
from assessment.exchange.seeds.parts import text
from assessment.exchange.seeds.reader import QuestionSeed, QuizSeed, Seeds
from assessment.values import LEVELS

Record = dict[str, Any]
NEEDS_REVIEW = "needs-review"


def fixture_files(seeds: Seeds) -> dict[str, str]:
    """The content of every file under fixtures/, by file name, in loading order."""
    files = {
        "1_framework.json": [*framework_records(seeds), *lecture_records(seeds), *reference_records(seeds)],
        "2_questions.json": question_records(seeds),
        "3_quizzes.json": [record for quiz in seeds.quizzes for record in quiz_records(quiz)],
    }
    return {name: _dump(records) for name, records in files.items()}


def _dump(records: Iterable[Record]) -> str:
    lines = ",\n".join(json.dumps(record, ensure_ascii=False, sort_keys=True) for record in records)
    return f"[\n{lines}\n]\n"


def framework_records(seeds: Seeds) -> list[Record]:
    """Competencies, skills and level descriptions."""
    domains = {row["code"]: text(row["name"]) for row in seeds.competencies["domains"]}
    records = []
    for row in seeds.competencies["competencies"]:
        code = row["code"]
        fields = {"code": code, "domain": row["domain"]}
        fields |= _both("domain_name", domains[row["domain"]]) | _both("name", text(row["name"]))
        fields |= _both("summary", text(row["summary"])) | _both("definition", text(row["definition"]))
        records.append(_hashed("competency", fields))
        for skill in row["skills"]:
            skill_fields = {"code": skill["code"], "competency": [code]} | _both("text", text(skill["text"]))
            records.append(_hashed("skill", skill_fields))
        for level in LEVELS:
            behaviour = _both("behaviour", text(row["levels"][level]))
            records.append(_hashed("leveldescription", {"competency": [code], "level": level} | behaviour))
    return records


def lecture_records(seeds: Seeds) -> list[Record]:
    """The claims that a question may be built on; page metadata and announcements are left out."""
    titles = {row["code"]: text(row["title"]) for row in seeds.lecture["sections"]}
    return [
        _hashed(
            "lectureclaim",
            {"code": row["code"], "section": row["section"], "kind": row["kind"], "use": row["use"]}
            | _both("section_title", titles[row["section"]])
            | _both("text", text(row["text"])),
        )
        for row in seeds.lecture["claims"]
        if row["use"] != "NO"
    ]


def reference_records(seeds: Seeds) -> list[Record]:
    """Public sources."""
    names = ("key", "authors", "title", "venue", "locator", "url")
    return [
        _hashed("reference", {name: row.get(name) or "" for name in names} | {"year": row["year"]})
        for row in seeds.references
    ]


def question_records(seeds: Seeds) -> list[Record]:
    """Every question with its first version, and all publications at the end."""
    records: list[Record] = []
    enemies = enemies_of(seeds)
    for seed in seeds.questions:
        records += _question(seed, enemies[seed.slug])
    published = f"{seeds.released}T00:00:00Z"
    for seed in seeds.questions:
        if NEEDS_REVIEW in seed.tags:
            continue
        fields = {"version": [seed.slug, 1], "author": None, "published_at": published, "note": ""}
        records.append({"model": "assessment.publication", "fields": fields})
    return records


def enemies_of(seeds: Seeds) -> dict[str, list[str]]:
    """The enemies of every question among the others; each of a pair may name the other, by slug or by slot."""
    slots = {seed.slot: seed.slug for seed in seeds.questions} | {seed.slug: seed.slug for seed in seeds.questions}
    found: dict[str, set[str]] = {seed.slug: set() for seed in seeds.questions}
    for seed in seeds.questions:
        for name in seed.enemies:
            if (other := slots.get(name)) and other != seed.slug:
                found[seed.slug].add(other)
                found[other].add(seed.slug)
    return {slug: sorted(names) for slug, names in found.items()}


def _question(seed: QuestionSeed, enemies: Iterable[str]) -> list[Record]:
    """A question with its first version; one that needs review comes as a draft, and is not asked."""
    number = None if NEEDS_REVIEW in seed.tags else 1
    version = [seed.slug, number]
    digest = content_hash(seed.spec)
    records: list[Record] = [
        _record(
            "question", slug=seed.slug, competency=[seed.competency], status="published" if number else "draft",
            seed_hash=digest, enemies=[[name] for name in enemies],
        ),
        _record(
            "questionversion", question=[seed.slug], number=number, skill=[seed.spec.skill],
            content_hash=digest if number else "", **version_fields(seed.spec),
        ),
    ]  # fmt: skip
    for position, part in enumerate(seed.spec.parts):
        records.append(_record("part", version=version, **part_fields(part, position)))
        owner = [*version, position]
        records += [_record("option", part=owner, **option_fields(o, i)) for i, o in enumerate(part.options)]
    for position, source in enumerate(seed.spec.sources):
        fields = {"version": version, "position": position, "place": source.place}
        fields |= {"claim": [source.claim] if source.claim else None, "opened_on": source.opened_on or None}
        fields |= {"reference": [source.reference] if source.reference else None}
        records.append(_record("source", **fields))
    return records


def quiz_records(quiz: QuizSeed) -> list[Record]:
    """One quiz and its questions; the hash covers both."""
    fields = {"slug": quiz.slug, **quiz.fields}
    fields["competency"] = [fields["competency"]] if fields["competency"] else None
    fields["seed_hash"] = quiz_hash(fields, quiz.questions)
    items = [
        _record("quizitem", quiz=[quiz.slug], question=[slug], position=position)
        for position, slug in enumerate(quiz.questions, 1)
    ]
    return [_record("quiz", **fields), *items]


def quiz_hash(fields: Mapping[str, Any], questions: Iterable[str]) -> str:
    """The content hash of a quiz with its questions in order."""
    return fields_hash({**fields, "questions": list(questions)})


def fields_hash(fields: Mapping[str, Any]) -> str:
    """SHA-256 of a row's columns, without its own seed hash."""
    kept = {name: value for name, value in fields.items() if name != "seed_hash"}
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _hashed(model: str, fields: Record) -> Record:
    return _record(model, **fields, seed_hash=fields_hash(fields))


def _record(model: str, **fields: Any) -> Record:
    return {"model": f"assessment.{model}", "fields": fields}


def _both(name: str, value: Any) -> Record:
    return {f"{name}_en": value.en, f"{name}_zh_hans": value.zh_hans}
