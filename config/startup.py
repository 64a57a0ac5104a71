"""What a server process checks before it takes the first request."""

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured


def refuse_unsafe_start() -> None:
    """Run the database checks; raises ImproperlyConfigured where production would be unsafe."""
    if not settings.PRODUCTION:
        return
    errors = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    serious = [error for error in errors if error.is_serious()]
    if serious:
        raise ImproperlyConfigured(" ".join(f"{error.msg} {error.hint or ''}" for error in serious))
