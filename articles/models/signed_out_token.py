from django.db import models
from django.utils.translation import gettext_lazy as _


class SignedOutToken(models.Model):
    """A sign-in token that its reader signed out of: see `articles.bearer.signed_out`."""

    key = models.CharField(max_length=64, unique=True, help_text=_("Hash of the token's id."))
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key[:8]
