from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Comment
from moderation.classifiers.base import Attribute, Scores
from moderation.models.clause import Clause
from moderation.models.policy import PolicyVersion
from moderation.models.release import ClassifierRelease


class Verdict(models.TextChoices):
    """What the policy does with a comment, mildest first."""

    PUBLISH = "publish", _("Publish")
    QUEUE = "queue", _("Queue")
    HOLD = "hold", _("Hold")
    REMOVE = "remove", _("Remove")


class ScoreQuerySet(models.QuerySet["Score"]):
    def of_current_text(self) -> "ScoreQuerySet":
        """Leave out scores of texts that were edited later."""
        return self.filter(
            Q(comment__edited_at__isnull=True) | Q(scored_at__gte=F("comment__edited_at"))
        )

    def of_active_release(self) -> "ScoreQuerySet":
        return self.filter(release__status=ClassifierRelease.Status.ACTIVE)

    def in_language(self, code: str) -> "ScoreQuerySet":
        """Scores of texts in the language `code`, or in it and another one."""
        partly = Q(language__startswith=f"{code}+") | Q(language__endswith=f"+{code}")
        return self.filter(Q(language=code) | partly)

    def second_opinions(self) -> "ScoreQuerySet":
        return self.filter(release__status=ClassifierRelease.Status.SHADOW)

    def second_opinions_of(self, comment_ids: Iterable[int]) -> "dict[int, Score]":
        """The newest second opinion on each comment that has one and was not edited since.

        `score.release` is loaded with it.
        """
        scores = self.second_opinions().of_current_text().filter(comment__in=comment_ids)
        newest = scores.select_related("release").order_by("scored_at")
        return {score.comment_id: score for score in newest}


class Score(models.Model):
    """The probabilities of one comment under one release, and the policy's verdict.

    There is a row for each comment and release, so constraints and indexes are
    kept to a minimum.  Foreign keys are not enforced by the database: releases
    and published policy versions are never deleted, and a comment is locked
    both while it is scored and while it is deleted.
    """

    comment = models.ForeignKey(
        Comment,
        on_delete=models.CASCADE,
        related_name="scores",
        db_constraint=False,
        db_index=False,  # the constraint below begins with it
    )
    release = models.ForeignKey(
        ClassifierRelease,
        on_delete=models.PROTECT,
        related_name="scores",
        db_constraint=False,
        db_index=False,
    )
    policy_version = models.ForeignKey(
        PolicyVersion,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    scored_at = models.DateTimeField(default=timezone.now)
    profanity = models.FloatField()
    personal_attack = models.FloatField()
    threat = models.FloatField()
    identity_attack = models.FloatField()
    toxicity = models.FloatField()
    language = models.CharField(
        max_length=20,
        blank=True,
        help_text=_("ISO 639-1; “en+de” for two; “und” and “und-Cyrl” where it is undetermined."),
    )

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "release"],
                name="a_release_scores_a_comment_once",
                violation_error_message=_("This release has scored this comment already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} by {self.release_id}: {self.verdict}"

    @property
    def probabilities(self) -> Scores:
        return {attribute: getattr(self, attribute.value) for attribute in Attribute}


# What is hard to read for hours, whatever its probability.
SEVERE = (Attribute.THREAT, Attribute.IDENTITY_ATTACK)


class FindingQuerySet(models.QuerySet["Finding"]):
    def severe(self) -> "FindingQuerySet":
        """Findings of threats, violence and attacks on groups."""
        severe = [attribute.value for attribute in SEVERE]
        return self.filter(Q(clause__attribute__in=severe) | Q(reason=Finding.Reason.VIOLENCE))


class Finding(models.Model):
    """A reason to question a comment, such as a clause that it breaks."""

    class Reason(models.TextChoices):
        CLAUSE = "clause", _("Breaks a clause")
        NOT_SCORED = "not_scored", _("Not scored")
        NOT_READ = "not_read", _("Not read")
        NO_POLICY = "no_policy", _("No policy to judge by")
        WORDS = "words", _("Has a listed word")
        PATTERN = "pattern", _("Matches a pattern")
        LISTED_NAME = "listed_name", _("Has a listed name")
        CAPITALS = "capitals", _("Is written in capitals")
        NEW_ACCOUNT = "new_account", _("The account is new")
        LINKS = "links", _("Has many links")
        ADDRESS = "address", _("Has an address")
        VIOLENCE = "violence", _("Calls for violence")
        REPEATED = "repeated", _("Was posted before")
        PREMODERATED = "premoderated", _("Every comment here is read first")
        NEW_AUTHOR = "new_author", _("The author is new")
        RECENT_RECORD = "recent_record", _("Much of the author's was removed lately")
        NEAR_BLOCK = "near_block", _("New, from where an author was just blocked")
        BLOCKED_ADDRESS = "blocked_address", _("Gives the e-mail address of a blocked author")
        WITHHELD = "withheld", _("Was withheld before the import")
        ALWAYS_HELD = "always_held", _("Every comment of this author is read first")
        WATCHED = "watched", _("On a watched article")
        NOT_PROVED = "not_proved", _("Sent without the proof of work")
        SPAM = "spam", _("Spam, says Akismet")
        TRUSTED = "trusted", _("Published without review: the author is trusted")

    class Part(models.TextChoices):
        TEXT = "text", _("The text")
        NAME = "name", _("The name")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="findings")
    part = models.CharField(
        max_length=10,
        choices=Part.choices,
        default=Part.TEXT,
        help_text=_("The part of the comment that the finding and its evidence are about."),
    )
    reason = models.CharField(max_length=20, choices=Reason.choices, default=Reason.CLAUSE)
    clause = models.ForeignKey(Clause, null=True, on_delete=models.PROTECT, related_name="findings")
    release = models.ForeignKey(
        ClassifierRelease, null=True, on_delete=models.PROTECT, related_name="+"
    )
    probability = models.FloatField(null=True)
    threshold = models.FloatField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    language = models.CharField(
        max_length=20, blank=True, help_text=_("The language that is not read, as in a score.")
    )
    evidence = models.JSONField(
        default=list,
        help_text=_("[start, end, contribution] of each span, in code points of the text or name."),
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["comment", "-probability"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="clause")
                | Q(clause__isnull=False, probability__isnull=False, threshold__isnull=False),
                name="a_broken_clause_has_its_figures",
                violation_error_message=_(
                    "A broken clause needs the clause, its probability and its threshold."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.clause) if self.clause_id else self.get_reason_display()

    @property
    def is_severe(self) -> bool:
        """Whether it is among `severe`."""
        measured = self.clause.attribute if self.clause else ""
        return measured in SEVERE or self.reason == self.Reason.VIOLENCE

    def quoted_from(self, comment: Comment) -> str:
        """The part of `comment` that the evidence refers to."""
        return comment.author_name if self.part == self.Part.NAME else comment.text
