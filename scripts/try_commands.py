#!/usr/bin/env python3
"""Try the two commands of the README as a newcomer would: in a clean copy, from nothing.

    scripts/try_commands.py [COPY]

Clones what is committed to a temporary folder (COPY: takes that folder as it is instead), runs
`make run` twice and `make test` once, and looks at what they promise. Standard library only.
"""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = (
    "PLUMBLINE_",
    "DJANGO_",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "EMAIL_URL",
    "HOST",
    "PORT",
    "DEBUG",
    "MAKE",
)
PASSWORD = re.compile(r"^  password {8}(\S{16,})$", re.MULTILINE)
SHORT_TEST = "ARGS=-v -x -m 'not browser'"


def expect(truth: object, words: str) -> None:
    """Say `words`, and end here unless they are true."""
    print(f"{'ok' if truth else 'NOT TRUE'}: {words}", flush=True)
    if not truth:
        raise SystemExit(1)


class Site:
    """One `make run`, as if started in a terminal of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        self.log = folder.parent / "make-run.log"
        self.started = time.monotonic()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                ["make", "run", f"PORT={port}"],
                cwd=folder, env=environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of a page."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()

    def wait(self, seconds: float) -> float:
        """Wait until it answers; returns after how many seconds it did."""
        while time.monotonic() < self.started + seconds and self.process.poll() is None:
            try:
                self.get("/healthz")
            except OSError:
                time.sleep(0.1)
            else:
                return time.monotonic() - self.started
        print(self.output())
        raise SystemExit(f"The site did not answer within {seconds:.0f} s.")

    def output(self) -> str:
        """All that it printed so far."""
        return self.log.read_text(errors="replace")

    def interrupt(self) -> int:
        """Press Ctrl-C, which reaches every process of the terminal; returns the exit status."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30)

    def kill(self) -> None:
        """Leave nothing behind, whatever happened."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def site(folder: Path, port: int) -> Iterator[Site]:
    """A running `make run` that is gone afterwards."""
    running = Site(folder, port)
    try:
        yield running
    finally:
        running.kill()


def environment() -> dict[str, str]:
    """The environment of somebody who has set nothing for this project."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def contents(database: Path) -> list[str]:
    """Everything that a database holds, in an order that does not depend on chance."""
    with closing(sqlite3.connect(database)) as connection:
        return sorted(connection.iterdump())


def try_run(folder: Path) -> None:
    """`make run` in an empty folder, then again, then on a busy port."""
    port = free_port()
    with site(folder, port) as first:
        print(f"first page after {first.wait(300):.1f} s", flush=True)
        status, page = first.get("/")
        expect(status == 200 and "<h1" in page, "the first page is there")
        expect(first.get("/admin/login/")[0] == 200, "so is the way into the administration")
        expect(len(PASSWORD.findall(first.output())) == 1, "the administrator's password was printed once")
        expect(f"http://127.0.0.1:{port}/admin/" in first.output(), "so were the addresses")
        expect_clean_end(first)
    before = contents(folder / "var" / "plumbline.sqlite3")
    with site(folder, port) as second:
        seconds = second.wait(60)
        expect(seconds < 10, f"the second start takes seconds ({seconds:.1f})")
        expect(not PASSWORD.search(second.output()), "and prints no password")
        busy = subprocess.run(
            ["make", "run", f"PORT={port}"], cwd=folder, env=environment(), capture_output=True, text=True, check=False
        )
        expect(
            busy.returncode != 0 and f"Port {port} of 127.0.0.1 is in use" in busy.stderr, "a busy port is explained"
        )
        expect("Traceback" not in busy.stderr, "in a sentence")
        expect_clean_end(second)
    expect(contents(folder / "var" / "plumbline.sqlite3") == before, "the second start changed nothing in the database")


def expect_clean_end(running: Site) -> None:
    """Ctrl-C ends it without a complaint of make or Python."""
    status = running.interrupt()
    expect(status in (0, 130, -signal.SIGINT), f"Ctrl-C ends it (status {status})")
    noise = [line for line in running.output().splitlines() if "Traceback" in line or "***" in line]
    expect(not noise, "without noise")


def main(arguments: list[str]) -> int:
    """Try both commands; returns the exit status of `make test`."""
    # Where this was started in the background, Ctrl-C would be ignored by all that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as temporary:
        if arguments:
            folder = Path(arguments[0]).resolve()
        else:
            folder = Path(temporary, "plumbline")
            subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
        try_run(folder)
        return subprocess.call(["make", "test", SHORT_TEST], cwd=folder, env=environment())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
