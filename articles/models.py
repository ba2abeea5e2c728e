from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import names, opening
from articles.canonical import CanonicalKeyField, is_page


class Article(models.Model):
    """A page that readers may comment on."""

    class Commenting(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=300)
    caption = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True, help_text=_("Paragraphs are separated by a blank line."))
    section = models.CharField(max_length=80, blank=True, db_index=True)
    commenting = models.CharField(
        max_length=10, choices=Commenting.choices, default=Commenting.OPEN
    )
    close_after_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text=_(
            "Comments close so many days after publication. Empty = as the site does, 0 = never."
        ),
    )
    published_at = models.DateTimeField(default=timezone.now, db_index=True)
    source_id = models.CharField(
        max_length=200,
        null=True,
        blank=True,
        unique=True,
        help_text=_("The article's id in the system that its comments were imported from."),
    )
    external_id = models.CharField(
        max_length=200,
        null=True,
        blank=True,
        unique=True,
        help_text=_("The article's id in the paper's own system, as its API calls give it."),
    )
    url = models.URLField(
        max_length=1000, blank=True, help_text=_("The article's page at the paper.")
    )
    canonical_key = CanonicalKeyField(
        db_index=True, help_text=_("Hash of the address, the same for all its spellings.")
    )

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["canonical_key"],
                name="an_address_without_an_id_is_one_article",
                condition=models.Q(external_id=None) & ~models.Q(canonical_key=""),
                violation_error_message=_("There is an article with this address."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("articles:article", args=[self.slug])

    @property
    def page_url(self) -> str:
        """Where readers read it: its page at the paper, or here if the paper has none."""
        return self.url.partition("#")[0] if self.has_page else self.get_absolute_url()

    @property
    def has_page(self) -> bool:
        """Whether the paper has a page of it, which may be linked to."""
        return is_page(self.url)

    @property
    def closed_because(self) -> str:
        """Why it takes no comments now, in a sentence for readers; empty if it does."""
        return opening.closed(
            is_open=self.commenting == self.Commenting.OPEN,
            published_at=self.published_at,
            close_after_days=self.close_after_days,
        )


class Author(models.Model):
    """A commenter: a display name, optionally with an e-mail address and an account."""

    name = models.CharField(max_length=names.LONGEST)
    email = models.EmailField(blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
    )
    created_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the personal data was erased. Nobody can post as this author any more."),
    )
    source_id = models.CharField(
        max_length=200,
        null=True,
        blank=True,
        unique=True,
        help_text=_("The author's id in the system that it was imported from."),
    )
    external_id = models.CharField(
        max_length=200,
        null=True,
        blank=True,
        unique=True,
        help_text=_("The reader's id in the paper's own system, as its API calls give it."),
    )
    given_name = models.CharField(
        max_length=names.LONGEST,
        blank=True,
        editable=False,
        help_text=_("The name in the paper's sign-in token, which may not be allowed here."),
    )
    badges = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text=_("What the paper's sign-in token says that the reader is, such as staff."),
    )

    class Meta:
        indexes = [models.Index(fields=["name"]), models.Index(fields=["email"])]

    def __str__(self) -> str:
        return self.name

    @property
    def badge_labels(self) -> list[str]:
        """What stands beside the name: the badges that the site lists now, in its words."""
        return [label for badge, label in settings.SSO_BADGES.items() if badge in self.badges]


class AccountName(models.Model):
    """A name of an account, as a key that all similar-looking names share.

    An account's names are its user name, its full name and its author's display
    name.  Nobody else may post under them.  The first account with a name holds it.
    """

    key = models.CharField(max_length=names.LONGEST_KEY, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account_names"
    )

    def __str__(self) -> str:
        return self.key


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


class Attempts(models.Model):
    """The attempts that count towards a rate limit, until `ends_at`.

    `articles.limits` counts them; the nightly job deletes expired rows.
    """

    name = models.CharField(max_length=40, help_text=_("The rate limit."))
    key = models.CharField(max_length=64, help_text=_("Keyed hash of who is limited."))
    number = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "key"],
                name="attempts_are_counted_together",
                violation_error_message=_("These attempts are counted already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"


class SignedOutToken(models.Model):
    """A sign-in token that its reader signed out of: see `articles.bearer.signed_out`."""

    key = models.CharField(max_length=64, unique=True, help_text=_("Hash of the token's id."))
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key[:8]
