"""Discussion policies: which version holds where, and publishing the next one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import BigIntegerField, Exists, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models import Article, Comment
from moderation.classifiers.base import Attribute
from moderation.models import Clause, Policy, PolicyVersion
from moderation.services.policy.clause_proposals import ProposedClause


@dataclass(frozen=True, slots=True)
class Thresholds:
    queue_at: float
    hold_at: float


DEFAULT_THRESHOLDS = {
    Attribute.PROFANITY: Thresholds(0.5, 0.9),
    Attribute.PERSONAL_ATTACK: Thresholds(0.5, 0.85),
    Attribute.THREAT: Thresholds(0.4, 0.7),
    Attribute.IDENTITY_ATTACK: Thresholds(0.4, 0.7),
    Attribute.TOXICITY: Thresholds(0.7, 0.95),
}


def default_version() -> PolicyVersion | None:
    """The newest published version of the site's policy, or None where there is none yet."""
    return _published().filter(policy__article__isnull=True).first()


def current_version(article: Article) -> PolicyVersion | None:
    """The version that comments under `article` are judged by."""
    return _published().filter(policy__article=article).first() or default_version()


def current_versions(article_ids: Iterable[int]) -> dict[int, PolicyVersion | None]:
    """`current_version` of many articles, in three queries however many they are."""
    article_ids = set(article_ids)
    default = default_version()
    own: dict[int | None, PolicyVersion] = {}
    versions = _published().filter(policy__article__in=article_ids).select_related("policy")
    for version in reversed(versions):
        own[version.policy.article_id] = version
    return {article_id: own.get(article_id, default) for article_id in article_ids}


def with_current_version(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Annotate each comment with `current_version`, the id of the version it is judged by.

    It is 0 where there is no policy at all, so that comparisons never meet NULL.
    """
    version = default_version()
    default = Value(version.pk if version else 0, output_field=BigIntegerField())
    if not _published().filter(policy__article__isnull=False).exists():
        return comments.annotate(current_version=default)  # and spare the database a look for each
    own = _published().filter(policy__article=OuterRef("article")).values("pk")[:1]
    return comments.annotate(current_version=Coalesce(Subquery(own), default))


def in_force() -> QuerySet[PolicyVersion]:
    """The newest published version of every policy."""
    newer = _published().filter(policy=OuterRef("policy"), number__gt=OuterRef("number"))
    return _published().filter(~Exists(newer))


@transaction.atomic
def publish(
    *,
    policy: Policy,
    text: str,
    clauses: Iterable[ProposedClause],
    published_by: User | None = None,
) -> PolicyVersion:
    """Freeze `text` and `clauses` as the next version of `policy`, in force at once."""
    locked = Policy.objects.select_for_update().get(pk=policy.pk)
    newest = locked.versions.aggregate(Max("number"))["number__max"] or 0
    version = PolicyVersion.objects.create(
        policy=locked,
        number=newest + 1,
        text=text,
        published_at=timezone.now(),
        published_by=published_by,
    )
    Clause.objects.bulk_create(
        Clause(
            version=version,
            position=position,
            quote=proposed.quote,
            attribute=proposed.attribute,
            queue_at=DEFAULT_THRESHOLDS[proposed.attribute].queue_at,
            hold_at=DEFAULT_THRESHOLDS[proposed.attribute].hold_at,
        )
        for position, proposed in enumerate(clauses)
    )
    return version


def _published() -> QuerySet[PolicyVersion]:
    return (
        PolicyVersion.objects.filter(published_at__isnull=False)
        .order_by("-number")
        .prefetch_related("clauses")
    )
