"""The verdicts of a draft on comments in languages that the classifier does not read."""

import json
from collections.abc import Mapping

from django.db import transaction

from moderation.models import PolicyVersion
from moderation.models.unread import validate_unread
from moderation.services.policy import drafting
from moderation.services.policy.drafting import DraftChanged


def version_token_of(draft: PolicyVersion) -> str:
    """A token of the verdicts of `draft`."""
    return json.dumps(draft.unread, sort_keys=True)


@transaction.atomic
def save(*, draft: PolicyVersion, verdicts: Mapping[str, str], version_token: str) -> None:
    """Give `draft` its verdicts on languages.  They come into force when it is published.

    Raises DraftChanged if it was published or `version_token` is outdated, and ValidationError
    if a verdict is not possible.
    """
    validate_unread(verdicts)
    drafting.locked_policy(draft.policy_id)
    locked = PolicyVersion.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if locked.published_at:
        raise DraftChanged("This version was published in the meantime and is frozen.")
    if version_token != version_token_of(locked) and locked.unread != verdicts:
        raise DraftChanged("These verdicts were changed after you opened this page.")
    locked.unread = draft.unread = dict(verdicts)
    locked.save(update_fields=["unread"])
