from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import names
from articles.models.article import Article
from articles.models.author import Author


class CommentQuerySet(models.QuerySet["Comment"]):
    def published(self) -> "CommentQuerySet":
        return self.filter(status=Comment.Status.PUBLISHED)

    def in_thread_order(self) -> "CommentQuerySet":
        return self.order_by("posted_at", "id")


class Comment(models.Model):
    """A reader's comment on an article.  Readers see published comments only."""

    class Status(models.TextChoices):
        PUBLISHED = "published", _("Published")
        HELD = "held", _("Held for review")
        REMOVED = "removed", _("Removed")

    MAX_LENGTH = 10_000
    EDITABLE_FOR = timedelta(minutes=10)

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    posted_as = models.CharField(
        max_length=names.LONGEST,
        blank=True,
        help_text=_("The name it was posted under, if different from the author's."),
    )
    text = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.HELD)
    posted_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    redacted_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the editors removed words of this text. An edit by its author ends it."),
    )
    featured_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it became an editors' pick.")
    )
    reaction_count = models.PositiveIntegerField(default=0, editable=False)
    submission = models.UUIDField(
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text=_("The form that posted it, so that sending a form twice posts once."),
    )
    source_id = models.CharField(
        max_length=200,
        null=True,
        blank=True,
        unique=True,
        help_text=_("The comment's id in the system that it was imported from."),
    )

    # Shown to readers beside the name: see `articles.impostors`. Not stored.
    name_mark = ""
    # False while a comment is stored that lacks the proof of work that the site asks for.
    is_proved = True

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["article", "status", "posted_at"], name="comment_thread"),
            models.Index(fields=["author", "-posted_at"], name="comment_by_author"),
            models.Index(fields=["-posted_at", "-id"], name="comment_by_time"),
            models.Index(
                fields=["status", "-posted_at", "-id"],
                name="comment_not_published",
                condition=models.Q(status__in=["held", "removed"]),
            ),
            models.Index(
                fields=["article", "-reaction_count", "-id"],
                name="comment_by_reactions",
                condition=models.Q(status="published"),
            ),
            models.Index(
                fields=["article", "-featured_at"],
                name="comment_picked",
                condition=models.Q(featured_at__isnull=False),
            ),
            models.Index(
                fields=["posted_as"],
                name="comment_by_other_name",
                condition=~models.Q(posted_as=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name} on {self.article}"

    def get_absolute_url(self) -> str:
        """The permalink, which leads to the page of the article that shows the comment."""
        return reverse("articles:comment", args=[self.pk])

    @property
    def page_url(self) -> str:
        """Where readers read it: on the paper's page, or here if the paper has none.

        The discussion where it would stand, while it is not published.
        """
        if self.article.has_page:
            return f"{self.article.page_url}#comity-{self.pk}"
        if self.status == self.Status.PUBLISHED:
            return self.get_absolute_url()
        return f"{self.article.page_url}#comments"

    @property
    def author_name(self) -> str:
        """The name that readers see.  An author may have posted under several."""
        return self.posted_as or self.author.name

    @property
    def is_editable(self) -> bool:
        """Whether its author may still change it."""
        recent = timezone.now() - self.posted_at < self.EDITABLE_FOR
        return recent and self.status != self.Status.REMOVED
