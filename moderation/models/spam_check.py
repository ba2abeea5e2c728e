from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Comment


class SpamCheck(models.Model):
    """What Akismet was asked about a comment, what it answered, and what it was taught since.

    What a browser sent with the comment has to be the same in each call about it; after some
    weeks `forget_origins` deletes the row.
    """

    class Answer(models.TextChoices):
        NONE = "", _("Not answered")
        HAM = "ham", _("No spam")
        SPAM = "spam", _("Spam")
        BLATANT = "blatant", _("Spam beyond doubt")

        @property
        def is_spam(self) -> bool:
            return self in (SpamCheck.Answer.SPAM, SpamCheck.Answer.BLATANT)

    comment = models.OneToOneField(
        Comment, primary_key=True, on_delete=models.CASCADE, related_name="spam_check"
    )
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    taught = models.CharField(
        max_length=10,
        choices=[(Answer.HAM.value, Answer.HAM.label), (Answer.SPAM.value, Answer.SPAM.label)],
        blank=True,
        help_text=_("What it was told after a decision. Empty = nothing."),
    )
    user_ip = models.CharField(max_length=64)
    user_agent = models.CharField(max_length=500, blank=True)
    referrer = models.CharField(max_length=1000, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"Spam check of comment {self.comment_id}"

    @property
    def believed(self) -> str:
        """What Akismet takes the comment for now: spam or ham; empty if it never answered."""
        is_spam = self.Answer(self.answer).is_spam
        return self.taught or (self.Answer.SPAM if is_spam else self.answer)
