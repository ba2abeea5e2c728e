from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.policy import PolicyVersion
from moderation.models.release import ClassifierRelease


class RescoringRun(models.Model):
    """One rescoring of all comments: its purpose, progress and result."""

    class Opinion(models.TextChoices):
        FIRST = "first", _("The active release")
        SECOND = "second", _("A second opinion")

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")
        SUPERSEDED = "superseded", _("Superseded by a newer release or policy")

    opinion = models.CharField(max_length=10, choices=Opinion.choices, default=Opinion.FIRST)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    release = models.ForeignKey(ClassifierRelease, on_delete=models.PROTECT, related_name="runs")
    compared_with = models.ForeignKey(
        ClassifierRelease,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_(
            "The release whose scores the new ones are compared with; the run's own if only "
            "the policy changed."
        ),
    )
    band = models.FloatField(
        null=True,
        blank=True,
        help_text=_("For a second opinion: how far from a threshold a score may be."),
    )
    policy_versions = models.ManyToManyField(PolicyVersion, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    examined = models.PositiveBigIntegerField(default=0)
    not_scored = models.PositiveBigIntegerField(default=0)
    summary = models.JSONField(default=dict, help_text=_("A RunSummary as JSON."))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["opinion"],
                condition=Q(state="running"),
                name="one_run_at_a_time",
                violation_error_message=_("Another run of this kind is running already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release}, {self.started_at:%Y-%m-%d %H:%M}"


class RescoringChunkQuerySet(models.QuerySet["RescoringChunk"]):
    def remaining(self) -> "RescoringChunkQuerySet":
        return self.filter(position__lt=F("last_id"))


class RescoringChunk(models.Model):
    """A range of comment ids that one worker rescores in order.

    `position` is the last comment that is done.  It is updated in the
    transaction that stores the scores, and only from the value that the worker
    knows: a worker that lost the chunk to another one stores nothing.
    """

    run = models.ForeignKey(RescoringRun, on_delete=models.CASCADE, related_name="chunks")
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    position = models.BigIntegerField()
    worker = models.CharField(max_length=200, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    examined = models.PositiveBigIntegerField(default=0)
    summary = models.JSONField(default=dict)

    objects = RescoringChunkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "first_id"],
                name="chunks_do_not_overlap",
                violation_error_message=_("Another part of this run begins with the same comment."),
            ),
            models.CheckConstraint(
                condition=Q(position__gte=F("first_id") - 1, position__lte=F("last_id")),
                name="a_position_lies_in_its_chunk",
                violation_error_message=_(
                    "The position must lie between the first comment of the part and its last."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Comments {self.first_id} to {self.last_id} of run {self.run_id}"
