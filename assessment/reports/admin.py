"""Deleting people in the admin: by the action that the people themselves use, so that the sums hold."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.accounts.admin import UserAdmin
from assessment.reports.own_data.deletion import amounts_of, delete_account, delete_accounts, obstacle_to_deletion

admin.site.unregister(get_user_model())


@admin.register(get_user_model())
class DeletableUserAdmin(UserAdmin):
    """Users as accounts shows them; reports, which sees every room, deletes them."""

    def obstacle(self, request: HttpRequest, users: list[Any]) -> str:
        """Why `users` cannot be deleted together and the way out; empty where they can."""
        if request.user in users:
            return _("Your own account is deleted on your account page, which offers you your data first.")
        return obstacle_to_deletion([user.pk for user in users])

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Back to the person with the reason, or on to the question."""
        user = self.get_object(request, object_id)
        allowed = user is not None and self.has_delete_permission(request, user)
        if allowed and (reason := self.obstacle(request, [user])):
            messages.error(request, reason)
            return redirect(reverse("admin:assessment_user_change", args=[object_id]))
        response: HttpResponse = super().delete_view(request, object_id, extra_context)
        return response

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, Any], set[Any], list[Any]]:
        """What goes with each person. The rights of an administrator over single answers do not matter here."""
        users = list(objs)
        reason = self.obstacle(request, users)
        if reason:
            return [str(user) for user in users], {}, set(), [reason]
        rows: list[Any] = []
        for user in users:
            amounts = amounts_of(user.pk)
            words = _("attempts: %(attempts)d, reviews: %(reviews)d, cohorts they lead: %(led_cohorts)d")
            rows += [str(user), [words % amounts]]
        return rows, {self.opts.verbose_name_plural: len(users)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """One person."""
        delete_account(obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Several people, all or none."""
        delete_accounts([user.pk for user in queryset])
