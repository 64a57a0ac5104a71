"""The table of rules in docs/authoring.md names every code, and for each a file and a test that know it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ROW = re.compile(r"^\| ([A-Z]+-\d\d) \|[^|]*\|[^|]*\|([^|]*)\|([^|]*)\|$", re.MULTILINE)
TABLE = {
    code: (re.findall(r"`([\w/]+\.py)`", files), re.findall(r"`([\w/]+\.py)`", tests))
    for code, files, tests in ROW.findall((ROOT / "docs" / "authoring.md").read_text(encoding="utf-8"))
}


def sources(names: list[str], root: Path) -> list[str]:
    """The files called `names`; one without folder lies where the one before it does."""
    folder, found = Path(), []
    for name in names:
        folder = Path(name).parent if "/" in name else folder
        found.append((root / folder / Path(name).name).read_text(encoding="utf-8"))
    return found


def test_the_table_has_every_code_that_the_program_uses() -> None:
    code = re.compile(r"\"([A-Z]{2,5}-\d\d)\"")
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "assessment").rglob("*.py"))
    assert {found for text in texts for found in code.findall(text)} == set(TABLE)


@pytest.mark.parametrize("code", sorted(TABLE))
def test_the_files_named_know_the_code(code: str) -> None:
    files, tests = TABLE[code]
    assert files
    assert all(code in text for text in sources(files, ROOT / "assessment"))
    assert code in sources(tests, ROOT / "tests")[0]
