"""The pre-moderation settings of a policy, which are not versioned and apply at once."""

from django.db import transaction
from django.utils.translation import gettext as _

from moderation.models import Policy

ABOUT_AUTHORS = ("approvals_of_new_authors", "record_share", "record_minimum", "record_days")
FIELDS = ("moderation", *ABOUT_AUTHORS)


class IntakeChanged(Exception):
    """The settings changed since the editor opened them; nothing was saved.

    `policy` has the current ones.
    """

    def __init__(self, policy: Policy) -> None:
        super().__init__(
            _(
                "These settings were changed after you opened this page. Nothing was saved; what "
                "you typed is still here. Save again to replace what is in force now."
            )
        )
        self.policy = policy


def version_token_of(policy: Policy) -> str:
    """A token of the settings of `policy`."""
    return "/".join(str(getattr(policy, name)) for name in FIELDS)


@transaction.atomic
def save(*, policy: Policy, version_token: str) -> None:
    """Save the settings of `policy`.

    Raises IntakeChanged if `version_token` is outdated, unless the new settings
    are the same as the current ones.
    """
    locked = Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    if version_token_of(locked) not in (version_token, version_token_of(policy)):
        raise IntakeChanged(locked)
    policy.save(update_fields=FIELDS)
