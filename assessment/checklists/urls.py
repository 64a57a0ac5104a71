"""The addresses of checklists."""

from django.urls import path

from assessment.checklists import verification_views, views

_REVIEW = "checklists/reviews/<uuid:key>/"

urlpatterns = [
    path("checklists/", views.overview, name="checklists"),
    path("checklists/systems/", views.name_system, name="name_system"),
    path("checklists/systems/<uuid:key>/delete/", views.delete_system, name="delete_system"),
    path("checklists/<slug:slug>/start/", views.start, name="start_review"),
    path(_REVIEW, views.review, name="review"),
    path(f"{_REVIEW}close/", views.close, name="close_review"),
    path(f"{_REVIEW}delete/", views.delete, name="delete_review"),
    path(f"{_REVIEW}invite/", verification_views.invite, name="invite_verifier"),
    path(f"{_REVIEW}compare/<uuid:other>/", views.compare, name="compare_reviews"),
    path(f"{_REVIEW}<slug:code>/", views.competency, name="review_competency"),
    path("checklists/links/<uuid:key>/revoke/", verification_views.revoke, name="revoke_verification"),
    path("verify/<str:token>/", verification_views.verify, name="verify"),
    path("verifications/<uuid:key>/", verification_views.verification_page, name="verification"),
]
