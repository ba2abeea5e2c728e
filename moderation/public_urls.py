"""What readers and authors meet of moderation, among the pages of the public site."""

from django.urls import path

from moderation.views import notices, reports

app_name = "discussion"

urlpatterns = [
    path("comments/<int:pk>/report/", reports.report, name="report"),
    path("notices/<slug:token>/", notices.notice, name="notice"),
    path("notices/<slug:token>/appeal/", notices.appeal, name="appeal"),
]
