"""scripts/setup.sh on machines where something is missing: one sentence, and the command that mends it."""

import os
import platform
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
MAC = platform.system() == "Darwin"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project as far as the script looks at it, with a space in its path."""
    folder = tmp_path / "a copy"
    (folder / "scripts").mkdir(parents=True)
    for name in ("scripts/setup.sh", "requirements.txt", "requirements-dev.txt", "constraints.txt"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def program(path: Path, script: str) -> str:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def setup(folder: Path, user: int | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLUMBLINE_")}
    return subprocess.run(
        ["sh", str(folder / "scripts" / "setup.sh"), "run"],
        env={**kept, **variables}, capture_output=True, text=True, timeout=60, check=False, user=user,
    )  # fmt: skip


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_too_old_a_python_is_explained(copy: Path) -> None:
    # Answers as a Python of that age would: to the question whether it is new enough, and which it is.
    program(copy / "old-python", 'case "$2" in *exit*) exit 1 ;; *) echo 3.9 ;; esac')
    said = sentence(setup(copy, PY="./old-python"))
    assert said.startswith("Python 3.11 or newer is needed and ./old-python is 3.9; install one: ")
    assert ("brew install python" if MAC else "apt install python3 python3-venv") in said
    assert not (copy / ".venv").exists()


def test_a_missing_python_is_explained(copy: Path) -> None:
    said = sentence(setup(copy, PY="no-such-python"))
    assert said.startswith("Python 3.11 or newer is needed and no-such-python is missing; install one: ")


def test_a_missing_venv_module_is_explained(copy: Path) -> None:
    program(copy / "python", f'case "$2" in *ensurepip*) exit 1 ;; esac\nexec "{sys.executable}" "$@"')
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    said = sentence(setup(copy, PY="./python"))
    assert said.startswith("./python lacks the venv module; install it: ")
    assert (f"brew install python@{version}" if MAC else f"apt install python{version}-venv") in said
    assert not (copy / ".venv").exists()


def test_a_data_folder_that_cannot_be_made_is_explained(copy: Path) -> None:
    (copy / "file").touch()
    said = sentence(setup(copy, PLUMBLINE_VAR="file/var"))
    assert "The folder file/var, which holds the data, cannot be written to; make it yours: " in said
    assert "chown" in said


def test_a_read_only_folder_is_explained(copy: Path) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as outside:
        # Root may write everywhere, so another user tries, in a place that this one can reach.
        folder = Path(outside, "read-only")
        shutil.copytree(copy, folder)
        Path(outside).chmod(0o755)
        folder.chmod(0o555)
        said = sentence(setup(folder, user=NOBODY if os.geteuid() == 0 else None))
        folder.chmod(0o755)
    assert said.startswith(f"The folder {folder.resolve()} cannot be written to; work in a copy that can be: cp -R ")


def test_what_is_installed_is_not_installed_again(copy: Path) -> None:
    (copy / ".venv" / "bin").mkdir(parents=True)
    program(copy / ".venv" / "bin" / "python", 'case "$*" in *pip\\ install*) echo "$*" >>installed ;; esac')
    first, second = setup(copy), setup(copy)
    assert "Installing the packages that requirements.txt names" in first.stdout
    assert (first.returncode, second.returncode, second.stdout) == (0, 0, "")
    assert (copy / "installed").read_text().count("install") == 1

    with (copy / "constraints.txt").open("a") as constraints:
        constraints.write("# changed\n")
    assert "Installing" in setup(copy).stdout


def test_a_half_made_environment_is_made_anew(copy: Path) -> None:
    (copy / ".venv").mkdir()
    (copy / ".venv" / ".unfinished").touch()
    program(copy / "python", 'case "$2" in *venv.create*) mkdir -p .venv/bin && cp python .venv/bin/ ;; esac')
    done = setup(copy, PY="./python")
    assert done.returncode == 0, done.stderr
    assert "Making a virtual environment" in done.stdout
    assert not (copy / ".venv" / ".unfinished").exists()
