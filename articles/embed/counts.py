"""How many comments articles have, for lists of articles."""

from http import HTTPStatus

from django.db.models import Count
from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.models import Comment
from articles.text import storable

MOST = 500
FRESH = 60  # seconds


@require_http_methods(["GET", "POST"])
@csrf_exempt
def counts(request: HttpRequest) -> JsonResponse:
    """Published comments by the paper's ids, given as `id`; unknown articles have none."""
    ids = _ids(request)
    if len(ids) > MOST:
        told = _("Ask for at most %(number)d articles at a time.") % {"number": MOST}
        return JsonResponse({"error": told}, status=HTTPStatus.BAD_REQUEST)
    found = (
        Comment.objects.published()
        .filter(article__external_id__in=ids)
        .order_by()
        .values_list("article__external_id")
        .annotate(Count("pk"))
    )
    response = JsonResponse({"counts": dict.fromkeys(ids, 0) | dict(found)})
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


def _ids(request: HttpRequest) -> set[str]:
    given = request.POST if request.method == "POST" else request.GET
    return {storable(paper_id) for paper_id in given.getlist("id")}
