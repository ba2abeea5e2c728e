"""Draws the comments of a discussion, each once for all readers who see the same of it."""

from hashlib import sha256
from typing import Any

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from articles.kept import Kept
from articles.models import Article, Comment
from articles.threads import Discussion, Shown

register = template.Library()

TEMPLATE = "articles/_comment.html"
# In this process: fetching fifty from elsewhere would take longer than drawing some.
_kept: Kept[str] = Kept(5_000)


@register.simple_tag
def closed(article: Article) -> str:
    """Why the article takes no comments, asked once for all its comments."""
    return article.closed_because


@register.simple_tag(takes_context=True)
def draw(context: Context, shown: Shown) -> SafeString:
    """The comment as `articles/_comment.html` has it, from this process's memory if it is there.

    Half of the work for a page is in these, and most are drawn alike for everybody.
    """
    drawn = _kept.get(_key(context, shown), lambda: _drawn(context, shown))
    return mark_safe(drawn)  # noqa: S308 -- a template made it


def _drawn(context: Context, shown: Shown) -> str:
    can_react, has_reacted = _reaction(context, shown)[-2:]
    own = {"depth": shown.depth, "goes_on": shown.goes_on, "can_react": can_react}
    with context.push(comment=shown.comment, has_reacted=has_reacted, **own):
        return str(get_template(TEMPLATE).template.render(context))  # type: ignore[attr-defined]


def _key(context: Context, shown: Shown) -> str:
    """Everything that the template reads: what is added there belongs here."""
    discussion: Discussion = context["discussion"]
    comment, author = shown.comment, context["author"]
    is_own = author is not None and author.pk == comment.author_id
    read = (
        (translation.get_language(), timezone.get_current_timezone_name()),
        context.get("origin"),
        context.get("here"),
        context["closed_because"] != "",
        context["perms"]["moderation"]["moderate"],
        context["article"].url if context.get("origin") else "",
        (discussion.query, discussion.page.number),
        (is_own, is_own and comment.is_editable),
        (shown.depth, shown.goes_on),
        _reaction(context, shown),
        _of(comment),
        (comment.text, comment.status, comment.posted_at, comment.edited_at),
        (comment.redacted_at, comment.featured_at, comment.parent_id),
        _of(comment.parent) if shown.depth and comment.parent else None,
    )
    return sha256(repr(read).encode("utf-8", "replace")).hexdigest()


def _reaction(context: Context, shown: Shown) -> tuple[Any, ...]:
    """Whether there are reactions, in which word, their number, whether the reader may add one
    and has.
    """
    comment, author = shown.comment, context["author"]
    can_react = author is not None and author.pk != comment.author_id
    has_reacted = comment.pk in context["reacted"]
    told = (context["reactions"], context["reaction_word"], comment.reaction_count)
    return (*told, can_react, has_reacted)


def _of(comment: Comment) -> tuple[Any, ...]:
    """What the name of a comment's author reads."""
    return comment.pk, comment.author_name, str(comment.name_mark), comment.author.badge_labels
