"""What reports keep: the snapshots of a cohort that its lead was shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CohortSnapshot(models.Model):
    """The figures of a cohort at one moment, and who stood behind them.

    ``members`` holds numbers of accounts; ``contributors`` holds who stood behind each number that
    was shown first here, as numbers of accounts, where it matters with a fingerprint of what they
    contributed. They exist to refuse later figures from which somebody could be found by subtraction,
    are never shown, and outlive the cohort: whoever has seen figures does not forget them.
    """

    cohort = models.ForeignKey("assessment.Cohort", models.SET_NULL, null=True, related_name="snapshots")
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
