"""Names that look like the staff's, the site's or somebody's account.

New authors are refused such names.  Imported comments keep them, and are shown
with a mark that says who the author is not.  So are readers whose names look alike in one
discussion.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import BigIntegerField, Value
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from articles import names
from articles.models import AccountName, Comment, PaperName

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


class Called(NamedTuple):
    """A name, and who has it: an account here, one of the paper's readers, or neither."""

    name: str
    user_id: int | None = None
    is_of_paper: bool = False


def refusal(
    name: str, user: User | None = None, *, badges: Sequence[str] = (), is_of_paper: bool = False
) -> str:
    """Why `user`, a reader of the paper, or one without an account may not use `name`; empty if
    allowed.
    """
    called = Called(name, user.pk if user else None, is_of_paper)
    mark = _unless_staff(marks([called])[0], badges)
    return str({"": "", STAFF: LOOKS_LIKE_STAFF, ACCOUNT: LOOKS_LIKE_ACCOUNT}[mark])


def marks(called: Sequence[Called]) -> list[str]:
    """The mark to show beside each name; empty for names that need none.

    It takes two queries for any number of names, the second only if a name
    looks like the staff's.
    """
    holders, of_paper = _holders({key for each in called for key in names.keys(each.name)})
    staff = _staff_among({e.user_id for e in called if e.user_id and is_reserved(e.name)})
    return [_mark(each, holders, of_paper, staff) for each in called]


def _holders(keys: set[str]) -> tuple[dict[str, int], set[str]]:
    """Which account holds each of `keys`, and which of them readers of the paper have."""
    here = AccountName.objects.filter(key__in=keys).values_list("key", "user_id")
    paper = PaperName.objects.filter(key__in=keys).values_list(
        "key", Value(None, BigIntegerField())
    )
    rows = list(here.union(paper))
    accounts = {key: user_id for key, user_id in rows if user_id is not None}
    return accounts, {key for key, user_id in rows if user_id is None}


def mark(comments: Iterable[Comment]) -> None:
    """Set the `name_mark` of comments, whose authors should be loaded."""
    comments = list(comments)
    found = marks([_called(comment) for comment in comments])
    repeated = _namesakes(comments)
    for comment, name_mark in zip(comments, found, strict=True):
        told = _unless_staff(name_mark, comment.author.badges)
        told = told or (NAMESAKE if comment.pk in repeated else "")
        comment.name_mark = gettext(told) if told else ""


def _called(comment: Comment) -> Called:
    author = comment.author
    return Called(comment.author_name, author.user_id, author.external_id is not None)


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


def _mark(called: Called, holders: Mapping[str, int], of_paper: set[str], staff: set[int]) -> str:
    """An account here keeps its name, whoever else has it."""
    keys = names.keys(called.name)
    if accounts := {holders[key] for key in keys if key in holders}:
        return "" if called.user_id in accounts else ACCOUNT
    if not (called.is_of_paper or of_paper.isdisjoint(keys)):
        return ACCOUNT
    return STAFF if is_reserved(called.name) and called.user_id not in staff else ""


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
