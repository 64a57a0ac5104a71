"""A visitor's claim tokens in the session. Signing in changes the session's key but keeps its data."""

from django.contrib.sessions.backends.base import SessionBase

from assessment.lib.tokens import token_hash

_NAME = "claims"
_MOST = 20


def add(session: SessionBase, token: str) -> None:
    """Keep `token`; the oldest go when there are more than twenty."""
    session[_NAME] = [*session.get(_NAME, []), token][-_MOST:]


def tokens(session: SessionBase) -> list[str]:
    """The tokens that the session holds."""
    return list(session.get(_NAME, []))


def hashes(session: SessionBase) -> frozenset[str]:
    """What the database knows of those tokens."""
    return frozenset(token_hash(token) for token in tokens(session))


def clear(session: SessionBase) -> None:
    """Forget all tokens: they have been used."""
    session.pop(_NAME, None)
