from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import (
    BigIntegerField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Comment
from moderation.models.clause_rules import HIGHEST
from moderation.models.translations import for_reader, validate_translations
from moderation.models.unread import HOLD, OTHERS, validate_unread

Found = TypeVar("Found")

SMALL = MaxValueValidator(HIGHEST)

PROBABILITY = [MinValueValidator(0.0), MaxValueValidator(1.0)]


class Policy(models.Model):
    """The discussion policy of the site, of a section, or of one article.

    An article's own comes before its section's, and that before the site's.

    Settings about authors apply to the whole site and are read from the default
    policy only.
    """

    class Moderation(models.TextChoices):
        POST = "post", _("Post-moderation: comments are published, then moderated")
        PRE = "pre", _("Pre-moderation: every comment is reviewed before it is published")

    article = models.OneToOneField(
        Article,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="policy",
        help_text=_("Leave empty for the site's default policy."),
    )
    section = models.CharField(
        max_length=80,
        blank=True,
        help_text=_("The policy of all articles of this section that have none of their own."),
    )
    moderation = models.CharField(
        max_length=10,
        choices=Moderation.choices,
        blank=True,
        help_text=_("Leave empty for an article to follow the site's setting."),
    )
    approvals_of_new_authors = models.PositiveSmallIntegerField(
        default=0,
        validators=[SMALL],
        help_text=_("Hold a new author's comments until this many are approved. 0 = off."),
    )
    record_share = models.FloatField(
        null=True,
        blank=True,
        validators=PROBABILITY,
        help_text=_(
            "Hold comments by authors of whose comments this share was removed. Empty = off."
        ),
    )
    record_minimum = models.PositiveSmallIntegerField(
        default=5,
        validators=[SMALL],
        help_text=_("The share applies to authors with at least this many decisions."),
    )
    record_days = models.PositiveSmallIntegerField(
        default=30,
        validators=[SMALL],
        help_text=_("Only decisions of this many days count."),
    )

    class Meta:
        verbose_name_plural = "policies"
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(article__isnull=True, section=""),
                name="a_site_has_one_default_policy",
                violation_error_message=_(
                    "The site has a default policy already. Choose an article or a section for "
                    "this one."
                ),
            ),
            models.UniqueConstraint(
                fields=["section"],
                condition=~Q(section=""),
                name="a_section_has_one_policy",
                violation_error_message=_("This section has a policy already."),
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=True) | Q(section=""),
                name="a_policy_is_of_an_article_or_a_section",
                violation_error_message=_("Choose an article or a section, not both."),
            ),
        ]

    def __str__(self) -> str:
        if self.article_id:
            return gettext("Policy of %(article)s") % {"article": self.article}
        if self.section:
            return gettext("Policy of the section %(section)s") % {"section": self.section}
        return gettext("Default policy")

    @property
    def is_default(self) -> bool:
        return self.article_id is None and not self.section


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    def published(self) -> "PolicyVersionQuerySet":
        """Published versions with their clauses, newest first."""
        versions = self.filter(published_at__isnull=False).order_by("-number")
        return versions.prefetch_related("clauses")

    def default_version(self) -> "PolicyVersion | None":
        """The newest published version of the site's policy, if there is one."""
        return self.published().filter(policy__article__isnull=True, policy__section="").first()

    def current_version(self, article: Article) -> "PolicyVersion | None":
        """The version that comments under `article` are judged by."""
        own = self.published().filter(policy__article=article).first()
        if own is None and article.section:
            own = self.published().filter(policy__section=article.section).first()
        return own or self.default_version()

    def current_version_id(self, article: Article) -> int | None:
        """The id of `current_version`, in one query."""
        nearest = (models.F("policy__article").asc(nulls_last=True), "-policy__section", "-number")
        of_others = Q(policy__article=None, policy__section__in=("", article.section))
        found = self.filter(Q(policy__article=article) | of_others, published_at__isnull=False)
        return found.order_by(*nearest).values_list("pk", flat=True).first()

    def current_versions(
        self, article_ids: Iterable[int], *, with_clauses: bool = True
    ) -> "dict[int, PolicyVersion | None]":
        """`current_version` of many articles, in a number of queries that does not depend on
        theirs.

        Their texts, which are long, are read when they are asked for.
        """
        asked = set(article_ids)
        found = self._near(asked).select_related("policy").defer("text", "texts")
        versions = found if with_clauses else found.prefetch_related(None)
        return _of_each(asked, ((v.policy.article_id, v.policy.section, v) for v in versions))

    def keys_in_force(self, article_ids: Iterable[int]) -> dict[int, tuple[int, datetime] | None]:
        """The id of `current_version` of each article, and the moment of its publication.

        Together they name what never changes, even where a rollback gave the id to another.
        """
        asked = set(article_ids)
        fields = ("policy__article", "policy__section", "pk", "published_at")
        rows = self._near(asked).order_by().values_list(*fields)
        return _of_each(asked, ((article, section, (pk, at)) for article, section, pk, at in rows))

    def _near(self, article_ids: Collection[int]) -> "PolicyVersionQuerySet":
        """The versions in force of the articles, of all sections and of the site."""
        own = Q(policy__article__in=article_ids)
        return self.in_force().filter(own | Q(policy__article__isnull=True))

    def with_current_version(self, comments: QuerySet[Comment]) -> QuerySet[Comment]:
        """Annotate each comment with `current_version`, the id of the version it is judged by.

        It is 0 if there is no policy, so that it can be compared without NULL.
        """
        version = self.default_version()
        default = Value(version.pk if version else 0, output_field=BigIntegerField())
        special = self.published().exclude(policy__article__isnull=True, policy__section="")
        if not special.exists():  # saves subqueries for each comment
            return comments.annotate(current_version=default)
        of_article = special.filter(policy__article=OuterRef("article")).values("pk")[:1]
        of_section = special.filter(
            policy__section=OuterRef("article__section"), policy__section__gt=""
        ).values("pk")[:1]
        return comments.annotate(
            current_version=Coalesce(Subquery(of_article), Subquery(of_section), default)
        )

    def in_force(self) -> "PolicyVersionQuerySet":
        """The newest published version of every policy."""
        newer = self.filter(
            published_at__isnull=False, policy=OuterRef("policy"), number__gt=OuterRef("number")
        )
        return self.published().filter(~Exists(newer))


