"""Secrets in links: what is sent is random, what is stored is a hash of it."""

import hashlib
import secrets


def new_token() -> str:
    """A fresh secret of 256 bits for a link or a session, safe in addresses."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of `token`: its SHA-256, as hexadecimal. 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
