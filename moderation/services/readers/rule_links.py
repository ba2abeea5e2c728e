"""The address of each rule of a policy version, for readers."""

import re
from hashlib import sha256

from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.text import slugify

from articles.text import folded
from moderation.models import Clause, PolicyVersion

LONGEST = 60
# Words and single spaces: nothing that a slug leaves out.
_PLAIN = re.compile(r"[^\W_]+(?: [^\W_]+)*")


def anchor(quote: str) -> str:
    """The id of the rule that `quote` states, on every page that shows it.

    It depends on the words alone, without regard to case and white space, so
    that a link to a rule finds it in later versions too.  What a slug cannot
    say gets a digest, so that "c++" and "c" differ.
    """
    words = folded(quote)
    slug = slugify(words, allow_unicode=True)
    if _PLAIN.fullmatch(words) and slug == words.replace(" ", "-") and len(slug) <= LONGEST:
        return f"rule-{slug}"
    digest = sha256(words.encode()).hexdigest()[:6]
    return "-".join(filter(None, ["rule", slug[:LONGEST].strip("-_"), digest]))


def path(clause: Clause) -> str:
    """The path of a rule on the page of its version, with its anchor percent-encoded."""
    return f"{version_path(clause.version)}#{iri_to_uri(anchor(clause.quote))}"


def version_path(version: PolicyVersion) -> str:
    """The path of the page of a version."""
    return reverse("discussion:policy_version", args=[version.policy_id, version.number])