def _of_each(
    article_ids: Collection[int], found: Iterable[tuple[int | None, str, Found]]
) -> dict[int, Found | None]:
    """Of what was `found` for an article, a section or the site (neither), the nearest to each."""
    of_article: dict[int, Found] = {}
    of_section: dict[str, Found] = {}
    for article, section, each in found:
        if article is None:
            of_section[section] = each
        else:
            of_article[article] = each
    default = of_section.pop("", None)
    if of_section:
        sections = Article.objects.filter(pk__in=article_ids).values_list("pk", "section")
        for pk, section in sections:
            if section in of_section:
                of_article.setdefault(pk, of_section[section])
    return {pk: of_article.get(pk, default) for pk in article_ids}


class PolicyVersion(models.Model):
    """A numbered version of a policy, which is frozen once it is published."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Empty while the version is a draft.")
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unread = models.JSONField(
        default=dict,
        blank=True,
        validators=[validate_unread],
        help_text=_("The verdict on comments that the classifier cannot read, by their language."),
    )

    texts = models.JSONField(
        default=dict,
        blank=True,
        validators=[validate_translations],
        help_text=_("The text in other languages, by their code."),
    )

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        ordering = ["policy", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "number"],
                name="versions_of_a_policy_are_numbered",
                violation_error_message=_("This policy has a version with this number already."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(policy)s, version %(number)d") % {
            "policy": self.policy,
            "number": self.number,
        }

    @property
    def text_for_reader(self) -> str:
        """The text in the language of the page, where it is translated."""
        return for_reader(self.text, self.texts)

    def verdict_on_unread(self, language: str) -> str:
        """The verdict on a comment in `language` that the classifier cannot read."""
        return str(self.unread.get(language) or self.unread.get(OTHERS) or HOLD)


class PolicyExample(models.Model):
    """A text that a policy must flag or must pass, checked before a version is published."""

    class Expectation(models.TextChoices):
        FLAG = "flag", _("Must be flagged")
        PASS = "pass", _("Must pass")

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="examples")
    text = models.TextField()
    expectation = models.CharField(max_length=10, choices=Expectation.choices)

    class Meta:
        ordering = ["policy", "id"]

    def __str__(self) -> str:
        return f"{self.get_expectation_display()}: {self.text[:60]}"
