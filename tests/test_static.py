"""What is served as static files, and what is not."""

import hashlib
from pathlib import Path

from django.contrib.staticfiles.finders import find, get_finders

# The same bytes as Bootstrap 5.3.8 of the npm registry; the package that ships them has one maintainer.
BOOTSTRAP_CSS = "d85327d99c7a3ee1f9b5d0500d1370acea3ad2db39c163c2f51f232baedbdede"


def test_bootstrap_is_the_file_we_know() -> None:
    found = find("bootstrap/css/bootstrap.min.css")
    assert hashlib.sha256(Path(str(found)).read_bytes()).hexdigest() == BOOTSTRAP_CSS


def test_no_map_copy_or_script_of_bootstrap_is_collected() -> None:
    from config.static import StaticFilesConfig

    patterns = StaticFilesConfig.ignore_patterns
    found = [
        (getattr(storage, "prefix", ""), name) for finder in get_finders() for name, storage in finder.list(patterns)
    ]
    assert [name for prefix, name in found if prefix == "bootstrap" and "." in name and name != "version.txt"] == [
        "css/bootstrap.min.css"
    ]
    assert not [name for _prefix, name in found if name.endswith(".map")]


def test_pages_load_nothing_from_elsewhere(root: Path) -> None:
    for path in root.glob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        assert 'src="http' not in text
        assert 'rel="stylesheet" href="http' not in text
