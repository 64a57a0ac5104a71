"""What the bank keeps: competencies, sources, and questions with their sealed versions."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.bank.question_types.registry import QUESTION_TYPES, type_choices
from assessment.lib.bilingual import localised, text_of
from assessment.lib.natural import NaturalKeyManager, natural_key_of
from assessment.values import COGNITIVE, LEVELS, MAX_PLACE


def level_choices() -> list[tuple[str, Any]]:
    """Proficiency levels, lowest first."""
    names = (_("Foundation"), _("Practitioner"), _("Architect"))
    return list(zip(LEVELS, names, strict=True))


def cognitive_choices() -> list[tuple[str, Any]]:
    """Cognitive levels of the blueprint."""
    names = (_("Remember or understand"), _("Apply"), _("Analyse or evaluate"))
    return list(zip(COGNITIVE, names, strict=True))


def status_choices() -> list[tuple[str, Any]]:
    """The life of a question."""
    return [("draft", _("draft")), ("published", _("published")), ("retired", _("retired"))]


def role_choices() -> list[tuple[str, Any]]:
    """Roles that the rows of a part can play, as the types declare them."""
    names = {role.name: role.label.en for kind in QUESTION_TYPES for role in kind.ROLES}
    return sorted(names.items())


class Competency(models.Model):
    """One of the twelve things a person is measured in."""

    NATURAL_KEY = ("code",)

    code = models.CharField(_("code"), max_length=10, unique=True)
    domain = models.CharField(_("domain"), max_length=10)
    domain_name_en = models.CharField(_("domain (English)"), max_length=80)
    domain_name_zh_hans = models.CharField(_("domain (Chinese)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=120)
    name_zh_hans = models.CharField(_("name (Chinese)"), max_length=120)
    summary_en = models.CharField(_("summary (English)"), max_length=240)
    summary_zh_hans = models.CharField(_("summary (Chinese)"), max_length=240)
    definition_en = models.TextField(_("definition (English)"))
    definition_zh_hans = models.TextField(_("definition (Chinese)"))
    seed_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return localised(text_of(self, "name"))

    @property
    def summary(self) -> str:
        """The one-line summary in the reader's language."""
        return localised(text_of(self, "summary"))


class Skill(models.Model):
    """A sub-skill of a competency; every question serves one."""

    NATURAL_KEY = ("code",)

    code = models.CharField(_("code"), max_length=12, unique=True)
    competency = models.ForeignKey(Competency, models.CASCADE, related_name="skills", verbose_name=_("competency"))
    text_en = models.CharField(_("text (English)"), max_length=300)
    text_zh_hans = models.CharField(_("text (Chinese)"), max_length=300)
    seed_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {localised(text_of(self, 'text'))}"

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)


class LevelDescription(models.Model):
    """What somebody at one level of a competency is seen to do."""

    NATURAL_KEY = ("competency__code", "level")

    competency = models.ForeignKey(Competency, models.CASCADE, related_name="levels", verbose_name=_("competency"))
    level = models.CharField(_("level"), max_length=20, choices=level_choices)
    behaviour_en = models.TextField(_("behaviour (English)"))
    behaviour_zh_hans = models.TextField(_("behaviour (Chinese)"))
    seed_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        verbose_name = _("level description")
        verbose_name_plural = _("level descriptions")
        constraints = (models.UniqueConstraint(fields=("competency", "level"), name="one_description_per_level"),)

    def __str__(self) -> str:
        return f"{self.competency.code} {self.level}"

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)


class Reference(models.Model):
    """A public source that questions are keyed from."""

    NATURAL_KEY = ("key",)

    key = models.CharField(_("key"), max_length=40, unique=True)
    authors = models.CharField(_("authors"), max_length=200)
    title = models.CharField(_("title"), max_length=300)
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    locator = models.CharField(_("identifier"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=300, blank=True)
    seed_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)


class LectureClaim(models.Model):
    """One numbered claim of the lecture, in our own words, and how a question may use it."""

    NATURAL_KEY = ("code",)
    OK, ATTRIBUTED, TREATED, UNUSABLE = "OK", "ATTR", "FIX", "NO"

    code = models.CharField(_("code"), max_length=20, unique=True)
    section = models.CharField(_("section"), max_length=10)
    section_title_en = models.CharField(_("section title (English)"), max_length=120)
    section_title_zh_hans = models.CharField(_("section title (Chinese)"), max_length=120)
    text_en = models.TextField(_("claim (English)"))
    text_zh_hans = models.TextField(_("claim (Chinese)"))
    kind = models.CharField(_("kind"), max_length=2)
    use = models.CharField(_("use"), max_length=4)
    seed_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        verbose_name = _("lecture claim")
        verbose_name_plural = _("lecture claims")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)


class Question(models.Model):
    """An identity. What it asks is in its numbered, sealed versions and its one draft.

    ``seed_hash`` is the content hash of the seed it came from; a current version with another hash
    was edited here, and an upgrade leaves it alone.
    """

    NATURAL_KEY = ("slug",)
    DRAFT, PUBLISHED, RETIRED = "draft", "published", "retired"

    slug = models.SlugField(_("name"), max_length=40, unique=True, help_text=_("Short and stable, such as C01-14."))
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="questions", verbose_name=_("competency"))
    status = models.CharField(_("status"), max_length=10, choices=status_choices, default="draft", editable=False)
    enemies = models.ManyToManyField(
        "self",
        blank=True,
        verbose_name=_("enemies"),
        help_text=_("Questions that must not stand in one form with this."),
    )
    seed_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("slug",)
        permissions = (("publish_question", _("Can publish and retire questions")),)

    def __str__(self) -> str:
        return self.slug

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)


