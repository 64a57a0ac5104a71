"""What stands between the shipped content and this database."""

import json
from pathlib import Path
from typing import Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from assessment.bank.queries import questions_by_claim, seeded_rows
from assessment.checklists.queries import seeded_checklists, words_of
from assessment.delivery.queries import quiz_questions, seeded_quizzes
from assessment.exchange.seeds.coverage import CoveredClaim, coverage
from assessment.exchange.seeds.fixtures import fields_hash, quiz_hash, statement_hash
from assessment.exchange.seeds.reader import read_framework
from config.environment import BASE_DIR

SEEDS = BASE_DIR / "seeds"
FIXTURES = BASE_DIR / "fixtures"


def fixture_paths() -> list[Path]:
    """The shipped fixtures, in loading order."""
    return sorted(FIXTURES.glob("*.json"))


def shipped_records() -> list[dict[str, Any]]:
    """Every record of the shipped fixtures, in loading order."""
    return [record for path in fixture_paths() for record in json.loads(path.read_text(encoding="utf-8"))]


def shipped_hashes() -> dict[tuple[str, str], str]:
    """The seed hash of every shipped row that has one, by model and name."""
    return {
        (_model(record), name_of(record["fields"])): digest
        for record in shipped_records()
        if (digest := record["fields"].get("seed_hash"))
    }


def name_of(fields: dict[str, Any]) -> str:
    """The name of a row among those of its model: its natural key in one string."""
    if "level" in fields and "code" not in fields:
        return f"{fields['competency'][0]} {fields['level']}"
    return str(fields.get("slug") or fields.get("code") or fields.get("key"))


def waiting_upgrades() -> list[str]:
    """Names of shipped rows that are new or differ from what this database took over last."""
    here = {(model, name_of(columns(row))): row.seed_hash for model, row in _rows()}
    return sorted(f"{model} {name}" for (model, name), digest in shipped_hashes().items()
                  if here.get((model, name)) != digest)  # fmt: skip


def local_hash(row: Any) -> str:
    """The hash that `row` has as it stands; it differs from ``seed_hash`` where somebody edited it."""
    fields = columns(row)
    if row._meta.model_name == "quiz":
        return quiz_hash(fields, quiz_questions(row))
    if row._meta.model_name == "statement":
        return statement_hash(fields, words_of(row))
    return fields_hash(fields)


def columns(row: Model) -> dict[str, Any]:
    """The columns of `row` as a fixture writes them."""
    data = serializers.serialize("python", [row], use_natural_foreign_keys=True)[0]["fields"]
    result: dict[str, Any] = json.loads(json.dumps(data, cls=DjangoJSONEncoder))
    return result


def lecture_coverage() -> tuple[list[CoveredClaim], dict[str, int]]:
    """The claims of the shipped lecture map with the published questions of this database; and their keys by name."""
    lecture, competencies = read_framework(SEEDS)
    found = questions_by_claim()
    names = {claim: [slug for slug, _pk in rows] for claim, rows in found.items()}
    return coverage(lecture, competencies, names), dict(row for rows in found.values() for row in rows)


def _rows() -> list[tuple[str, Any]]:
    return [(str(row._meta.model_name), row) for row in (*seeded_rows(), *seeded_quizzes(), *seeded_checklists())]


def _model(record: dict[str, Any]) -> str:
    return str(record["model"]).partition(".")[2]
