"""Signing in or registering adopts what the visitor tried before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from assessment.delivery import claims
from assessment.delivery.actions import adopt

if TYPE_CHECKING:
    from assessment.accounts.models import User


@receiver(user_logged_in)
def adopt_attempts(request: HttpRequest | None, user: User, **_kwargs: Any) -> None:
    """Move the attempts that the session claims to `user`, once."""
    session = getattr(request, "session", None)
    if session and (found := claims.tokens(session)):
        adopt(found, user.pk, timezone.now())
        claims.clear(session)
