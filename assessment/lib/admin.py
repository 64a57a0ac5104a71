"""What our admin pages share."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class RefusesDeletion(admin.ModelAdmin[Any]):
    """Refuses to delete what others rest on, and says what to do instead."""

    def obstacle(self, row: Any) -> str:
        """Why `row` cannot be deleted and the way out; empty where it can."""
        raise NotImplementedError

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Back to the row with the reason, or on to the usual question."""
        row = self.get_object(request, object_id)
        allowed = row is not None and self.has_delete_permission(request, row)
        reason = self.obstacle(row) if allowed else ""
        if reason:
            messages.error(request, reason)
            meta = self.opts
            return redirect(reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[object_id]))
        response: HttpResponse = super().delete_view(request, object_id, extra_context)
        return response

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, Any], set[Any], list[Any]]:
        """The usual list, with our reasons among the protected rows, which stop the deletion."""
        rows = list(objs)
        reasons = [f"{row}: {reason}" for row in rows if (reason := self.obstacle(row))]
        if reasons:
            return [str(row) for row in rows], {}, set(), reasons
        found: tuple[list[Any], dict[Any, Any], set[Any], list[Any]] = super().get_deleted_objects(rows, request)
        return found


class ReadOnly(admin.ModelAdmin[Any]):
    """Shows rows and changes none."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes."""
        return False
