"""Every text of the interface is translated, and the compiled catalogue says what its source says."""

import re
import shutil
import sys
from pathlib import Path

import polib
import pytest

CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")


@pytest.fixture
def catalogue(root: Path) -> polib.POFile:
    return polib.pofile(str(root / CATALOGUE))


def test_no_text_lacks_its_translation(catalogue: polib.POFile) -> None:
    assert [e.msgid for e in catalogue if not e.obsolete and (not e.translated() or e.fuzzy)] == []


def test_the_compiled_catalogue_is_made_from_its_source(root: Path, catalogue: polib.POFile) -> None:
    compiled = polib.mofile(str(root / CATALOGUE.with_suffix(".mo")))
    assert {e.msgid: e.msgstr or e.msgstr_plural for e in compiled} == {
        e.msgid: e.msgstr or e.msgstr_plural for e in catalogue.translated_entries()
    }


def test_translations_keep_the_placeholders(catalogue: polib.POFile) -> None:
    def names(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)", text))

    wrong = [e.msgid for e in catalogue if names(e.msgid) != names(e.msgstr or e.msgstr_plural.get(0, ""))]
    assert wrong == []


@pytest.mark.skipif(
    not shutil.which("xgettext"),
    reason="GNU gettext is missing: sudo apt install gettext (macOS: brew install gettext)",
)
def test_every_text_in_code_and_templates_is_in_the_catalogue(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(root / "scripts"))
    import check_messages

    assert check_messages.problems() == []
    sys.modules.pop("check_messages")
