from django.urls import path

from articles import accounts, feeds, reactions, views
from articles.confirming.views import confirm_email

app_name = "articles"

urlpatterns = [
    path("", views.article_list, name="article_list"),
    path("accounts/join/", accounts.join, name="join"),
    path("accounts/email/<str:token>/", confirm_email, name="confirm_email"),
    path("feed/", feeds.Articles(), name="article_feed"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("articles/<slug:slug>/comments/", views.post_comment, name="post_comment"),
    path("articles/<slug:slug>/feed/", feeds.Comments(), name="comment_feed"),
    path("comments/<row_id:pk>/", views.comment, name="comment"),
    path("comments/<row_id:pk>/react/", reactions.react, name="react"),
    path("comments/<row_id:pk>/edit/", views.edit_comment, name="edit_comment"),
]
