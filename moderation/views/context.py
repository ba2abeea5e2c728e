"""What is looked up beside a card: the policy and the author.

Each is a panel on the page that asked for it, or a page of its own without scripts.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.models import Comment
from moderation.models import Block
from moderation.services.decisions import blocking
from moderation.services.desk import context
from moderation.views.access import (
    DeskRequest,
    comment_or_404,
    moderators_only,
    redirect_target,
)


@moderators_only
@require_safe
def policy(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the policy that comment `pk` is judged by, with the words of the broken rules marked."""
    comment = comment_or_404(request, pk)
    shown = {"comment": comment, "policy": context.policy_of(comment)}
    return _panel(request, "desk/_panel_policy.html", shown)


@moderators_only
@require_safe
def author(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the author of comment `pk`: their newest comments, record and blocks in force."""
    return _author(request, comment_or_404(request, pk))


@moderators_only
@require_POST
def lift(request: DeskRequest, pk: int, block: int) -> HttpResponse:
    """Lift a block of the author of comment `pk`."""
    comment = comment_or_404(request, pk)
    found = get_object_or_404(Block, pk=block, author=comment.author_id)
    lifted = blocking.lift(block=found, lifted_by=request.user)
    said = _("Lifted.") if lifted else _("This block was lifted before.")
    if request.htmx:
        return _author(request, comment, said=said)
    messages.success(request, said)
    return redirect(redirect_target(request))


def _author(request: DeskRequest, comment: Comment, said: str = "") -> HttpResponse:
    background = context.background_of(comment, request.user)
    shown = {"comment": comment, "background": background, "said": said}
    return _panel(request, "desk/_panel_author.html", shown)


def _panel(request: DeskRequest, template: str, shown: dict[str, Any]) -> HttpResponse:
    shown |= {"panel": template, "back": redirect_target(request)}
    return render(request, template if request.htmx else "desk/panel_page.html", shown)
