"""The classifier's attributes by their names in the Perspective API."""

import re

from moderation.classifiers.base import Attribute

_VERSIONED = re.compile(r"(\w+)(?:@[\w.-]{1,20})?")

# The language of the classifier.
LANGUAGE = "en"

NAMES = {
    Attribute.PROFANITY: "PROFANITY",
    Attribute.PERSONAL_ATTACK: "INSULT",
    Attribute.THREAT: "THREAT",
    Attribute.IDENTITY_ATTACK: "IDENTITY_ATTACK",
    Attribute.TOXICITY: "TOXICITY",
}
ATTRIBUTES = {
    **{name: attribute for attribute, name in NAMES.items()},
    **{f"{name}_EXPERIMENTAL": attribute for attribute, name in NAMES.items()},
    "ATTACK_ON_COMMENTER": Attribute.PERSONAL_ATTACK,
    "OBSCENE": Attribute.PROFANITY,
}


def measured_by(name: str) -> Attribute | None:
    """The attribute for `name`, which may have a version, as in `TOXICITY@6`."""
    asked = _VERSIONED.fullmatch(name)
    return ATTRIBUTES.get(asked[1]) if asked else None
