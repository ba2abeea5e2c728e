from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import opening
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
    language = models.CharField(
        max_length=10,
        blank=True,
        help_text=_("The language of what stands around its comments. Empty = as browsers ask."),
    )
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
