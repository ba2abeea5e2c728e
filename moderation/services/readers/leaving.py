"""Authors who have their data deleted, a day after they ask for it."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import ProtectedError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles import emails, languages, reader_links, site_url
from articles.emails import Outcome
from articles.models import Author
from articles.reader_links import Purpose
from moderation.models import ErasureRequest
from moderation.services.readers import personal_data

GRACE = timedelta(days=1)


def ask(*, author: Author) -> ErasureRequest:
    """Have the author's data deleted after GRACE; the first request counts."""
    now = timezone.now()
    request, _made = ErasureRequest.objects.get_or_create(
        author=author, defaults={"asked_at": now, "due_at": now + GRACE}
    )
    return request


def stay(*, author: Author) -> bool:
    """Take the request back; whether there was one."""
    deleted, _by_model = ErasureRequest.objects.filter(author=author).delete()
    return bool(deleted)


def erase_due() -> int:
    """Erase the authors whose time has come, and return how many they were."""
    due = ErasureRequest.objects.filter(due_at__lte=timezone.now())
    return sum(_erase(pk) for pk in list(due.order_by("due_at").values_list("pk", flat=True)))


@transaction.atomic
def _erase(pk: int) -> bool:
    """Whether it was still asked for, and by this process."""
    request = ErasureRequest.objects.filter(pk=pk).select_for_update(of=("self",)).first()
    if request is None:
        return False
    author = request.author
    account = author.user
    personal_data.erase(author)
    request.delete()
    if account:
        _delete_account(account)
    return True


def _delete_account(account: User) -> None:
    """Delete a reader's account; those of the staff are the administrators' to delete."""
    if account.is_staff or account.groups.exists() or account.user_permissions.exists():
        return
    try:
        with transaction.atomic():
            account.delete()
    except ProtectedError:  # it was a moderator's, whose decisions stay
        account.is_active = False
        account.save(update_fields=["is_active"])


def send_due() -> int:
    """Tell authors that their data will be deleted; the caller checks the set-up."""
    waiting = ErasureRequest.objects.filter(
        emailed_at=None, author__email_confirmed_at__isnull=False
    )
    connection = get_connection()
    return sum(_send(request, connection) for request in waiting.select_related("author"))


def _send(request: ErasureRequest, connection: BaseEmailBackend) -> bool:
    """Claim `request`, then send the e-mail, so that concurrent runs do not send it twice."""
    row = ErasureRequest.objects.filter(pk=request.pk)
    if not row.filter(emailed_at=None).update(emailed_at=timezone.now()):
        return False
    outcome = emails.send(message_of(request, connection), f"Erasure request {request.pk}")
    if outcome is Outcome.FAILED:
        row.update(emailed_at=None)
    return outcome is Outcome.SENT


def message_of(request: ErasureRequest, connection: BaseEmailBackend | None = None) -> EmailMessage:
    author = request.author
    token = reader_links.token_for(author, Purpose.STAYING)
    url = site_url.whole(reverse("discussion:stay", args=[token]))
    with translation.override(languages.of(author)):
        context = {"request": request, "url": url, "site_name": settings.SITE_NAME}
        return EmailMessage(
            subject=f"{settings.SITE_NAME}: " + _("Your data will be deleted"),
            body=render_to_string("discussion/leaving_email.txt", context),
            to=[author.email],
            connection=connection,
        )
