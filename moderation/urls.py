from django.urls import path

from moderation.views import appeals, deciding, log, queue

app_name = "desk"

urlpatterns = [
    path("", queue.queue_page, name="queue"),
    path("queues/<slug:slug>/", queue.queue_page, name="queue"),
    path("queues/<slug:slug>/news/", queue.news, name="news"),
    path("comments/<int:pk>/", queue.card_page, name="card"),
    path("comments/<int:pk>/thread/", queue.thread, name="thread"),
    path("comments/<int:pk>/claim/", queue.claim, name="claim"),
    path("comments/<int:pk>/decide/", deciding.decide, name="decide"),
    path("comments/<int:pk>/defer/", deciding.defer, name="defer"),
    path("comments/<int:pk>/escalate/", deciding.escalate, name="escalate"),
    path("appeals/", appeals.appeal_list, name="appeals"),
    path("appeals/<int:pk>/decide/", appeals.decide, name="decide_appeal"),
    path("decisions/", log.log, name="log"),
    path("decisions/<int:pk>/undo/", deciding.undo, name="undo"),
]
