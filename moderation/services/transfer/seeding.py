"""Loads saved pages into the site: article, policy, authors, comments, scores."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from articles.models import Article, Author, Comment
from moderation.models import Policy, PolicyVersion
from moderation.services.judging import scoring
from moderation.services.policy import drafting
from moderation.services.policy.clause_proposals import propose_clauses
from moderation.services.policy.thresholds import DEMO_THRESHOLDS
from moderation.services.readers.personal_data import erased_id
from moderation.services.transfer.seed_page import Page, PageComment


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a page added.  Nothing is new if the page was loaded before."""

    article: Article
    article_is_new: bool
    policy_is_new: bool
    comments: list[Comment]


@transaction.atomic
def load_page(page: Page) -> Loaded:
    """Store the parts of `page` that are not stored yet, and score its new comments.

    An existing article keeps its text, which an editor may have changed.
    """
    article, article_is_new = Article.objects.get_or_create(
        slug=_slug(page.title),
        defaults={"title": page.title, "caption": page.caption, "body": page.body},
    )
    policy_is_new = article_is_new and _load_policy(article, page.policy)
    comments = [_store(article, comment) for comment in _unknown(article, page.comments)]
    scoring.score(comments)
    return Loaded(article, article_is_new, policy_is_new, comments)


def _slug(title: str) -> str:
    return slugify(title)[:120].strip("-") or "article"


def _load_policy(article: Article, text: str) -> bool:
    """Make `text` the site's policy if it has none, or else the article's own if it differs."""
    default = PolicyVersion.objects.default_version()
    if default and default.text == text:
        return False
    policy, _ = Policy.objects.get_or_create(article=article if default else None, section="")
    clauses = propose_clauses(text)
    if clauses:
        drafting.publish_text(policy=policy, text=text, clauses=clauses, thresholds=DEMO_THRESHOLDS)
    else:  # an editor has to add the rules
        drafting.save(draft=drafting.draft_of(policy=policy), text=text, clauses=[])
    return bool(clauses)


def _unknown(article: Article, comments: tuple[PageComment, ...]) -> list[PageComment]:
    by_source = {_source_id(article, comment): comment for comment in comments}
    ids = {source_id: {source_id, erased_id(source_id)} for source_id in by_source}
    asked = set().union(*ids.values())
    known = set(Comment.objects.filter(source_id__in=asked).values_list("source_id", flat=True))
    return [comment for source_id, comment in by_source.items() if not known & ids[source_id]]


def _store(article: Article, comment: PageComment) -> Comment:
    author, _ = Author.objects.get_or_create(
        source_id=f"seed:{comment.name}", defaults={"name": comment.name}
    )
    return Comment.objects.create(
        article=article,
        author=author,
        text=comment.text,
        source_id=_source_id(article, comment),
    )


def _source_id(article: Article, comment: PageComment) -> str:
    return f"seed:{article.slug}#{comment.number}"
