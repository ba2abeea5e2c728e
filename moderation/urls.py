from django.urls import path

from moderation.views import queue

app_name = "desk"

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("comments/<int:pk>/decide/", queue.decide, name="decide"),
    path("decisions/", queue.log, name="log"),
    path("decisions/<int:pk>/undo/", queue.undo, name="undo"),
]
