"""What the pages of `articles` show of moderation: templates are where the two meet."""

from django import template

from articles.models import Article
from moderation.models import PolicyVersion
from moderation.services import policies

register = template.Library()


@register.simple_tag
def discussion_policy(article: Article) -> PolicyVersion | None:
    """The policy version that comments under `article` are judged by."""
    return policies.current_version(article)
