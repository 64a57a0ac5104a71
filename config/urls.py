"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# The administration is entered by the same door as the site: one form, one set of limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("assessment.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "assessment.lib.error_pages.bad_request"
handler403 = "assessment.lib.error_pages.forbidden"
handler404 = "assessment.lib.error_pages.not_found"
handler500 = "assessment.lib.error_pages.server_error"
