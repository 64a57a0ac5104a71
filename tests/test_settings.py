"""The profiles, seen from outside: production refuses to start half-configured."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = "k" * 60
PRODUCTION = {"PLUMBLINE_PROFILE": "production", "SECRET_KEY": KEY, "ALLOWED_HOSTS": "quiz.example.org"}
COOKIES = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"]
OURS = ("PLUMBLINE_", "DJANGO_", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "EMAIL_URL", "HOST", "PORT", "DEBUG")


def run(code: str, tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `code` in a process of its own that knows these variables and none of ours besides."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    environment = {**kept, "PLUMBLINE_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings", **variables}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def setting(names: list[str], tmp_path: Path, **variables: str) -> list[str]:
    code = f"from django.conf import settings\nfor name in {names!r}: print(getattr(settings, name))"
    done = run(code, tmp_path, **variables)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({}, "Set SECRET_KEY to"),
        ({**PRODUCTION, "SECRET_KEY": ""}, "Set SECRET_KEY to"),
        ({**PRODUCTION, "ALLOWED_HOSTS": ""}, "Set ALLOWED_HOSTS to"),
        ({**PRODUCTION, "PLUMBLINE_PROFILE": "prod"}, "it must be production, local or test"),
    ],
    ids=["nothing", "no key", "no hosts", "bad profile"],
)
def test_production_refuses_to_start_half_configured(variables: dict[str, str], sentence: str, tmp_path: Path) -> None:
    done = run("import config.wsgi", tmp_path, **variables)
    assert done.returncode != 0
    assert sentence in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_production_is_the_profile_where_none_is_named(tmp_path: Path) -> None:
    variables = {name: value for name, value in PRODUCTION.items() if name != "PLUMBLINE_PROFILE"}
    assert setting(["PRODUCTION", "DEBUG"], tmp_path, **variables) == ["True", "False"]


def test_production_never_debugs(tmp_path: Path) -> None:
    assert setting(["DEBUG"], tmp_path, **PRODUCTION, DEBUG="1") == ["False"]


@pytest.mark.parametrize(
    ("variables", "secure"),
    [
        (PRODUCTION, "True"),
        ({**PRODUCTION, "HOST": "127.0.0.1"}, "True"),
        ({"PLUMBLINE_PROFILE": "local"}, "False"),
        ({"PLUMBLINE_PROFILE": "local", "HOST": "localhost"}, "False"),
        ({"PLUMBLINE_PROFILE": "local", "HOST": "::1"}, "False"),
        ({"PLUMBLINE_PROFILE": "local", "HOST": "0.0.0.0"}, "True"),
        ({"PLUMBLINE_PROFILE": "local", "HOST": "192.168.1.5"}, "True"),
        ({"PLUMBLINE_PROFILE": "test"}, "False"),
    ],
    ids=lambda value: " ".join(f"{n}={v[:12]}" for n, v in value.items()) if isinstance(value, dict) else value,
)
def test_plain_http_cookies_are_for_loopback_alone(variables: dict[str, str], secure: str, tmp_path: Path) -> None:
    assert setting(COOKIES, tmp_path, **variables) == [secure] * 3


def test_production_redirects_to_https_and_says_so_to_browsers(tmp_path: Path) -> None:
    names = ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_PRELOAD"]
    assert setting(names, tmp_path, **PRODUCTION) == ["True", str(365 * 24 * 3600), "True"]


def test_the_local_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = setting(["SECRET_KEY"], tmp_path, PLUMBLINE_PROFILE="local")
    second = setting(["SECRET_KEY"], tmp_path, PLUMBLINE_PROFILE="local")
    assert first == second
    assert len(first[0]) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_addresses_are_verified_only_where_mail_can_be_sent(tmp_path: Path) -> None:
    names = ["ACCOUNT_EMAIL_VERIFICATION"]
    assert setting(names, tmp_path, PLUMBLINE_PROFILE="local") == ["none"]
    mail = {"EMAIL_URL": "smtp://mail.example.org:25"}
    assert setting(names, tmp_path, PLUMBLINE_PROFILE="local", **mail) == ["mandatory"]


# --- the check at start --------------------------------------------------------------------------

UNSAFE = """
from django.conf import settings
settings.DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA synchronous=NORMAL;"
import config.{server}
print("started")
"""


@pytest.mark.parametrize("server", ["wsgi", "asgi"])
def test_production_refuses_a_database_that_forgets_at_a_power_cut(server: str, tmp_path: Path) -> None:
    done = run(UNSAFE.format(server=server), tmp_path, **PRODUCTION)
    assert done.returncode != 0
    assert "PRAGMA synchronous" in done.stderr
    assert "could be lost in a power cut" in done.stderr


def test_other_profiles_do_not_look(tmp_path: Path) -> None:
    done = run(UNSAFE.format(server="wsgi"), tmp_path, PLUMBLINE_PROFILE="local")
    assert done.stdout == "started\n", done.stderr


def test_production_starts_where_all_is_well(tmp_path: Path) -> None:
    done = run("import config.wsgi; print('started')", tmp_path, **PRODUCTION)
    assert done.stdout == "started\n", done.stderr
