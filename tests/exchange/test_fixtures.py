"""From seeds to fixtures, and from fixtures into an empty database."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import CommandError, call_command
from django.core.serializers.base import DeserializationError
from django.db import transaction

from assessment.bank.models import Competency, Question
from assessment.bank.queries import is_empty
from assessment.delivery.models import Quiz
from assessment.exchange import queries
from assessment.exchange.actions import load_bank_if_empty
from assessment.exchange.queries import FIXTURES, SEEDS, fixture_paths, waiting_upgrades
from assessment.exchange.seeds.fixtures import fixture_files
from assessment.exchange.seeds.reader import Seeds, read_seeds
from assessment.management.commands import build_fixtures
from tests.exchange.conftest import write

DIGEST = """
import hashlib, django
django.setup()
from assessment.exchange.queries import SEEDS
from assessment.exchange.seeds.fixtures import fixture_files
from assessment.exchange.seeds.reader import read_seeds
print(hashlib.sha256(repr(fixture_files(read_seeds(SEEDS))).encode()).hexdigest())
"""


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What build_fixtures makes, in a folder of its own that takes the place of fixtures/."""
    folder = tmp_path / "fixtures"
    folder.mkdir()
    for module in (queries, build_fixtures):
        monkeypatch.setattr(module, "FIXTURES", folder)
    call_command("build_fixtures")
    return folder


# --- building ------------------------------------------------------------------------------------


def test_the_same_seeds_give_the_same_bytes(all_seeds: Seeds, root: Path) -> None:
    """Also in another process with another order of sets and dictionaries' hashes."""
    files = fixture_files(all_seeds)
    assert fixture_files(read_seeds(SEEDS)) == files
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Shanghai", "LC_ALL": "C"}
    run = [sys.executable, "-c", DIGEST]
    elsewhere = subprocess.run(run, cwd=root, env=environment, capture_output=True, text=True, check=True)
    assert elsewhere.stdout.strip() == hashlib.sha256(repr(files).encode()).hexdigest()


def test_the_shipped_fixtures_are_built_from_the_shipped_seeds() -> None:
    call_command("build_fixtures", check=True)
    assert [path.name for path in fixture_paths()] == [
        "1_framework.json", "2_questions.json", "3_quizzes.json", "4_checklists.json",
    ]  # fmt: skip


def test_it_builds_the_shipped_files_into_an_empty_folder(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {path.name: path.read_bytes() for path in copy.iterdir()} == {
        path.name: path.read_bytes() for path in FIXTURES.glob("*.json")
    }
    call_command("build_fixtures", check=True)
    assert "agrees" in capsys.readouterr().out


@pytest.mark.parametrize("damage", ["changed", "missing", "further"])
def test_check_fails_on_a_difference_and_changes_nothing(copy: Path, damage: str) -> None:
    path = copy / ("2_questions.json" if damage != "further" else "9_further.json")
    if damage == "missing":
        path.unlink()
    else:
        path.write_text((path.read_text() if path.exists() else "[]") + " ")
    before = {entry.name: entry.read_text() for entry in copy.iterdir()}
    with pytest.raises(CommandError, match=path.name) as caught:
        call_command("build_fixtures", check=True)
    assert caught.value.returncode == 1
    assert {entry.name: entry.read_text() for entry in copy.iterdir()} == before
    call_command("build_fixtures")
    call_command("build_fixtures", check=True)
    assert len(list(copy.iterdir())) == 4


def test_the_exit_status_of_a_failed_check_is_1(root: Path, tmp_path: Path) -> None:
    shutil.copytree(FIXTURES, tmp_path / "fixtures")
    (tmp_path / "fixtures" / "3_quizzes.json").write_text("[]")
    program = (
        "import django, sys; from pathlib import Path; django.setup();"
        "from assessment.exchange import queries; from django.core.management import execute_from_command_line as run;"
        f"queries.FIXTURES = Path({str(tmp_path / 'fixtures')!r});"
        "run(['manage.py', 'build_fixtures', '--check'])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "3_quizzes.json" in done.stderr


def test_seeds_that_cannot_be_read_are_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_fixtures, "SEEDS", tmp_path)
    with pytest.raises(CommandError, match="missing"):
        call_command("build_fixtures", check=True)


def test_publications_come_last_and_no_row_is_named_by_a_number() -> None:
    records = json.loads((FIXTURES / "2_questions.json").read_text())
    models = [record["model"] for record in records]
    assert set(models[models.index("assessment.publication") :]) == {"assessment.publication"}
    for path in fixture_paths():
        assert all("pk" not in record for record in json.loads(path.read_text()))


# --- an empty database ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_loads_into_an_empty_database_alone(fixtures: Path) -> None:
    assert is_empty()
    assert load_bank_if_empty()
    assert not load_bank_if_empty()
    assert Question.objects.count() == 8, "one of each type in the blueprint"
    assert waiting_upgrades() == []


@pytest.mark.django_db
def test_it_inserts_what_loaddata_does(seeds: Seeds, fixtures: Path) -> None:
    one, other, *rest = seeds.questions
    write(replace(seeds, questions=(replace(one, enemies=(other.slug,)), other, *rest)), fixtures)
    with transaction.atomic():
        load_bank_if_empty()
        inserted = _everything()
        transaction.set_rollback(True)
    call_command("loaddata", *fixture_paths(), verbosity=0)
    assert inserted == _everything()
    assert Question.objects.get(slug=other.slug).enemies.get().slug == one.slug


def _everything() -> list[str]:
    """Every row of every table with natural keys, in words that do not depend on row numbers."""
    found = []
    for model in apps.get_app_config("assessment").get_models():
        if hasattr(model, "NATURAL_KEY"):
            rows = model._base_manager.all()
            lines = serializers.serialize("jsonl", rows, use_natural_foreign_keys=True, use_natural_primary_keys=True)
            found += lines.splitlines()
    return sorted(found)


@pytest.mark.django_db
def test_it_loads_in_few_queries(fixtures: Path, django_assert_max_num_queries: Any) -> None:
    """A query a record took 4 s, and hours on a PostgreSQL that had counted the tables when they were empty."""
    with django_assert_max_num_queries(60):
        load_bank_if_empty()


@pytest.mark.django_db
def test_a_database_with_content_of_its_own_is_left_alone(fixtures: Path) -> None:
    Competency.objects.create(code="X01", domain="D1")
    assert not load_bank_if_empty()
    assert not Question.objects.exists()


@pytest.mark.django_db
def test_a_fixture_that_fails_leaves_the_database_empty(fixtures: Path) -> None:
    (fixtures / "3_quizzes.json").write_text('[{"model": "assessment.quizitem", "fields": {"quiz": ["none"]}}]')
    with pytest.raises(DeserializationError, match="No quiz before this one is named"):
        load_bank_if_empty()
    assert is_empty()
    assert not Quiz.objects.exists()


@pytest.mark.django_db
def test_a_value_that_does_not_fit_is_refused_on_sqlite_too(fixtures: Path) -> None:
    (fixtures / "3_quizzes.json").write_text(
        json.dumps([{"model": "assessment.quiz", "fields": {"slug": "q" * 300, "title_en": "Long"}}])
    )
    with pytest.raises(DeserializationError, match=r"Quiz\.slug: .*300"):
        load_bank_if_empty()
