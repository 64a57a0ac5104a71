"""From seeds to fixtures, and from fixtures into an empty database."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError

from assessment.bank.models import Competency, Question
from assessment.bank.queries import is_empty
from assessment.delivery.models import Quiz
from assessment.exchange import queries
from assessment.exchange.actions import load_bank_if_empty
from assessment.exchange.queries import FIXTURES, SEEDS, fixture_paths, waiting_upgrades
from assessment.exchange.seeds.fixtures import fixture_files
from assessment.exchange.seeds.reader import Seeds, read_seeds
from assessment.management.commands import build_fixtures

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
def test_a_database_with_content_of_its_own_is_left_alone(fixtures: Path) -> None:
    Competency.objects.create(code="X01", domain="D1")
    assert not load_bank_if_empty()
    assert not Question.objects.exists()


@pytest.mark.django_db
def test_a_fixture_that_fails_leaves_the_database_empty(fixtures: Path) -> None:
    (fixtures / "3_quizzes.json").write_text('[{"model": "assessment.quizitem", "fields": {"quiz": ["none"]}}]')
    with pytest.raises((DeserializationError, IntegrityError)):
        load_bank_if_empty()
    assert is_empty()
    assert not Quiz.objects.exists()
