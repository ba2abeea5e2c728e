from django.urls import path

from articles.embed import assets, counts, views

app_name = "embed"

urlpatterns = [
    path("v1.js", assets.script_view, name="script"),
    path("v1.css", assets.style_view, name="style"),
    path("proof.js", assets.proof_view, name="proof"),
    path("challenge/", views.challenge, name="challenge"),
    path("articles/", views.discussion, name="discussion"),
    path("articles/<str:article_id>/", views.discussion, name="discussion_of"),
    path("articles/<slug:slug>/comments/", views.post_comment, name="post_comment"),
    path("comments/<row_id:pk>/reply/", views.reply, name="reply"),
    path("comments/<row_id:pk>/edit/", views.edit_comment, name="edit_comment"),
    path("comments/<row_id:pk>/react/", views.react, name="react"),
    path("page/", views.page, name="page"),
    path("counts/", counts.counts, name="counts"),
    path("sign-out/", views.sign_out, name="sign_out"),
]
