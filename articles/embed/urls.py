from django.urls import path

from articles.embed import assets, views

app_name = "embed"

urlpatterns = [
    path("v1.js", assets.script_view, name="script"),
    path("v1.css", assets.style_view, name="style"),
    path("articles/", views.discussion, name="discussion"),
    path("articles/<str:article_id>/", views.discussion, name="discussion_of"),
]
