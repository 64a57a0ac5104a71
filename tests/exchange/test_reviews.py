"""The ledger of reviews beside the questions: nothing ships that only its writer has read."""

from collections import defaultdict
from typing import Any

import pytest
import yaml

from assessment.exchange.queries import SEEDS
from assessment.exchange.seeds.reader import Seeds

FIELDS = {"id", "written_by", "reviewed_by", "agreed", "changed"}


@pytest.fixture(scope="module")
def ledger() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((SEEDS / "reviews.yaml").read_text(encoding="utf-8"))
    return rows


def test_every_entry_names_a_question_its_readers_and_what_changed(
    ledger: list[dict[str, Any]], all_seeds: Seeds
) -> None:
    slugs = {seed.slug for seed in all_seeds.questions}
    for row in ledger:
        assert row["id"] in slugs
        assert set(row) <= FIELDS
        assert all(str(role).strip() for role in (row["written_by"], row["changed"], *row["reviewed_by"]))


def test_every_question_was_read_by_somebody_else_than_its_writer(
    ledger: list[dict[str, Any]], all_seeds: Seeds
) -> None:
    roles: dict[str, set[str]] = defaultdict(set)
    for row in ledger:
        roles[row["id"]] |= {row["written_by"], *row["reviewed_by"]}
    assert [slug for slug, found in roles.items() if len(found) < 2] == []
    assert [seed.slug for seed in all_seeds.questions if seed.slug not in roles] == []


def test_every_source_that_a_question_names_says_what_was_checked(all_seeds: Seeds) -> None:
    named = {source.reference for seed in all_seeds.questions for source in seed.spec.sources if source.reference}
    silent = [row["key"] for row in all_seeds.references if row["key"] in named and not row.get("what")]
    assert silent == []
