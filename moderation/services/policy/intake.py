"""What a policy holds whatever its score: kept apart from its versions, and in force at once."""

from django.db import transaction

from moderation.models import Policy

ABOUT_AUTHORS = ("approvals_of_new_authors", "record_share", "record_minimum", "record_days")
FIELDS = ("moderation", *ABOUT_AUTHORS)


class IntakeChanged(Exception):
    """The settings are no longer as the editor saw them; nothing was saved.

    `policy` has them as they are now.
    """

    def __init__(self, policy: Policy) -> None:
        super().__init__(
            "These settings were changed after you opened this page. Nothing was saved; what you "
            "typed is still here. Save again to replace what is in force now."
        )
        self.policy = policy


def seen(policy: Policy) -> str:
    """A token for the settings of `policy` as an editor looks at them."""
    return "/".join(str(getattr(policy, name)) for name in FIELDS)


@transaction.atomic
def save(*, policy: Policy, seen_as: str) -> None:
    """Put the settings of `policy` in force.

    Raises IntakeChanged where they are not what `seen_as` tells, save that
    somebody saved the same meanwhile.
    """
    locked = Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    if seen(locked) not in (seen_as, seen(policy)):
        raise IntakeChanged(locked)
    policy.save(update_fields=FIELDS)
