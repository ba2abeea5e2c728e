from typing import NoReturn

from django.contrib import admin
from django.contrib.auth import views as auth
from django.http import Http404, HttpRequest
from django.urls import include, path
from django.views.generic import RedirectView

from articles import forgotten
from moderation.api.rest.api import api
from moderation.api.rest.problems import no_such_address
from moderation.views import health
from staff.views import signing_in

handler403 = "articles.refusals.not_allowed"
handler500 = "articles.outages.server_error"


def no_page(request: HttpRequest, **_: str) -> NoReturn:  # noqa: ARG001 -- a view
    raise Http404


urlpatterns = [
    path("", include("articles.urls")),
    path("", include("moderation.public_urls")),
    path("desk/", include("moderation.urls")),
    path("embed/", include("articles.embed.urls")),
    path("api/v1/", no_such_address),
    path("api/v1/", api.urls),
    path("api/v1/<path:rest>", no_such_address),
    path("api/coral/", include("moderation.api.coral.urls")),
    path("", include("moderation.api.perspective.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("staff.urls")),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
    path("accounts/password/", signing_in.ChangePassword.as_view(), name="password_change"),
    path("accounts/forgotten/", forgotten.ForgotPassword.as_view(), name="password_reset"),
    path("accounts/forgotten/sent/", forgotten.LinkSent.as_view(), name="password_reset_done"),
    path(
        "accounts/forgotten/<uidb64>/<token>/",
        forgotten.NewPassword.as_view(),
        name="password_reset_confirm",
    ),
    path(
        "accounts/forgotten/set/", forgotten.PasswordSet.as_view(), name="password_reset_complete"
    ),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
    path("admin/login/", signing_in.admin_log_in),
    # Passwords are changed on the site's own page, which limits guesses at the old one.
    path("admin/password_change/", RedirectView.as_view(pattern_name="password_change")),
    # By this name the admin's login page offers it.
    path(
        "admin/forgotten/",
        RedirectView.as_view(pattern_name="password_reset"),
        name="admin_password_reset",
    ),
    # Django's redirect from an admin row to its page would reveal secret addresses.
    path("admin/r/<path:row>", no_page),
    path("admin/", admin.site.urls),
]
