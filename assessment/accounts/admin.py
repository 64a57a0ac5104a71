"""People in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assessment.accounts.models import Cohort, User
from assessment.accounts.queries import with_size
from assessment.lib.admin import ReadOnly


class NewUserForm(AdminUserCreationForm):  # type: ignore[type-arg]
    """A user by e-mail address."""

    class Meta:
        model = User
        fields = ("email",)


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    """Users, known by address; groups say what they may do."""

    add_form = NewUserForm
    list_display = ("email", "is_staff", "is_active", "simulated", "date_joined", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active", "simulated", "groups")
    search_fields = ("email",)
    ordering = ("email",)
    fieldsets = (
        (None, {"fields": ("email", "password", "language", "extra_time", "simulated")}),
        (_("Permissions"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "usable_password", "password1", "password2")}),)
    readonly_fields = ("last_login", "date_joined", "simulated")


@admin.register(Cohort)
class CohortAdmin(ReadOnly):
    """Which cohorts there are, for administrators alone; who belongs to them is shown to nobody."""

    list_display = ("name", "lead", "members", "created_at")
    list_select_related = ("lead",)
    search_fields = ("name", "lead__email")
    fields = ("name", "lead", "members", "created_at")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Administrators alone."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators alone: a lead who may use the admin still sees no other lead's cohorts."""
        return bool(request.user.is_active and getattr(request.user, "is_superuser", False))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cohort]:
        """Cohorts with their size."""
        return with_size(super().get_queryset(request))

    @admin.display(description=_("members"))
    def members(self, cohort: Any) -> int:
        """How many members it has besides its lead."""
        size: int = cohort.size
        return size
