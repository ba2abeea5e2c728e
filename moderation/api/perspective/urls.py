from django.urls import path

from moderation.api.perspective import views

urlpatterns = [
    path("v1alpha1/comments:analyze", views.method, {"name": "analyze"}, name="analyze"),
    path(
        "v1alpha1/comments:suggestscore",
        views.method,
        {"name": "suggestscore"},
        name="suggestscore",
    ),
    path("v1alpha1/<path:rest>", views.no_such_method),
    path("$discovery/rest", views.discovery, name="discovery"),
    path("batch", views.batch_of_calls, name="batch"),
]
