"""Names that look like the staff's, the site's or somebody's account.

New authors are refused such names.  Imported comments keep them, and are shown
with a mark that says who the author is not.  So are readers whose names look alike in one
discussion.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from articles import names
from articles.models import AccountName, Comment

# The badge of authors who speak for the paper, by its word: they may be called as its staff is.
STAFF_BADGE = "staff"
STAFF = gettext_noop("not one of the staff")
ACCOUNT = gettext_noop("not the account of this name")
NAMESAKE = gettext_noop("another reader of this name")
LOOKS_LIKE_STAFF = _("This name looks like one of the site or its staff. Please choose another.")
LOOKS_LIKE_ACCOUNT = _("Another reader has an account with a similar name. Please choose another.")

# Compared as `names.words` normalises them, so that M0derator and МОDERATOR match too.
# Reserved anywhere in a name.
_TITLES = """
    admin admins administrator administrators moderator moderators webmaster sysadmin superuser
    superadmin editor editors administratorin moderatorin redakteur redakteurin redaktion
    chefredakteur chefredakteurin chefredaktion administrateur moderateur moderatrice redacteur
    redactrice administrador administradora moderador moderadora redaccion redacao amministratore
    moderatore redazione beheerder redactie админ администратор модератор редактор редакция
"""

# Surnames and common words too: reserved only if the name has no other words.
_ROLES = """
    mod mods moderation editorial staff team support help helpdesk service newsroom newsdesk root
    system official owner operator publisher management security verification customerservice
    kundenservice leserservice betreiber journalist reporter correspondent columnist
"""

_FILLERS = """
    the of in and at for our your my a chief head senior deputy junior managing lead site website
    web forum comment comments community customer reader readers news online desk department global
    real true verified manager paper board der die das im vom und la le el de info press office
"""


# What parts a name from a made-up badge; hyphens, full stops and apostrophes are of names.
_SIGN = re.compile(r"[^\w\s.'’-]")


def refusal(name: str, user: User | None = None, *, badges: Sequence[str] = ()) -> str:
    """Why `user`, or a reader without an account, may not use `name`; empty if allowed."""
    mark = _unless_staff(marks([(name, user.pk if user else None)])[0], badges)
    return str({"": "", STAFF: LOOKS_LIKE_STAFF, ACCOUNT: LOOKS_LIKE_ACCOUNT}[mark])


def marks(named: Sequence[tuple[str, int | None]]) -> list[str]:
    """The mark to show beside each (name, user id); empty for names that need none.

    It takes two queries for any number of names, the second only if a name
    looks like the staff's.
    """
    asked = {key for name, _ in named for key in names.keys(name)}
    rows = AccountName.objects.filter(key__in=asked).values_list("key", "user_id")
    holder_of = dict(rows)
    found = [
        (name, user_id, {holder_of[key] for key in names.keys(name) if key in holder_of})
        for name, user_id in named
    ]
    staff = _staff_among({user_id for name, user_id, _ in found if user_id and is_reserved(name)})
    return [_mark(name, user_id, holders, staff) for name, user_id, holders in found]


def mark(comments: Iterable[Comment]) -> None:
    """Set the `name_mark` of comments, whose authors should be loaded."""
    comments = list(comments)
    found = marks([(comment.author_name, comment.author.user_id) for comment in comments])
    repeated = _namesakes(comments)
    for comment, name_mark in zip(comments, found, strict=True):
        told = _unless_staff(name_mark, comment.author.badges)
        told = told or (NAMESAKE if comment.pk in repeated else "")
        comment.name_mark = gettext(told) if told else ""


def _namesakes(comments: Sequence[Comment]) -> set[int]:
    """The comments whose author's name looks like that of another reader shown here.

    An account keeps its name unmarked, here or at the paper; else the author who came first does.
    """
    holders: dict[str, int] = {}
    for comment in sorted(comments, key=_precedence):
        for key in names.keys(comment.author_name):
            holders.setdefault(key, comment.author_id)
    return {
        comment.pk
        for comment in comments
        if comment.author_name != names.NAMELESS
        and any(holders[key] != comment.author_id for key in names.keys(comment.author_name))
    }


def _precedence(comment: Comment) -> tuple[bool, int]:
    author = comment.author
    return not (author.user_id or author.external_id), author.pk


def _unless_staff(mark: str, badges: Sequence[str]) -> str:
    is_vouched_for = STAFF_BADGE in badges and STAFF_BADGE in settings.SSO_BADGES
    return "" if mark == STAFF and is_vouched_for else mark


def _mark(name: str, user_id: int | None, holders: set[int], staff: set[int]) -> str:
    if holders:
        return "" if user_id in holders else ACCOUNT
    return STAFF if is_reserved(name) and user_id not in staff else ""


def _staff_among(user_ids: set[int]) -> set[int]:
    if not user_ids:
        return set()
    return set(User.objects.filter(pk__in=user_ids, is_staff=True).values_list("pk", flat=True))


def is_reserved(name: str) -> bool:
    """Whether `name` looks like the staff's or the site's."""
    badges = tuple(settings.SSO_BADGES.values())
    return _is_reserved(name, settings.SITE_NAME, tuple(settings.RESERVED_NAMES), badges)


@lru_cache(maxsize=10_000)
def _is_reserved(
    name: str, site_name: str, reserved: tuple[str, ...], badges: tuple[str, ...]
) -> bool:
    if not names.keys(name).isdisjoint(_keys(reserved)) or _imitates(name, badges):
        return True
    site, plain = _keys((site_name,)), name.rstrip("0123456789 ")
    if not _titles().isdisjoint((*names.words(plain), *names.words(plain.lower()))):
        return True
    has_words = len(names.words(site_name)) > 1
    if has_words and any(own in key for own in site for key in names.keys(name)):
        return True
    return any(_is_made_of(key, _roles() | site, _fillers()) for key in names.keys(plain))


def _imitates(name: str, badges: tuple[str, ...]) -> bool:
    """Whether `name` ends in what looks like a badge: “Lena (Staff)”, “Lena | Staff”."""
    labels = _keys(badges)
    parts = [part for part in _SIGN.split(name) if part.strip()]
    return any(not names.keys(part).isdisjoint(labels) for part in parts[1:])


def _keys(several: Iterable[str]) -> frozenset[str]:
    return frozenset(key for name in several for key in names.keys(name))


def _is_made_of(key: str, roles: frozenset[str], fillers: frozenset[str]) -> bool:
    """Whether `key` consists only of `roles` and `fillers`, with at least one role."""
    reached = {0: False}
    longest = max(map(len, roles | fillers))
    for end in range(1, len(key) + 1):
        for start in range(max(0, end - longest), end):
            word = key[start:end]
            if start in reached and (word in roles or word in fillers):
                reached[end] = reached.get(end, False) or reached[start] or word in roles
    return bool(key) and reached.get(len(key), False)


@cache
def _titles() -> frozenset[str]:
    return _keys(_TITLES.split())


@cache
def _roles() -> frozenset[str]:
    return _titles() | _keys(_ROLES.split())


@cache
def _fillers() -> frozenset[str]:
    return _keys(_FILLERS.split())
