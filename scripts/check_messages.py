#!/usr/bin/env python3
"""Is every text translated? Collects them anew in a copy and compares with what is committed.

Changes nothing. Fails, naming each, where a text has no translation, a translation is marked fuzzy
or belongs to no text any more, or the compiled file is not what the source file says. Needs GNU gettext.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
COLLECTED_FROM = ("assessment", "config", "templates", "locale", "manage.py")
COLLECT = ("manage.py", "makemessages", "--locale=zh_Hans", "--no-obsolete", "--no-location")


def collected() -> polib.POFile:
    """All texts as makemessages finds them now."""
    with tempfile.TemporaryDirectory() as folder:
        for name in COLLECTED_FROM:
            path = ROOT / name
            if path.is_dir():
                shutil.copytree(path, Path(folder, name), ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(path, folder)
        environment = {**os.environ, "PLUMBLINE_PROFILE": "test"}
        done = subprocess.run(
            [sys.executable, *COLLECT], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise SystemExit(done.stdout + done.stderr)
        return polib.pofile(str(Path(folder, SOURCE)))


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    """What tells a text from every other."""
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural


def problems() -> list[str]:
    """Everything that is wrong, a line each."""
    committed = polib.pofile(str(ROOT / SOURCE))
    compiled = polib.mofile(str(ROOT / SOURCE.with_suffix(".mo")))
    found = {key(entry) for entry in collected() if not entry.obsolete}
    here = {key(entry): entry for entry in committed if not entry.obsolete}
    return [
        *(f"not collected: {name[1]!r}" for name in sorted(found - set(here))),
        *(f"in no file any more: {name[1]!r}" for name in sorted(set(here) - found)),
        *(f"not translated: {entry.msgid!r}" for entry in here.values() if not entry.translated() and not entry.fuzzy),
        *(f"fuzzy: {entry.msgid!r}" for entry in here.values() if entry.fuzzy),
        *(
            ["the compiled file is not made from this source"]
            if contents(committed.translated_entries()) != contents(compiled)
            else []
        ),
    ]


def contents(entries: Iterable[Any]) -> dict[tuple[str, str, str], object]:
    """Every translation among `entries`."""
    return {key(entry): entry.msgstr_plural or entry.msgstr for entry in entries}


def main() -> int:
    """Print the problems; the exit status says whether there are any."""
    if not shutil.which("xgettext"):
        raise SystemExit("GNU gettext is missing; install it: sudo apt install gettext (macOS: brew install gettext)")
    absent = [str(path) for path in (SOURCE, SOURCE.with_suffix(".mo")) if not (ROOT / path).exists()]
    if absent:
        raise SystemExit(f"{' and '.join(absent)} missing; make them: make messages")
    found = problems()
    if found:
        print(*found, "Mend it: make messages, then translate.", sep="\n", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
