from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from moderation.classifiers.base import Attribute
from moderation.models.clause_rules import VERDICTS, Rule, RuleKind, validate_rules
from moderation.models.notice_texts import validate_notice_texts
from moderation.models.policy import PROBABILITY, PolicyVersion
from moderation.models.translations import for_reader, validate_translations
from moderation.quotations import LONGEST_QUOTE

ATTRIBUTE_NAMES = {
    Attribute.PROFANITY: _("profanity"),
    Attribute.PERSONAL_ATTACK: _("personal attack"),
    Attribute.THREAT: _("threat"),
    Attribute.IDENTITY_ATTACK: _("identity attack"),
    Attribute.TOXICITY: _("toxicity"),
}
ATTRIBUTE_CHOICES = [(attribute.value, ATTRIBUTE_NAMES[attribute]) for attribute in Attribute]
REVIEW_ABOVE_HIDE = _("“Review” must not be above “hide”.")
HIDE_ABOVE_REMOVE = _("“Hide” must not be above “remove”.")

THRESHOLDS = ("queue_at", "hold_at", "remove_at")
# The fields of a clause that say what breaks it.
MEASURES = (*THRESHOLDS, "rules")


class Clause(models.Model):
    """One prohibition of a policy version: a quote of the policy, and how it is detected.

    It is detected by an attribute with thresholds, by rules, by both, or by people only.
    Several clauses of a version may share an attribute.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="clauses")
    position = models.PositiveSmallIntegerField(default=0)
    quote = models.CharField(max_length=LONGEST_QUOTE, help_text=_("As quoted from the policy."))
    attribute = models.CharField(
        max_length=20,
        choices=ATTRIBUTE_CHOICES,
        blank=True,
        help_text=_("What the classifier measures for this rule. Empty = nothing."),
    )
    queue_at = models.FloatField(
        default=1.0,
        validators=PROBABILITY,
        help_text=_("From this score on, published and sent to review."),
    )
    hold_at = models.FloatField(
        default=1.0,
        validators=PROBABILITY,
        help_text=_("From this score on, hidden until reviewed."),
    )
    remove_at = models.FloatField(
        null=True,
        blank=True,
        validators=PROBABILITY,
        help_text=_("From this score on, removed automatically. Empty = never."),
    )
    rules = models.JSONField(
        default=list,
        blank=True,
        validators=[validate_rules],
        help_text=_("What breaks it without a classifier: kind, verdict, and entries or a limit."),
    )
    notice_texts = models.JSONField(
        default=dict,
        blank=True,
        validators=[validate_notice_texts],
        help_text=_("What authors of removed comments read: a text for each language."),
    )
    quotes = models.JSONField(
        default=dict,
        blank=True,
        validators=[validate_translations],
        help_text=_("Its words in the texts in other languages, by their code."),
    )

    class Meta:
        ordering = ["version", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(queue_at__gte=0, hold_at__lte=1, queue_at__lte=F("hold_at")),
                name="a_clause_queues_before_it_holds",
                violation_error_message=REVIEW_ABOVE_HIDE,
            ),
            models.CheckConstraint(
                condition=Q(remove_at__isnull=True)
                | Q(remove_at__gte=F("hold_at"), remove_at__lte=1),
                name="a_clause_holds_before_it_removes",
                violation_error_message=HIDE_ABOVE_REMOVE,
            ),
        ]

    def __str__(self) -> str:
        return self.quote

    @cached_property
    def measured(self) -> Attribute:
        return Attribute(self.attribute)

    @cached_property
    def own_rules(self) -> tuple[Rule, ...]:
        return tuple(map(Rule.parse, self.rules))

    @cached_property
    def rules_by_kind(self) -> dict[RuleKind, list[Rule]]:
        """Its rules by their kind, the severest first."""
        found: dict[RuleKind, list[Rule]] = {}
        for rule in sorted(self.own_rules, key=lambda rule: -VERDICTS.index(rule.verdict)):
            found.setdefault(rule.kind, []).append(rule)
        return found

    @property
    def quote_for_reader(self) -> str:
        """Its words in the language of the page, where they are translated."""
        return for_reader(self.quote, self.quotes)

    @property
    def is_for_people(self) -> bool:
        """Whether only people can tell that a comment breaks it."""
        return not self.attribute and not self.rules
