"""Signatures as the Standard Webhooks specification (1.0) describes them."""

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def headers(secret: str, message_id: str, moment: int, body: bytes) -> dict[str, str]:
    """The headers that a receiver verifies: `moment` in seconds, the signature over all three."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{moment}.".encode() + body
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{signature}",
    }
