"""What checklists keep: statements with their versions, the systems people name, and dated reviews."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.lib.bilingual import localised, text_of
from assessment.lib.natural import NaturalKeyManager, natural_key_of


def kind_choices() -> list[tuple[str, Any]]:
    """What a checklist describes: a person, in their own eyes, or a named system."""
    return [("can_do", _("what I can do")), ("maturity", _("maturity of a system"))]


class Checklist(models.Model):
    """A list of statements that describes a person or a system; never both, and never averaged with a quiz."""

    NATURAL_KEY = ("slug",)
    CAN_DO, MATURITY = "can_do", "maturity"

    slug = models.SlugField(_("name in addresses"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=kind_choices)
    title_en = models.CharField(_("title (English)"), max_length=120)
    title_zh_hans = models.CharField(_("title (Chinese)"), max_length=120)
    seed_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return localised(text_of(self, "title"))


class Statement(models.Model):
    """An identity such as C07-M3b. What it says is in its numbered versions."""

    NATURAL_KEY = ("code",)

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="statements", verbose_name=_("checklist"))
    competency = models.ForeignKey(
        "assessment.Competency", models.PROTECT, related_name="+", verbose_name=_("competency")
    )
    code = models.CharField(_("code"), max_length=20, unique=True)
    level = models.CharField(_("level"), max_length=20, help_text=_("M1 to M5, or a proficiency level."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired = models.BooleanField(_("retired"), default=False)
    seed_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ("competency", "position")

    def __str__(self) -> str:
        return self.code

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)


class StatementVersion(models.Model):
    """The words of a statement, never changed: an edit is the next number."""

    NATURAL_KEY = ("statement__code", "number")

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    text_en = models.TextField(_("statement (English)"))
    text_zh_hans = models.TextField(_("statement (Chinese)"))
    evidence_en = models.CharField(_("evidence (English)"), max_length=200, blank=True)
    evidence_zh_hans = models.CharField(_("evidence (Chinese)"), max_length=200, blank=True)
    period_days = models.PositiveSmallIntegerField(
        _("evidence counts for so many days"), null=True, blank=True, help_text=_("Empty: 180.")
    )
    created_at = models.DateTimeField(_("created"))

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        verbose_name = _("version of a statement")
        verbose_name_plural = _("versions of statements")
        ordering = ("statement", "number")
        constraints = (
            models.UniqueConstraint(fields=("statement", "number"), name="statement_version_numbers_are_unique"),
        )

    def __str__(self) -> str:
        return f"{self.statement_id} v{self.number}"

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)


class System(models.Model):
    """A system or a team that somebody named, in order to review it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="systems")
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True, max_length=1000)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("system")
        verbose_name_plural = _("systems")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """One dated pass through a checklist. Open while it is filled in; once closed it never changes.

    ``outcome`` is what the numbered rule made of the answers at the moment of closing.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="reviews")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reviews")
    system = models.ForeignKey(System, models.CASCADE, null=True, related_name="reviews")
    previous = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    rule_version = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("-started_at", "-pk")
        indexes = (models.Index(fields=("owner", "checklist", "closed_at"), name="reviews_of_a_person"),)
        constraints = (
            models.UniqueConstraint(
                fields=("system", "checklist"),
                condition=models.Q(closed_at__isnull=True, system__isnull=False),
                name="one_open_review_per_system",
            ),
            models.UniqueConstraint(
                fields=("owner", "checklist"),
                condition=models.Q(closed_at__isnull=True, system__isnull=True),
                name="one_open_self_rating",
            ),
        )

    def __str__(self) -> str:
        return str(self.key)


class ReviewAnswer(models.Model):
    """The answer to one statement in one review, pinned to the words that were read.

    ``value`` is "", "0", "0.5", "1" or "na"; ``revision`` guards against stale tabs. ``date_text`` is the date
    of the evidence as it was typed, ``evidence_date`` the day that was read from it.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="answers")
    version = models.ForeignKey(StatementVersion, models.PROTECT, related_name="+")
    value = models.CharField(max_length=4, blank=True)
    reason = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    date_text = models.TextField(blank=True)
    evidence_date = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("review", "version")
        constraints = (models.UniqueConstraint(fields=("review", "version"), name="a_statement_once_a_review"),)

    def __str__(self) -> str:
        return f"{self.version_id}"


class VerificationInvite(models.Model):
    """A link by which a second person verifies chosen statements of a closed review.

    Only the hash of its token is stored. Whoever accepts it first is the one it is bound to.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    review = models.ForeignKey(Review, models.CASCADE, related_name="invites")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return str(self.key)


class Verification(models.Model):
    """What the second person said of one answer: "", "confirmed" or "doubted"."""

    invite = models.ForeignKey(VerificationInvite, models.CASCADE, related_name="verifications")
    answer = models.ForeignKey(ReviewAnswer, models.CASCADE, related_name="verifications")
    verdict = models.CharField(max_length=10, blank=True)
    comment = models.TextField(blank=True, max_length=1000)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("invite", "answer"), name="an_answer_once_an_invite"),)

    def __str__(self) -> str:
        return f"{self.answer_id}"
