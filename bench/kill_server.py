#!/usr/bin/env python3
"""Kill the server again and again in the middle of saving; no acknowledged answer may be lost.

    .venv/bin/python bench/kill_server.py                                  SQLite
    scripts/throwaway_postgres.py .venv/bin/python bench/kill_server.py    PostgreSQL

Eight writers, each with an account, a session and an open attempt of its own, change answers over
real HTTP as the page's script does: one request at a time, with the header X-Plumbline and the
revision that the page was made from. A request without an answer is repeated as it was, as the
script repeats it. At random moments, while saves are under way, gunicorn and all its workers get
SIGKILL, which no process can catch. Then every answer that was acknowledged must be in the database:
under its own revision, or under the next one if a request was under way that nobody heard of again.
Nothing else may have changed, and no writer may ever be told of a conflict, since nobody else writes.

What this proves: what the site has acknowledged is committed. Nothing that was acknowledged waits in
a process, in a buffer of Python or in an open transaction, on either engine; a half-written save is
rolled back; the server starts again by itself on what the killed one left behind.

What this does not prove: that an answer survives a power cut. SIGKILL ends the processes, not the
kernel, whose caches reach the disk in the end. For power cuts the settings ask SQLite to sync at
every commit (``synchronous = FULL``) and refuse a PostgreSQL server without ``fsync``; whether a disk
keeps its promise shows only when its plug is pulled. Nor is PostgreSQL itself killed here.

Everything happens on this machine, in a temporary folder that is deleted, over the loopback address.
Prints one table; ends with status 1 if anything was lost, took another value, or met a conflict.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
QUIZ = "trend-judgement"
WRITABLE = ("single_choice", "multiple_response", "true_false_reason", "numeric")
STARTS_WITHIN = 30.0
TOKEN = "k" * 32  # a CSRF token is whatever cookie and form agree on


# --- the server ---


@dataclass
class Server:
    """gunicorn with its workers, in a process group of their own."""

    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "--bind", f"127.0.0.1:{self.port}"],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        ends = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > ends:
                raise SystemExit(f"The server did not start:\n{self.log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """SIGKILL for the whole group; returns when it is gone."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        # The workers are not our children; their sockets close when they are gone.
        while self._connects():
            time.sleep(0.01)
        self.process = None

    def _connects(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- the writers ---


@dataclass
class Kept:
    """What is known of one item: the last acknowledged answer, and the one that is under way."""

    answer: Any
    revision: int
    under_way: Any = None


@dataclass
class Writer:
    """One learner with one open attempt, answering in haste."""

    number: int
    port: int
    cookie: str
    address: str
    items: list[Any]
    rng: random.Random
    kept: dict[int, Kept]
    lock: threading.Lock = field(default_factory=threading.Lock)
    acknowledged: int = 0
    unknown: int = 0
    complaints: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def run(self, stop: threading.Event) -> None:
        """Answer until told to stop."""
        try:
            while not stop.is_set():
                item = self.rng.choice(self.items)
                self._save(item, self._fields(item), stop)
        except Exception as error:
            self.complaints.append(f"writer {self.number} broke off: {error!r}")
            raise

    def _fields(self, item: Any) -> dict[str, list[str]]:
        """A random answer in form fields."""
        fields: dict[str, list[str]] = {}
        for index, draw in enumerate(item.draw):
            order, prefix = draw["order"], f"p{index}-"
            if draw["type"] == "numeric":
                fields[f"{prefix}number"] = [str(self.rng.randint(1, 10**6))]
            elif draw["type"] == "true_false_reason":
                fields[f"{prefix}verdict"] = [self.rng.choice(["true", "false"])]
                fields[f"{prefix}reason"] = [self.rng.choice(order)]
            else:
                most = len(order) if draw["type"] == "multiple_response" else 1
                fields[f"{prefix}choice"] = self.rng.sample(order, self.rng.randint(1, most))
        return fields

    def _save(self, item: Any, fields: dict[str, list[str]], stop: threading.Event) -> None:
        """Post until there is an answer, always the same."""
        from assessment.delivery.actions import read_posted
        from assessment.delivery.records import dump_responses

        kept = self.kept[item.position]
        answer = dump_responses(read_posted(item, fields))
        with self.lock:
            kept.under_way = answer
        body = urlencode({**fields, "revision": kept.revision, "csrfmiddlewaretoken": TOKEN}, doseq=True)
        started = time.monotonic()
        while True:
            status, reply = self._post(f"{self.address}{item.position}/", body)
            if status == 200:
                break
            if 400 <= status < 500:
                self.complaints.append(f"writer {self.number}, question {item.position}: {status} {reply[:200]!r}")
                return
            self.unknown += status == 0
            if stop.is_set():
                return
            time.sleep(0.1)
        self.slowest = max(self.slowest, time.monotonic() - started)
        with self.lock:
            kept.answer, kept.revision, kept.under_way = answer, json.loads(reply)["revision"], None
            self.acknowledged += 1

    def _post(self, path: str, body: str) -> tuple[int, bytes]:
        """Status and body; status 0: sent, but no answer came; -1: nobody there to send to."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            connection.connect()
        except OSError:
            return -1, b""
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{self.cookie}; csrftoken={TOKEN}",
            "X-Plumbline": "1",
        }
        try:
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()

    def snapshot(self) -> dict[int, Kept]:
        """What is known now."""
        with self.lock:
            return {position: Kept(kept.answer, kept.revision, kept.under_way) for position, kept in self.kept.items()}


def make_writers(count: int, port: int, rng: random.Random) -> list[Writer]:
    """Accounts, sessions and attempts, made in the database."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from assessment.delivery.actions import start
    from assessment.delivery.models import Quiz

    writers = []
    quiz = Quiz.objects.get(slug=QUIZ)
    for number in range(1, count + 1):
        user = get_user_model().objects.create_user(f"writer{number}@example.org", "not used to sign in")
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        attempt, _token = start(quiz, user.pk, timezone.now())
        # The quiz draws its form; these kinds have an answer that can be made up from what was drawn.
        drawn = attempt.items.order_by("position")
        items = [item for item in drawn if all(draw["type"] in WRITABLE for draw in item.draw)]
        writers.append(
            Writer(
                number,
                port,
                f"{settings.SESSION_COOKIE_NAME}={session.session_key}",
                f"/attempts/{attempt.key}/",
                items,
                random.Random(rng.random()),
                {item.position: Kept([], 0) for item in items},
            )
        )
    return writers


# --- the verdict ---


def losses(writers: list[Writer]) -> list[str]:
    """Everything acknowledged that the database does not hold, or holds otherwise."""
    from assessment.delivery.models import AttemptItem

    found = []
    for writer in writers:
        known = writer.snapshot()  # before reading: what is acknowledged later may already be there
        rows = AttemptItem.objects.filter(pk__in=[item.pk for item in writer.items])
        for position, revision, answer in rows.values_list("position", "revision", "response"):
            kept = known[position]
            same = revision == kept.revision and answer == kept.answer
            unheard_of = kept.under_way is not None and revision == kept.revision + 1 and answer == kept.under_way
            if not (same or unheard_of):
                found.append(
                    f"writer {writer.number}, question {position}: acknowledged revision {kept.revision} "
                    f"{kept.answer}, under way {kept.under_way}, stored revision {revision} {answer}"
                )
    return found


def sound() -> str:
    """What SQLite says of its file; PostgreSQL checks its own."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return "ok"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return str(cursor.fetchone()[0])


# --- the run ---


@contextmanager
def prepared() -> Iterator[Path]:
    """A temporary folder with the environment of a local site in it, and Django set up."""
    folder = Path(tempfile.mkdtemp(prefix="plumbline-kill-"))
    os.environ |= {
        "PLUMBLINE_PROFILE": "local", "PLUMBLINE_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    sys.path.insert(0, str(ROOT))
    try:
        subprocess.run(
            [sys.executable, "manage.py", "serve", "--no-server"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
        import django

        django.setup()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(kills: int, count: int, seed: int) -> int:
    """Kill `kills` times; returns the exit status."""
    rng = random.Random(seed)
    with prepared() as folder:
        from django.db import connection, connections

        server = Server(free_port(), folder / "server.log")
        writers = make_writers(count, server.port, rng)
        connections.close_all()
        stop = threading.Event()
        threads = [threading.Thread(target=writer.run, args=(stop,)) for writer in writers]
        found: list[str] = []
        struck = 0
        began = time.monotonic()
        try:
            server.start()
            for thread in threads:
                thread.start()
            for number in range(1, kills + 1):
                time.sleep(rng.uniform(0.3, 2.5))
                under_way = sum(any(k.under_way for k in writer.snapshot().values()) for writer in writers)
                server.kill()
                struck += under_way > 0
                found += losses(writers)
                saves = sum(writer.acknowledged for writer in writers)
                print(f"kill {number:2}: {under_way} saves under way, {saves} acknowledged so far, {len(found)} lost")
                connections.close_all()
                server.start()
            time.sleep(1)
        finally:
            stop.set()
            for thread in threads:
                if thread.is_alive():
                    thread.join(30)
            server.kill()
        found += losses(writers)
        complaints = [line for writer in writers for line in writer.complaints]
        state = sound()
        figures = {
            "engine": connection.vendor,
            "kills": kills,
            "kills with saves under way": struck,
            "writers": count,
            "saves acknowledged": sum(writer.acknowledged for writer in writers),
            "requests without an answer": sum(writer.unknown for writer in writers),
            "acknowledged answers lost": len(found),
            "conflicts and refusals": len(complaints),
            "database": state,
            "longest wait for an answer": f"{max(writer.slowest for writer in writers):.1f} s",
            "time": f"{time.monotonic() - began:.0f} s (seed {seed})",
        }
        connections.close_all()
    print()
    for name, value in figures.items():
        print(f"{name:28} {value}")
    for line in [*found, *complaints][:20]:
        print(line, file=sys.stderr)
    return int(bool(found or complaints or state != "ok"))


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill the server in the middle of saving; nothing may be lost.")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(130)

    # So that a terminated script still stops the server.
    signal.signal(signal.SIGTERM, interrupted)
    return run(given.kills, given.writers, given.seed)


if __name__ == "__main__":
    sys.exit(main())
