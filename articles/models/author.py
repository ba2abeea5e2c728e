from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import names


class Author(models.Model):
    """A commenter: a display name, optionally with an e-mail address and an account."""

    class Mailing(models.TextChoices):
        """How often the reader wants e-mails about comments."""

        AT_ONCE = "at_once", _("As it happens, one for each discussion and hour at most")
        DAILY = "daily", _("Once a day")
        NEVER = "never", _("Never")

    name = models.CharField(max_length=names.LONGEST)
    email = models.EmailField(blank=True)
    email_confirmed_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text=_("When the reader proved that the address is theirs. Before, nothing is sent."),
    )
    mailing = models.CharField(
        max_length=10,
        choices=Mailing.choices,
        default=Mailing.AT_ONCE,
        help_text=_("How often the reader wants e-mails about comments."),
    )
    language = models.CharField(
        max_length=10,
        blank=True,
        editable=False,
        help_text=_("The language of the page that the reader last posted from."),
    )
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

    def take_email(self, email: str, *, confirmed: bool = False) -> None:
        """Set the address; a new one counts as confirmed only if `confirmed` says so."""
        if email != self.email:
            self.email, self.email_confirmed_at = email, None
        if email and confirmed and not self.email_confirmed_at:
            self.email_confirmed_at = timezone.now()

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


class PaperName(models.Model):
    """A name of one of the paper's own readers, as a key that all similar-looking names share.

    Readers of the paper may share a name; nobody else may post under it.
    """

    key = models.CharField(max_length=names.LONGEST_KEY)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="paper_names")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "author"],
                name="a_reader_of_the_paper_has_a_name_once",
                violation_error_message=_("This reader has this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.key
