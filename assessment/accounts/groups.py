"""The groups that exist from the first migration. Once there, they are the administrator's to change.

A permission that comes later is given to the groups that are there already by a migration, once: 0006, 0010, 0011.
"""

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

from assessment.accounts.models import User

_VIEW_BANK = (
    "view_competency", "view_skill", "view_leveldescription", "view_reference", "view_lectureclaim",
    "view_question", "view_quiz", "view_quizitem", "view_levelcut", "view_statement",
)  # fmt: skip
_EDIT_SOURCES = ("change_reference", "add_reference", "change_competency", "change_skill", "change_leveldescription")
GROUPS: dict[str, tuple[str, ...]] = {
    "author": (
        *_VIEW_BANK, *_EDIT_SOURCES, "add_question", "change_question", "delete_question", "publish_question",
        "add_quiz", "change_quiz", "delete_quiz", "add_quizitem", "change_quizitem", "delete_quizitem",
        "change_statement", "mark_open_answers",
    ),
    "reviewer": (*_VIEW_BANK, "change_question", "publish_question", "mark_open_answers"),
    # A lead sees a cohort's figures, never a single answer, so not the attempts.
    "lead": ("view_competency", "view_quiz", "add_cohort", "view_cohort"),
}  # fmt: skip


def ensure_groups(using: str = "default") -> None:
    """Create the groups that are missing, with their permissions, in the database `using`."""
    if set(GROUPS) <= set(Group.objects.using(using).values_list("name", flat=True)):
        return
    # Django makes permissions in a handler of the same signal, which may run after this one.
    create_permissions(User._meta.app_config, verbosity=0, using=using)
    for name, codenames in GROUPS.items():
        group, created = Group.objects.using(using).get_or_create(name=name)
        if created:
            allowed = Permission.objects.using(using).filter(
                content_type__app_label="assessment", codename__in=codenames
            )
            group.permissions.set(allowed)
