from django.urls import path

from moderation.api.coral import views

app_name = "coral"

urlpatterns = [
    path("phase/", views.moderation_phase, name="phase"),
    path("events/", views.events, name="events"),
]
