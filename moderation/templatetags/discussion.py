"""What the pages of `articles` show of moderation: templates are where the two meet."""

import re

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from articles import reader_links
from articles.kept import Kept
from articles.models import Article, Author, Comment
from articles.reader_links import Purpose
from moderation.models import Block, Notice, PolicyVersion
from moderation.services.decisions import blocking
from moderation.services.policy import posted
from moderation.services.policy.posted import PostedRule
from moderation.services.readers import replies, rule_links

register = template.Library()


# A published version never changes.
versions: Kept[PolicyVersion] = Kept(200)
rules: Kept[list[PostedRule]] = Kept(200)


@register.simple_tag
def discussion_policy(article: Article) -> PolicyVersion | None:
    """The policy version that comments under `article` are judged by."""
    found = PolicyVersion.objects.current_version_id(article)
    if found is None:
        return None
    return versions.get(found, lambda: PolicyVersion.objects.published().get(pk=found))


@register.filter
def posted_rules(version: PolicyVersion) -> list[PostedRule]:
    """The rules of a policy version as readers see them."""
    return rules.get((version.pk, get_language()), lambda: posted.rules(version.clauses.all()))


register.filter("rule_path", rule_links.path)


@register.simple_tag
def latest_notice(comment: Comment) -> Notice | None:
    """What the author of `comment` was last told about it."""
    return Notice.objects.about_comments().filter(comment=comment).first()


@register.simple_tag
def own_page_link(author: Author) -> str:
    """The path of the reader's own page, for embeds, where no session leads there."""
    token = reader_links.token_for(author, Purpose.OWN_PAGE)
    return reverse("discussion:own_page_by_link", args=[token])


@register.simple_tag
def number_of_news(author: Author) -> int:
    """How many replies the author has not seen on their own page."""
    return replies.number_unseen(author)


@register.simple_tag
def block_of(author: Author | None) -> Block | None:
    """The author's own block, for the author to read about; those of others are not told of."""
    block = blocking.block_in_force(author) if author else None
    return block if block and block.author == author else None


@register.filter
def marked(text: str, words: list[str]) -> SafeString:
    """Escape `text` and mark each of `words` in it."""
    if not words:
        return escape(text)
    found = re.split("(" + "|".join(map(re.escape, words)) + ")", text)
    parts = [
        f"<mark>{escape(part)}</mark>" if index % 2 else escape(part)
        for index, part in enumerate(found)
    ]
    return mark_safe("".join(parts))  # noqa: S308 -- every part is escaped above
