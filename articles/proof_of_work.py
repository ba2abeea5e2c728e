"""Proof of work: a browser computes for a second before it posts, which programs find dear.

The protocol is ALTCHA's, version 2: the number that the site hid in a challenge has to be found.
`static/js/proof.js` finds it.
"""

import secrets
from datetime import timedelta
from typing import Any

import altcha
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from articles import limits

# The hidden field of a form.
FIELD = "proof"
# A key costs the browser so many rounds, and the site as many for each challenge: 0.3 ms.
ALGORITHM, ROUNDS = "PBKDF2/SHA-256", 1000
# The browser computes when a reader begins to write, and anew if that was long ago.
LASTS = timedelta(minutes=30)
LONGEST = 2000  # characters
POSTING = "post a comment"


class ProofRefused(Exception):
    """A proof is wrong, too old or used.  The message is for the reader, whose text is kept."""


def is_on() -> bool:
    return bool(settings.PROOF_OF_WORK > 0)


def challenge(purpose: str = POSTING) -> dict[str, Any]:
    """A new challenge for `purpose`, signed by the site, as JSON takes it."""
    made = altcha.create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=secrets.randbelow(max(1, settings.PROOF_OF_WORK)),
        expires_at=timezone.now() + LASTS,
        hmac_secret=_secret(purpose, "challenge"),
        hmac_key_secret=_secret(purpose, "key"),
    )
    return made.to_dict()


def spend(payload: str, *, purpose: str = POSTING) -> None:
    """Accept a proof once.  Raises ProofRefused.

    Call it outside a transaction, so that the proof stays used.
    """
    told = _("Your browser's proof of work was not accepted. Your text is kept: please post again.")
    if len(payload) > LONGEST:
        raise ProofRefused(told)
    secret, key_secret = _secret(purpose, "challenge"), _secret(purpose, "key")
    result = altcha.verify_solution(payload, secret, hmac_key_secret=key_secret)
    if not result.verified:
        raise ProofRefused(told)
    nonce = altcha.Payload.from_base64(payload).challenge.parameters.nonce
    if not limits.allows("proof of work", nonce, most=1, within=LASTS):
        raise ProofRefused(told)


def _secret(purpose: str, part: str) -> bytes:
    return salted_hmac("comity.proof_of_work", f"{purpose}/{part}", algorithm="sha256").digest()