class QuestionVersion(models.Model):
    """The content of a question: the draft while ``number`` is empty, sealed once published."""

    NATURAL_KEY = ("question__slug", "number")

    question = models.ForeignKey(Question, models.CASCADE, related_name="versions", verbose_name=_("question"))
    number = models.PositiveIntegerField(_("version"), null=True, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=level_choices)
    cognitive = models.CharField(_("cognitive level"), max_length=1, choices=cognitive_choices)
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+", verbose_name=_("skill"))
    difficulty = models.FloatField(
        _("difficulty"),
        validators=(MinValueValidator(-4), MaxValueValidator(4)),
        help_text=_("Estimate in logits, from -4 (very easy) to 4."),
    )
    difficulty_reason = models.CharField(_("reason for the difficulty"), max_length=500, blank=True)
    minutes = models.FloatField(_("expected minutes"), default=1)
    negative = models.BooleanField(_("asks in the negative"), default=False)
    attributed = models.BooleanField(_("asks what the lecture says"), default=False)
    explanation_en = models.TextField(_("explanation (English)"))
    explanation_zh_hans = models.TextField(_("explanation (Chinese)"))
    scenario_en = models.TextField(_("shared text (English)"), blank=True, default="")
    scenario_zh_hans = models.TextField(_("shared text (Chinese)"), blank=True, default="")
    parameters = models.JSONField(_("drawn numbers"), default=dict, blank=True)
    notes = models.JSONField(_("lint notes"), default=dict, blank=True)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("question", "number")
        constraints = (
            models.UniqueConstraint(fields=("question", "number"), name="version_numbers_are_unique"),
            models.UniqueConstraint(
                fields=("question",), condition=models.Q(number__isnull=True), name="one_draft_per_question"
            ),
        )

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number or '–'}"

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)


class Part(models.Model):
    """One scored part of a version; its type reads ``data`` and the options."""

    NATURAL_KEY = ("version__question__slug", "version__number", "position")

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField(default=0)
    type = models.CharField(_("type"), max_length=30, choices=type_choices)
    stem_en = models.TextField(_("stem (English)"))
    stem_zh_hans = models.TextField(_("stem (Chinese)"))
    data = models.JSONField(default=dict, blank=True)
    explanation_en = models.TextField(_("explanation of the part (English)"), blank=True, default="")
    explanation_zh_hans = models.TextField(_("explanation of the part (Chinese)"), blank=True, default="")

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        ordering = ("version", "position")
        constraints = (models.UniqueConstraint(fields=("version", "position"), name="part_positions_are_unique"),)

    def __str__(self) -> str:
        return f"{self.version_id}.{self.position}"

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)


class Option(models.Model):
    """One row of a part: what it says, why it is right or wrong, and what it earns."""

    NATURAL_KEY = ("part__version__question__slug", "part__version__number", "part__position", "key")

    part = models.ForeignKey(Part, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(_("key"), max_length=20)
    role = models.CharField(_("role"), max_length=20, choices=role_choices)
    text_en = models.TextField(_("text (English)"), blank=True)
    text_zh_hans = models.TextField(_("text (Chinese)"), blank=True)
    feedback_en = models.TextField(_("feedback (English)"), blank=True)
    feedback_zh_hans = models.TextField(_("feedback (Chinese)"), blank=True)
    credit = models.FloatField(_("credit"), default=0)

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        ordering = ("part", "position")
        constraints = (models.UniqueConstraint(fields=("part", "key"), name="option_keys_are_unique"),)

    def __str__(self) -> str:
        return self.key

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)


class Source(models.Model):
    """Where the content of a version comes from."""

    NATURAL_KEY = ("version__question__slug", "version__number", "position")

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="sources")
    position = models.PositiveSmallIntegerField(default=0)
    claim = models.ForeignKey(LectureClaim, models.PROTECT, null=True, blank=True, related_name="+")
    reference = models.ForeignKey(Reference, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(_("place in the source"), max_length=MAX_PLACE, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        ordering = ("version", "position")
        constraints = (
            models.UniqueConstraint(fields=("version", "position"), name="source_positions_are_unique"),
            models.CheckConstraint(
                condition=models.Q(claim__isnull=True) ^ models.Q(reference__isnull=True),
                name="source_is_a_claim_or_a_reference",
            ),
        )

    def __str__(self) -> str:
        return f"{self.claim or self.reference}"

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)


class Publication(models.Model):
    """The seal of a version, inserted last. It alone holds author and date."""

    NATURAL_KEY = ("version__question__slug", "version__number")

    version = models.OneToOneField(QuestionVersion, models.PROTECT, primary_key=True, related_name="publication")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    published_at = models.DateTimeField(_("published"))
    note = models.CharField(_("what changed"), max_length=300, blank=True)

    objects: ClassVar[NaturalKeyManager[Self]] = NaturalKeyManager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def __str__(self) -> str:
        return f"{self.version_id}"

    def natural_key(self) -> tuple[Any, ...]:
        return natural_key_of(self, self.NATURAL_KEY)


class LevelCut(models.Model):
    """The provisional cut of one level, computed from the published bank."""

    level = models.CharField(_("level"), max_length=20, choices=level_choices, unique=True)
    ability = models.FloatField(_("ability"))
    items = models.PositiveIntegerField(_("items"))
    computed_at = models.DateTimeField(_("computed"))

    class Meta:
        verbose_name = _("provisional cut")
        verbose_name_plural = _("provisional cuts")
        ordering = ("ability",)

    def __str__(self) -> str:
        return self.level
