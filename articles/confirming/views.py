"""The page behind the link that proves an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from articles import confirming
from articles.secret_pages import secret_address


@require_http_methods(["GET", "POST"])
@secret_address
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a click: programs that look into e-mails follow links, but press no buttons."""
    proof = confirming.proof_of(token)
    if request.method == "POST":
        confirming.confirm(proof)
    context = {"proof": proof, "is_confirmed": request.method == "POST"}
    return render(request, "articles/confirm_email.html", context)
