"""The pages of moderation on the public site, for readers and authors."""

from django.urls import path

from moderation.views import (
    legal_reports,
    mailing_wishes,
    notices,
    own_page,
    policy_feeds,
    posted_policies,
    reports,
)

app_name = "discussion"

urlpatterns = [
    path("comments/<row_id:pk>/report/", reports.report, name="report"),
    path(
        "comments/<row_id:pk>/report/illegal/", legal_reports.report_illegal, name="report_illegal"
    ),
    path("embed/comments/<row_id:pk>/report/", reports.report_in_embed, name="report_in_embed"),
    path("reports/<slug:token>/", legal_reports.legal_report, name="legal_report"),
    path("policy/", posted_policies.site_policy, name="policy"),
    path("policy/sections/<row_id:pk>/", posted_policies.section_policy, name="section_policy"),
    path(
        "policy/sections/<row_id:pk>/versions.atom", policy_feeds.atom, name="section_policy_atom"
    ),
    path(
        "policy/sections/<row_id:pk>/versions.json",
        policy_feeds.as_json,
        name="section_policy_json",
    ),
    path("policy/versions.atom", policy_feeds.atom, name="policy_atom"),
    path("policy/versions.json", policy_feeds.as_json, name="policy_json"),
    path("articles/<slug:slug>/policy/", posted_policies.article_policy, name="article_policy"),
    path(
        "articles/<slug:slug>/policy/versions.atom", policy_feeds.atom, name="article_policy_atom"
    ),
    path(
        "articles/<slug:slug>/policy/versions.json",
        policy_feeds.as_json,
        name="article_policy_json",
    ),
    path(
        "policies/<row_id:pk>/versions/<row_id:number>/",
        posted_policies.version,
        name="policy_version",
    ),
    path("you/", own_page.own_page, name="own_page"),
    path("you/mailing/<str:token>/", mailing_wishes.mailing, name="mailing"),
    path("you/staying/<str:token>/", mailing_wishes.stay, name="stay"),
    path("you/<str:token>/", own_page.own_page_by_link, name="own_page_by_link"),
    path("notices/<slug:token>/", notices.notice, name="notice"),
    path("notices/<slug:token>/appeal/", notices.appeal, name="appeal"),
]
