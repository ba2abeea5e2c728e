"""The staff in the admin."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.records import RecordAdmin
from staff.models import AuditEntry

# Rows that contain secrets, or whose change would let somebody in as somebody else.
for model in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(model)

# So much of a network's key tells networks apart.
SHOWN = 8


@admin.register(AuditEntry)
class AuditEntryAdmin(RecordAdmin):
    list_display = ["noted_at", "kind", "account", "detail", "by", "from_network"]
    list_filter = ["kind", "noted_at"]
    search_fields = ["account", "by", "detail"]
    search_help_text = _("An account, or what was given or taken")

    @admin.display(description=_("network"))
    def from_network(self, entry: AuditEntry) -> str:
        return entry.network[:SHOWN]
