from django.contrib import admin
from django.urls import include, path

from moderation.views import health

urlpatterns = [
    path("", include("articles.urls")),
    path("", include("moderation.public_urls")),
    path("desk/", include("moderation.urls")),
    path("", include("moderation.api.perspective.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("django.contrib.auth.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
    path("admin/", admin.site.urls),
]
