"""What readers and authors meet of moderation, among the pages of the public site."""

from django.urls import path

from moderation.views import notices

app_name = "discussion"

urlpatterns = [
    path("notices/<str:token>/", notices.notice, name="notice"),
    path("notices/<str:token>/appeal/", notices.appeal, name="appeal"),
]
