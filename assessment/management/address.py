"""The address that a local server listens on: read it, see whether it is free, say what to do."""

import errno
import socket
from dataclasses import dataclass

from django.core.management import CommandError

from config.environment import bind_host, env, is_loopback


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port to listen on."""

    host: str
    port: int

    @property
    def bind(self) -> str:
        """As gunicorn wants it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """What a person on this machine types."""
        host = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://{Address(host, self.port).bind}/"

    @property
    def is_loopback(self) -> bool:
        """Whether this machine alone can reach it."""
        return is_loopback(self.host)


def address() -> Address:
    """What HOST and PORT say. Raises CommandError where PORT is no port."""
    given: str = env.str("PORT", "8000")
    if not (given.isascii() and given.isdigit() and 0 < int(given) < 65536):
        raise CommandError(f"PORT is {given!r}; it must be a number from 1 to 65535.")
    return Address(bind_host().strip("[]"), int(given))


def refuse_unless_free(wanted: Address) -> None:
    """Raise CommandError, with what to do, where nothing can listen on `wanted`."""
    error = _why_not(wanted)
    if error is None:
        return
    if error.errno == errno.EADDRINUSE:
        free = next((port for port in range(wanted.port + 1, 65536) if not _why_not(Address(wanted.host, port))), 8000)
        raise CommandError(
            f"Port {wanted.port} of {wanted.host} is in use; stop the program that uses it, "
            f"or choose another port: make run PORT={free}"
        )
    if error.errno == errno.EACCES:
        raise CommandError(f"Port {wanted.port} is reserved for root; choose one above 1023: make run PORT=8000")
    raise CommandError(
        f"This machine cannot listen on HOST={wanted.host} ({error.strerror}); choose another: make run HOST=127.0.0.1"
    )


def _why_not(wanted: Address) -> OSError | None:
    """The error that listening on `wanted` gives, if any."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(
            wanted.host, wanted.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            # As gunicorn does, so that a port that is just closing counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        return error
    return None
