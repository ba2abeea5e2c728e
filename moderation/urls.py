from django.urls import path

from moderation.views import (
    appeals,
    author,
    batch,
    deciding,
    log,
    personal,
    policies,
    queue,
    runs,
    search,
    statistics,
)

app_name = "desk"

urlpatterns = [
    path("", queue.queue_page, name="queue"),
    path("queues/<slug:slug>/", queue.queue_page, name="queue"),
    path("queues/<slug:slug>/news/", queue.news, name="news"),
    path("queues/<slug:slug>/batch/", batch.batch_page, name="batch"),
    path("queues/<slug:slug>/alike/", batch.clusters_page, name="clusters"),
    path("batches/", batch.decide_batch, name="decide_batch"),
    path("batches/<uuid:batch>/undo/", batch.undo_batch, name="undo_batch"),
    path("comments/<int:pk>/", queue.card_page, name="card"),
    path("comments/<int:pk>/thread/", queue.thread, name="thread"),
    path("comments/<int:pk>/claim/", queue.claim, name="claim"),
    path("comments/<int:pk>/author/", author.author_page, name="author"),
    path("comments/<int:pk>/decide/", deciding.decide, name="decide"),
    path("comments/<int:pk>/defer/", deciding.defer, name="defer"),
    path("comments/<int:pk>/escalate/", deciding.escalate, name="escalate"),
    path("appeals/", appeals.appeal_list, name="appeals"),
    path("appeals/<int:pk>/decide/", appeals.decide, name="decide_appeal"),
    path("policies/", policies.policy_list, name="policies"),
    path("policies/<int:pk>/", policies.edit, name="policy"),
    path("search/", search.search_page, name="search"),
    path("statistics/", statistics.statistics_page, name="statistics"),
    path("statistics/<slug:name>.csv", statistics.statistics_csv, name="statistics_csv"),
    path("runs/", runs.run_list, name="runs"),
    path("runs/<int:pk>/", runs.run_page, name="run"),
    path("views/", personal.save_view, name="save_view"),
    path("views/<int:pk>/forget/", personal.forget_view, name="forget_view"),
    path("preferences/", personal.preferences, name="preferences"),
    path("decisions/", log.log, name="log"),
    path("decisions/<int:pk>/undo/", deciding.undo, name="undo"),
]
