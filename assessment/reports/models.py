"""What reports keep: the snapshots of a cohort that its lead was shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CohortSnapshot(models.Model):
    """The figures of a cohort at one moment, and who stood behind them.

    ``members`` holds numbers of accounts; ``contributors`` holds, for each cell, a number of the
    account and a fingerprint of what it contributed. They exist to refuse later snapshots from
    which somebody could be found by subtraction, and are never shown.
    """

    cohort = models.ForeignKey("assessment.Cohort", models.CASCADE, related_name="snapshots")
    taken_at = models.DateTimeField()
    members = models.JSONField(default=list)
    contributors = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("snapshot of a cohort")
        verbose_name_plural = _("snapshots of cohorts")
        ordering = ("-taken_at", "-pk")

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.taken_at}"
