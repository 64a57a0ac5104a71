"""What must be ready before a server can start. Every step does nothing where nothing is to be done."""

import hashlib
import os
import secrets
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from config.environment import BASE_DIR

ADMINISTRATOR = "admin@localhost"
_SLOW = 1.0


@dataclass(frozen=True, slots=True)
class Account:
    """An account that was just made, with its password: nothing else knows it."""

    email: str
    password: str


@contextmanager
def said_when_slow(say: Callable[[str], object], words: str) -> Iterator[None]:
    """Say `words` if the block takes more than a second."""
    timer = threading.Timer(_SLOW, say, [words])
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def refuse_unless_writable(folder: Path) -> None:
    """Make `folder` if need be. Raises CommandError where it cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CommandError(
            f"The folder {folder}, which holds the data, cannot be written to ({error.strerror}); "
            f"make it writable, or choose another: PLUMBLINE_VAR=/path/to/folder make run"
        ) from error


def prepare_database() -> None:
    """Create or bring up to date all tables. Raises CommandError where the database cannot be used."""
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        raise CommandError(
            f"The database cannot be used ({reason}); check DATABASE_URL, or leave it out to use SQLite in var/."
        ) from error


def load_bank() -> bool:
    """Load the shipped questions into an empty database; returns whether it was empty."""
    from assessment.exchange.actions import load_bank_if_empty

    return load_bank_if_empty()


def collect_static_files() -> bool:
    """Collect, name and compress the static files if one changed since; returns whether it did."""
    stamp = settings.VAR_DIR / "static.stamp"
    digest = static_digest()
    if stamp.exists() and stamp.read_text() == digest and Path(settings.STATIC_ROOT).is_dir():
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", clear=True, interactive=False, verbosity=0)
    stamp.write_text(digest)
    return True


def static_digest() -> str:
    """A checksum over all that static files are made from: names, sizes and times, no contents."""
    made_by = [Path(name) for name in ("requirements.txt", "constraints.txt", "config/static.py")]
    paths = [BASE_DIR / path for path in made_by]
    for finder in get_finders():
        paths += [Path(storage.path(name)) for name, storage in finder.list([])]
    lines = [f"{path} {stat.st_size} {stat.st_mtime_ns}" for path in sorted(paths) for stat in [os.stat(path)]]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def delete_unclaimed_attempts() -> int:
    """Delete visitors' attempts that nobody claimed in time; returns how many."""
    from assessment.delivery.actions import delete_unclaimed

    before = timezone.now() - timedelta(days=settings.UNCLAIMED_DAYS)
    deleted = 0
    while some := delete_unclaimed(before):
        deleted += some
    return deleted


@transaction.atomic
def create_administrator() -> Account | None:
    """Create an administrator with a random password where there is none; returns the new account.

    Never in production: there a password does not belong into the log of a server.
    """
    users = get_user_model().objects
    if settings.PRODUCTION or users.filter(is_superuser=True).exists():
        return None
    account = Account(ADMINISTRATOR, secrets.token_urlsafe(12))
    user = users.create_superuser(account.email, account.password)
    EmailAddress.objects.create(user=user, email=account.email, verified=True, primary=True)
    return account


def waiting_upgrades() -> int:
    """How many shipped rows are newer than what this database holds."""
    from assessment.exchange.queries import waiting_upgrades

    return len(waiting_upgrades())
