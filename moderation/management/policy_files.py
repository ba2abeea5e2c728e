"""What the commands about policies share: files, and the policy that they are for."""

from pathlib import Path

from django.core.management.base import CommandError

from articles.models import Article
from moderation.models import Policy
from moderation.services.policy import documents, shipped
from moderation.services.policy.document_parts import DocumentError
from moderation.services.policy.documents import PolicyDocument

SHIPPED = "shipped:"


def content(name: str) -> bytes:
    """What is in the file `name`.  Raises CommandError."""
    try:
        return Path(name).read_bytes()
    except FileNotFoundError:
        raise CommandError(f"There is no file {name}. Check its name and folder.") from None
    except OSError as error:
        raise CommandError(f"Cannot read {name}: {error.strerror}. Name a file.") from error


def document(name: str) -> PolicyDocument:
    """The document in the file `name`, or a shipped one.  Raises CommandError."""
    try:
        if name.startswith(SHIPPED):
            return shipped.of_key(name.removeprefix(SHIPPED))
        return documents.loads(content(name))
    except DocumentError as error:
        raise CommandError(f"{name}: {error}") from error
    except shipped.UnknownPolicyError as error:
        raise CommandError(str(error)) from error


def article(slug: str) -> Article:
    """The article with this address.  Raises CommandError."""
    found = Article.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(
            f"No article has the address “{slug}”. It is the last part of the article's URL."
        )
    return found


def policy_of(slug: str | None) -> Policy:
    """The policy of an article, or the site's for None.  Raises CommandError if there is none."""
    wanted = article(slug) if slug is not None else None
    found = Policy.objects.filter(article=wanted, section="").first()
    if found is None and slug is not None:
        raise CommandError(
            f"The article “{slug}” has no policy of its own. Leave out --article for the site's."
        )
    if found is None:
        raise CommandError("The site has no policy yet. Write one at the desk, or import one.")
    return found
