"""What the environment may say, read once and typed. Every name is explained in docs/operating.md.

Three profiles: ``production`` (the default; refuses to start half-configured), ``local`` (what
`make run` serves: one machine, SQLite in var/, a key of its own) and ``test``.
"""

import ipaddress
import secrets
from pathlib import Path
from typing import Literal, cast

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

Profile = Literal["production", "local", "test"]
# Hosts to listen on that stand for every address of this machine.
EVERY_ADDRESS = ("", "0.0.0.0", "::")


def profile() -> Profile:
    """Which profile runs. Raises ImproperlyConfigured for an unknown one."""
    value: str = env.str("PLUMBLINE_PROFILE", "production")
    if value not in ("production", "local", "test"):
        raise ImproperlyConfigured(f"PLUMBLINE_PROFILE is {value!r}; it must be production, local or test.")
    return cast(Profile, value)


def var_dir() -> Path:
    """Where data of this machine is kept: the database file, the local key, built static files."""
    return Path(env.str("PLUMBLINE_VAR", str(BASE_DIR / "var"))).resolve()


def secret_key(name: Profile) -> str:
    """The signing key: given in production, kept in var/ locally, constant in tests."""
    if name == "test":
        return "only-for-tests-" * 4
    given: str = env.str("SECRET_KEY", "")
    if given:
        return given
    if name == "production":
        raise ImproperlyConfigured("Set SECRET_KEY to a long random text (50 characters or more).")
    return _kept_key(var_dir() / "secret_key")


def allowed_hosts(name: Profile) -> list[str]:
    """The host names to answer to; production must name them."""
    given: list[str] = env.list("ALLOWED_HOSTS", default=[])
    if given:
        return given
    if name == "production":
        raise ImproperlyConfigured("Set ALLOWED_HOSTS to the host names of this site, separated by commas.")
    host = bind_host()
    return ["localhost", "127.0.0.1", "[::1]", "testserver", *([] if host in EVERY_ADDRESS else [host])]


def bind_host() -> str:
    """The address that the local server listens on."""
    return cast(str, env.str("HOST", "127.0.0.1"))


def is_loopback(host: str) -> bool:
    """Whether `host` can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _kept_key(path: Path) -> str:
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(64)
    path.touch(mode=0o600)
    path.write_text(key)
    return key
