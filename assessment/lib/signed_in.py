"""Who asks, in views that only signed-in people reach."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def user_id_of(request: HttpRequest) -> int:
    """The primary key of the reader's account. Raises PermissionDenied for a visitor.

    The middleware asks visitors to sign in before a view runs, so that this does not happen.
    """
    if request.user.pk is None:
        raise PermissionDenied
    return request.user.pk
