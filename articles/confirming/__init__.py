"""E-mail addresses that readers prove by a link: nothing else is sent to one before."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from articles import signed_links
from articles.models import Author, EmailProof
from articles.signed_links import LinkNotValid

LINK_LASTS = timedelta(days=3)
LINK_COMES = gettext_lazy("You get an e-mail with a link. Open it to confirm your address.")
_SALT = "comity.email-proof"


def ask(*, email: str, author: Author | None = None, user: User | None = None) -> EmailProof:
    """Have a link sent that proves `email` as the address of `author`, or of the account `user`.

    An author with an account is asked for the account.  Links that were asked for before
    and not used end.
    """
    if author is not None and author.user is not None:
        user, author = author.user, None
    with transaction.atomic():
        _proofs(author, user).filter(confirmed_at=None).delete()
        return EmailProof.objects.create(
            author=author, user=user, email=email, language=get_language() or ""
        )


def ask_once(author: Author) -> None:
    """Ask for the address that `author` posted with, unless it is proved or was asked for."""
    if not author.email or author.email_confirmed_at:
        return
    if not _proofs(author, author.user).filter(email=author.email).exists():
        ask(email=author.email, author=author)


def token_of(proof: EmailProof) -> str:
    return signed_links.token_of(proof.pk, salt=_SALT)


def proof_of(token: str) -> EmailProof:
    """The proof whose link has `token`.  Raises LinkNotValid, also for one that was used."""
    row_id = signed_links.row_id_in(token, salt=_SALT, lasts=LINK_LASTS)
    proof = EmailProof.objects.filter(pk=row_id, confirmed_at=None).first()
    if proof is None:
        raise LinkNotValid
    return proof


@transaction.atomic
def confirm(proof: EmailProof) -> None:
    """Make the address that of the author or account.  Raises LinkNotValid if it was used."""
    now = timezone.now()
    unused = EmailProof.objects.filter(pk=proof.pk, confirmed_at=None)
    if not unused.update(confirmed_at=now):
        raise LinkNotValid
    if proof.user_id:
        User.objects.filter(pk=proof.user_id).update(email=proof.email)
    authors = Author.objects.filter(erased_at=None)
    mine = Q(user=proof.user_id) if proof.user_id else Q(pk=proof.author_id)
    authors.filter(mine).update(email=proof.email, email_confirmed_at=now)


def waiting(author: Author) -> EmailProof | None:
    """The address that `author` was asked to prove, and may still."""
    asked_since = timezone.now() - LINK_LASTS
    open_ones = _proofs(author, author.user).filter(confirmed_at=None, asked_at__gte=asked_since)
    return open_ones.order_by("-pk").first()


def proved(user: User) -> EmailProof | None:
    """How the address of the account was proved; None if it was not."""
    if not user.email:
        return None
    used = EmailProof.objects.filter(user=user, email=user.email, confirmed_at__isnull=False)
    return used.order_by("-pk").first()


def _proofs(author: Author | None, user: User | None) -> QuerySet[EmailProof]:
    mine = Q(user=user) if user is not None else Q(author=author)
    return EmailProof.objects.filter(mine)
