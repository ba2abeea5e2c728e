"""The pages of moderation on the public site, for readers and authors."""

from django.urls import path

from moderation.views import notices, policies, reports

app_name = "discussion"

urlpatterns = [
    path("comments/<row_id:pk>/report/", reports.report, name="report"),
    path("policy/", policies.site_policy, name="policy"),
    path("articles/<slug:slug>/policy/", policies.article_policy, name="article_policy"),
    path("policies/<row_id:pk>/versions/<row_id:number>/", policies.version, name="policy_version"),
    path("notices/<slug:token>/", notices.notice, name="notice"),
    path("notices/<slug:token>/appeal/", notices.appeal, name="appeal"),
]
