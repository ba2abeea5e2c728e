"""Invitations by e-mail: a signed link that makes one account in one group."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import emails, signed_links, site_url
from articles.emails import Outcome
from articles.signed_links import LinkNotValid
from staff import audit, rights
from staff.audit import Kind
from staff.models import Invitation

LASTS = timedelta(days=7)
_SALT = "comity.invitation"


def invite(*, email: str, group: Group, opens_admin: bool, by: User) -> Invitation:
    """Store an invitation.  Raises PermissionDenied if `by` may not put people into `group`."""
    if not rights.may_change_group(by, group):
        raise PermissionDenied
    with transaction.atomic():
        audit.record(Kind.INVITED, account=email, detail=f"group {group.name}")
        return Invitation.objects.create(
            email=email, group=group, opens_admin=opens_admin, invited_by=by
        )


def send(invitation: Invitation) -> bool:
    """Send the link, and return whether it went out."""
    context = {"url": address_of(invitation), "site_name": settings.SITE_NAME}
    message = EmailMessage(
        subject=_("%(site)s: your account") % {"site": settings.SITE_NAME},
        body=render_to_string("staff/invitation.txt", context),
        to=[invitation.email],
    )
    failure = f"Invitation {invitation.pk} could not be sent"
    return emails.send(message, failure) is Outcome.SENT


def address_of(invitation: Invitation) -> str:
    token = signed_links.token_of(invitation.pk, salt=_SALT)
    return site_url.whole(reverse("invitation", args=[token]))


def find(token: str) -> Invitation:
    """The invitation whose link has `token`.

    Raises LinkNotValid, also for one that was accepted or withdrawn, or whose sender could not
    give it any more.
    """
    row_id = signed_links.row_id_in(token, salt=_SALT, lasts=LASTS)
    found = Invitation.objects.select_related("group", "invited_by").filter(
        pk=row_id, accepted_at=None, invited_by__is_active=True
    )
    invitation = found.first()
    if invitation is None or not rights.may_change_group(invitation.invited_by, invitation.group):
        raise LinkNotValid
    return invitation


@transaction.atomic
def accept(invitation: Invitation, account: User) -> None:
    """Store `account`, which has a name and a password.  Raises LinkNotValid if it was used."""
    unused = Invitation.objects.filter(pk=invitation.pk, accepted_at=None)
    if not unused.update(accepted_at=timezone.now()):
        raise LinkNotValid
    account.email, account.is_staff = invitation.email, invitation.opens_admin
    account.save()
    account.groups.add(invitation.group)
