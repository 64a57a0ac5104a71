"""`manage.py serve`: each step does its work once, and says in one sentence what is wrong."""

import errno
import re
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.core.validators import validate_email
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from assessment.management import preparation
from assessment.management.address import Address, address, refuse_unless_free
from assessment.management.commands import serve


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.fixture
def var(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A var folder with one static file to collect from."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a {}")
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "var" / "static"
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    return settings.VAR_DIR


@pytest.fixture
def quick(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the questions, which take two seconds to load."""
    monkeypatch.setattr(preparation, "load_bank", lambda: False)
    monkeypatch.setattr(preparation, "waiting_upgrades", lambda: 0)


def serve_once() -> str:
    out = StringIO()
    call_command("serve", "--no-server", stdout=out)
    return out.getvalue()


# --- the address ---------------------------------------------------------------------------------


def test_a_busy_port_is_one_sentence_with_a_free_port(busy_port: int) -> None:
    with pytest.raises(CommandError) as caught:
        refuse_unless_free(Address("127.0.0.1", busy_port))
    sentence = str(caught.value)
    assert sentence.startswith(f"Port {busy_port} of 127.0.0.1 is in use;")
    assert "\n" not in sentence
    free = int(sentence.rpartition("PORT=")[2])
    refuse_unless_free(Address("127.0.0.1", free))


def test_a_busy_port_is_found_before_any_work(busy_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", str(busy_port))
    monkeypatch.setattr(preparation, "prepare_database", lambda: pytest.fail("work was done"))
    with pytest.raises(CommandError, match="is in use"):
        call_command("serve")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "", "80 "])
def test_a_port_that_is_none_is_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(CommandError, match="must be a number from 1 to 65535"):
        address()


def test_a_host_that_is_not_ours_is_one_sentence() -> None:
    with pytest.raises(CommandError, match=r"cannot listen on HOST=192\.0\.2\.1 .*HOST=127\.0\.0\.1$"):
        refuse_unless_free(Address("192.0.2.1", 8000))


@pytest.mark.parametrize(
    ("host", "bind", "url", "loopback"),
    [
        ("127.0.0.1", "127.0.0.1:8000", "http://127.0.0.1:8000/", True),
        ("localhost", "localhost:8000", "http://localhost:8000/", True),
        ("::1", "[::1]:8000", "http://[::1]:8000/", True),
        ("0.0.0.0", "0.0.0.0:8000", "http://127.0.0.1:8000/", False),
        ("192.0.2.7", "192.0.2.7:8000", "http://192.0.2.7:8000/", False),
    ],
)
def test_an_address_in_its_three_forms(host: str, bind: str, url: str, loopback: bool) -> None:
    found = Address(host, 8000)
    assert (found.bind, found.url, found.is_loopback) == (bind, url, loopback)


# --- the steps -----------------------------------------------------------------------------------


def test_a_read_only_folder_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(dir: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    # Simulated, because root may write everywhere.
    monkeypatch.setattr(preparation.tempfile, "TemporaryFile", refuse)
    with pytest.raises(CommandError, match=r"cannot be written to \(Permission denied\); .*PLUMBLINE_VAR=") as caught:
        preparation.refuse_unless_writable(tmp_path / "var")
    assert "\n" not in str(caught.value)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match=r"cannot be written to .*PLUMBLINE_VAR=") as caught:
        preparation.refuse_unless_writable(tmp_path / "file" / "var")
    assert "\n" not in str(caught.value)


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    preparation.refuse_unless_writable(tmp_path / "new" / "var")
    assert list((tmp_path / "new" / "var").iterdir()) == []


def test_a_database_that_is_not_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **options: Any) -> None:
        raise OperationalError("connection refused\n\tIs the server running?")

    monkeypatch.setattr(preparation, "call_command", refuse)
    with pytest.raises(CommandError, match="connection refused Is the server running") as caught:
        preparation.prepare_database()
    assert "\n" not in str(caught.value)


def test_static_files_are_collected_again_only_when_one_changed(var: Path) -> None:
    assert preparation.collect_static_files()
    assert (var / "static" / "a.css").read_text() == "a {}"
    assert not preparation.collect_static_files()

    (var.parent / "source" / "a.css").write_text("a { color: red }")
    assert preparation.collect_static_files()
    assert (var / "static" / "a.css").read_text() == "a { color: red }"

    (var.parent / "source" / "b.css").write_text("b {}")
    assert preparation.collect_static_files()
    assert not preparation.collect_static_files()


def test_static_files_are_collected_again_after_an_interruption(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    preparation.collect_static_files()
    (var.parent / "source" / "a.css").write_text("changed")

    def interrupt(*args: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(preparation, "call_command", interrupt)
        with pytest.raises(KeyboardInterrupt):
            preparation.collect_static_files()
    # Even where the files are as they were when the stamp was written.
    assert preparation.collect_static_files()


@pytest.mark.django_db
def test_an_administrator_is_created_once(client: Client) -> None:
    account = preparation.create_administrator()
    assert account is not None
    validate_email(account.email)
    assert len(account.password) >= 16
    assert preparation.create_administrator() is None

    user = get_user_model().objects.get(is_superuser=True)
    assert user.email == account.email
    assert user.is_staff
    assert EmailAddress.objects.get(user=user).verified
    assert EmailAddress.objects.get(user=user).primary


@pytest.mark.django_db
def test_another_administrator_is_enough() -> None:
    get_user_model().objects.create_superuser("boss@example.com", "password")
    assert preparation.create_administrator() is None


@pytest.mark.django_db
def test_the_administrator_can_sign_in_where_addresses_must_be_verified(client: Client, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    account = preparation.create_administrator()
    assert account is not None
    client.post(reverse("account_login"), {"login": account.email, "password": account.password})
    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.django_db
def test_production_gets_no_administrator(settings: Any) -> None:
    settings.PRODUCTION = True
    assert preparation.create_administrator() is None
    assert not get_user_model().objects.exists()


@pytest.mark.django_db
def test_old_attempts_of_visitors_are_deleted_however_many(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.UNCLAIMED_DAYS = 30
    batches = [500, 500, 3, 0]
    asked = []

    def delete_some(before: Any) -> int:
        asked.append(before)
        return batches[len(asked) - 1]

    monkeypatch.setattr("assessment.delivery.actions.delete_unclaimed", delete_some)
    assert preparation.delete_unclaimed_attempts() == 1003
    assert preparation.timezone.now() - asked[0] >= timedelta(days=30)


def test_a_quick_step_is_silent_and_a_slow_one_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(preparation, "_SLOW", 0.01)
    with preparation.said_when_slow(said.append, "quick"):
        pass
    with preparation.said_when_slow(said.append, "slow"):
        time.sleep(0.2)
    assert said == ["slow"]


# --- the whole -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_first_start_says_the_password_once(quick: None) -> None:
    first, second = serve_once(), serve_once()
    assert len(re.findall(r"^  password {8}\S{16,}$", first, re.MULTILINE)) == 1
    assert preparation.ADMINISTRATOR in first
    assert "http://127.0.0.1:8000/\n" in first
    assert "http://127.0.0.1:8000/admin/\n" in first
    assert "password" not in second
    assert second == "Site            http://127.0.0.1:8000/\nAdministration  http://127.0.0.1:8000/admin/\n"


@pytest.mark.django_db
def test_a_second_start_loads_nothing_and_overwrites_nothing(var: Path) -> None:
    from assessment.bank.queries import is_empty

    serve_once()
    assert not is_empty()
    user = get_user_model().objects.get()
    user.set_password("my own choice")
    user.save()
    serve_once()
    assert get_user_model().objects.get().check_password("my own choice")
    assert not preparation.load_bank()


@pytest.mark.django_db
def test_waiting_upgrades_are_counted_in_one_line(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "waiting_upgrades", lambda: 3)
    assert "3 content upgrades wait" in serve_once()
    assert "upgrade_content" in serve_once()


@pytest.mark.django_db
def test_a_host_that_others_reach_is_warned_about(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")
    said = serve_once()
    assert "over HTTPS only" in said
    assert "ALLOWED_HOSTS" in said


@pytest.mark.django_db
def test_ctrl_c_during_preparation_ends_without_a_traceback(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(preparation, "load_bank", interrupt)
    assert serve_once() == "Stopped.\n"


@pytest.mark.django_db
def test_the_command_becomes_gunicorn(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    monkeypatch.setattr(serve.os, "execv", lambda program, arguments: started.append(arguments))
    monkeypatch.setattr(serve.os, "chdir", lambda path: started.append(path))
    monkeypatch.setattr(serve.connections, "close_all", lambda: None)
    monkeypatch.setattr(serve, "refuse_unless_free", lambda place: None)
    call_command("serve", stdout=StringIO())
    folder, arguments = started
    assert (folder / "config" / "gunicorn.py").exists()
    assert arguments[1:] == ["-m", "gunicorn", "-c", "config/gunicorn.py", "--bind", "127.0.0.1:8000"]
