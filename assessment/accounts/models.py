"""The person who signs in, known by e-mail address alone, and the cohorts they belong to."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A saved user. Raises ValueError without an address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A saved user with every permission."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A learner, author, reviewer, lead or administrator; groups tell which."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    extra_time = models.FloatField(
        _("time factor"),
        default=1.0,
        validators=(MinValueValidator(1.0), MaxValueValidator(5.0)),
        help_text=_("1.5 gives half as much time again in every timed quiz, for accessibility."),
    )
    simulated = models.BooleanField(
        _("simulated"), default=False, editable=False, help_text=_("Made by the demonstration, not a person.")
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (models.UniqueConstraint(Lower("email"), name="an_address_once_whatever_its_case"),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Addresses are kept in lower case: nobody has two accounts that differ in case alone."""
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """The address: no other name is kept."""
        return self.email

    def get_short_name(self) -> str:
        """The part of the address before the @."""
        return self.email.partition("@")[0]


class Cohort(models.Model):
    """A group of learners whose figures its lead may see, and never a single answer."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    lead = models.ForeignKey(User, models.CASCADE, related_name="led_cohorts", verbose_name=_("lead"))
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class CohortInvitation(models.Model):
    """A link by which people join a cohort. Only the hash of its token is stored."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.cohort_id}"


class Membership(models.Model):
    """One learner in one cohort. Leaving deletes the row."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("cohort", "user"), name="a_member_once_a_cohort"),)

    def __str__(self) -> str:
        return f"{self.cohort_id}"
