#!/usr/bin/env python3
"""Run a command against a PostgreSQL server that lives only as long as the command.

    scripts/throwaway_postgres.py python -m pytest

The command finds the server in DATABASE_URL. The server listens on a Unix socket in a temporary
folder, on no port. It syncs every commit as a real one does, because the site refuses one that does
not; that costs tests next to nothing. Standard library only. Works for root, who may not run
PostgreSQL and is changed to another user for it, and for anybody else. PG_BIN names the folder of
PostgreSQL's programs where they are not found.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_PLACES = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/opt/homebrew/opt", "postgresql*/bin"),
    ("/usr/local/opt", "postgresql*/bin"),
    ("/Applications/Postgres.app/Contents/Versions", "*/bin"),
)
_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "100",
    "logging_collector": "off",
    "log_destination": "stderr",
}
_INITDB = ("--username=app", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
_STARTS_WITHIN = 20.0


def programs() -> Path:
    """The folder that holds initdb and postgres. Exits with a sentence where there is none."""
    if given := os.environ.get("PG_BIN"):
        return Path(given)
    for root, pattern in _PLACES:
        found = [path for path in Path(root).glob(pattern) if (path / "initdb").exists()]
        if found:
            return max(found, key=_version)
    if program := shutil.which("initdb"):
        return Path(program).resolve().parent
    how = "brew install postgresql" if sys.platform == "darwin" else "sudo apt install postgresql"
    raise SystemExit(f"PostgreSQL's server is not installed; install it: {how}")


def _version(path: Path) -> tuple[int, ...]:
    """The numbers in a path, so that 15 comes after 9."""
    return tuple(int(digits) for digits in "".join(c if c.isdigit() else " " for c in str(path)).split())


@contextmanager
def server() -> Iterator[str]:
    """The URL of a running server, which is stopped and deleted afterwards."""
    folder = programs()
    # In /tmp and with a short name: the path of a Unix socket may have about a hundred characters.
    base = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    account = _account()
    if account:
        os.chown(base, account.pw_uid, account.pw_gid)
    try:
        made = _start(account, base, [folder / "initdb", "-D", base / "data", *_INITDB])
        if made.wait() != 0:
            raise SystemExit(f"initdb failed:\n{_log(base)}")
        options = [word for name, value in _OPTIONS.items() for word in ("-c", f"{name}={value}")]
        process = _start(account, base, [folder / "postgres", "-D", base / "data", "-k", base, *options])
        try:
            _wait_until_ready(process, folder, base)
            yield f"postgres://app@/{base}/postgres"
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            process.wait(20)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _account() -> pwd.struct_passwd | None:
    """Who runs the server where root starts it; None: the caller."""
    if os.geteuid() != 0:
        return None
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    return accounts.get("postgres") or accounts["nobody"]


def _start(account: pwd.struct_passwd | None, base: Path, command: Sequence[str | Path]) -> subprocess.Popen[bytes]:
    """Start `command` as `account`, out of reach of Ctrl-C, its output going to the log."""
    with (base / "log").open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=base,
            env={**os.environ, "LC_ALL": "C", "HOME": str(base)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            start_new_session=True,
        )


def _wait_until_ready(process: subprocess.Popen[bytes], folder: Path, base: Path) -> None:
    ready: list[str | Path] = [folder / "pg_isready", "--quiet", f"--host={base}", "--username=app"]
    deadline = time.monotonic() + _STARTS_WITHIN
    while subprocess.run(ready, check=False).returncode != 0:
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"PostgreSQL did not start:\n{_log(base)}")
        time.sleep(0.05)


def _log(base: Path) -> str:
    return (base / "log").read_text(errors="replace")


def main(command: list[str]) -> int:
    """Run `command` against a server of its own and give back its exit status."""
    if not command:
        raise SystemExit("Usage: scripts/throwaway_postgres.py COMMAND …")
    # So that a terminated script still stops the server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with server() as url:
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
