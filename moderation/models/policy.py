from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from articles.models import Article
from moderation.classifiers.base import Attribute

ATTRIBUTE_CHOICES = [(attribute.value, attribute.label) for attribute in Attribute]
PROBABILITY = [MinValueValidator(0.0), MaxValueValidator(1.0)]


class Policy(models.Model):
    """The discussion policy of the site, or of one article that carries its own."""

    article = models.OneToOneField(
        Article,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="policy",
        help_text="Empty for the site's default policy.",
    )

    class Meta:
        verbose_name_plural = "policies"
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(article__isnull=True),
                name="a_site_has_one_default_policy",
            ),
        ]

    def __str__(self) -> str:
        return f"Policy of {self.article}" if self.article_id else "Default policy"


class PolicyVersion(models.Model):
    """A numbered edition of a policy.  Frozen once it is published."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty while the version is a draft."
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["policy", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "number"], name="versions_of_a_policy_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy}, version {self.number}"


class Clause(models.Model):
    """One prohibition in a policy version: its words, its attribute, its thresholds."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="clauses")
    position = models.PositiveSmallIntegerField(default=0)
    quote = models.CharField(max_length=300, help_text="The policy's own words.")
    attribute = models.CharField(max_length=20, choices=ATTRIBUTE_CHOICES)
    queue_at = models.FloatField(validators=PROBABILITY, help_text="Visible, reviewed later.")
    hold_at = models.FloatField(validators=PROBABILITY, help_text="Hidden until reviewed.")
    remove_at = models.FloatField(
        null=True,
        blank=True,
        validators=PROBABILITY,
        help_text="Removed without a person. Empty: only a person removes.",
    )

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "attribute"], name="an_attribute_has_one_clause_per_version"
            ),
            models.CheckConstraint(
                condition=Q(queue_at__gte=0, hold_at__lte=1, queue_at__lte=F("hold_at")),
                name="a_clause_queues_before_it_holds",
            ),
            models.CheckConstraint(
                condition=Q(remove_at__isnull=True)
                | Q(remove_at__gte=F("hold_at"), remove_at__lte=1),
                name="a_clause_holds_before_it_removes",
            ),
        ]

    def __str__(self) -> str:
        return self.quote

    @property
    def measured(self) -> Attribute:
        return Attribute(self.attribute)
