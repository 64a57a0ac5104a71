"""The shipped bank, loaded once a module, and a small cut of the shipped seeds."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from assessment.exchange import queries
from assessment.exchange.actions import load_bank_if_empty
from assessment.exchange.queries import SEEDS
from assessment.exchange.seeds.fixtures import fixture_files
from assessment.exchange.seeds.reader import Seeds, read_seeds


@pytest.fixture(scope="session")
def all_seeds() -> Seeds:
    """Everything under seeds/."""
    return read_seeds(SEEDS)


@pytest.fixture(scope="module")
def shipped_bank(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The shipped fixtures, loaded into an empty database and rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load_bank_if_empty()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def seeds(all_seeds: Seeds) -> Seeds:
    """One question of each type with what it rests on, and two quizzes."""
    questions = tuple({seed.short_type: seed for seed in reversed(all_seeds.questions)}.values())
    codes = {seed.competency for seed in questions}
    sources = [source for seed in questions for source in seed.spec.sources]
    claims, references = {source.claim for source in sources}, {source.reference for source in sources}
    first = replace(all_seeds.quizzes[0], slug="first", questions=tuple(seed.slug for seed in questions[:3]))
    return replace(
        all_seeds,
        questions=questions,
        competencies={
            **all_seeds.competencies,
            "competencies": [row for row in all_seeds.competencies["competencies"] if row["code"] in codes],
        },
        lecture={
            **all_seeds.lecture,
            "claims": [row for row in all_seeds.lecture["claims"] if row["code"] in claims],
        },
        references=tuple(row for row in all_seeds.references if row["key"] in references),
        checklists=tuple(
            replace(one, statements=tuple(s for s in one.statements if s.competency in codes)[:3])
            for one in all_seeds.checklists
        ),
        quizzes=(first, replace(first, slug="second", questions=(questions[3].slug,))),
    )


@pytest.fixture
def fixtures(seeds: Seeds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the fixtures of the small seeds, in the place of the shipped one."""
    folder = tmp_path / "fixtures"
    folder.mkdir()
    write(seeds, folder)
    monkeypatch.setattr(queries, "FIXTURES", folder)
    return folder


def write(seeds: Seeds, folder: Path) -> None:
    for name, content in fixture_files(seeds).items():
        (folder / name).write_text(content, encoding="utf-8")


@pytest.fixture
def bank(db: None, fixtures: Path) -> Path:
    """The small bank in the database; gives the folder of its fixtures."""
    assert load_bank_if_empty()
    return fixtures
