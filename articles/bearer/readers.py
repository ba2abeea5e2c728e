"""The authors of the paper's readers, kept as the paper's tokens describe them."""

from collections.abc import Iterator
from hashlib import sha256

from articles import impostors, names
from articles.bearer.claims import Reader
from articles.models import Author
from articles.signals import NameRefused, author_renamed


def author_of(reader: Reader) -> Author:
    """The author with the reader's id: made at first sight, changed where the token differs."""
    author = Author.objects.filter(external_id=reader.id).first()
    if author is None:
        author, made = Author.objects.get_or_create(
            external_id=reader.id,
            defaults={
                "name": _name(reader),
                "given_name": _short(reader.name),
                "badges": reader.badges,
            },
        )
        if made and not reader.email:
            return author
    _update(author, reader)
    return author


def _update(author: Author, reader: Reader) -> None:
    """Store what differs; the name only if the paper changes it, since the desk may have."""
    given = {
        "given_name": _short(reader.name),
        "badges": reader.badges,
    }
    changes = {field: value for field, value in given.items() if getattr(author, field) != value}
    speaks_for_paper = impostors.STAFF_BADGE in reader.badges
    if "given_name" in changes or speaks_for_paper != (impostors.STAFF_BADGE in author.badges):
        changes["name"] = _renamed(author, reader)
    for field, value in changes.items():
        setattr(author, field, value)
    changed = [*changes, *_take_email(author, reader)]
    if changed:
        author.save(update_fields=changed)


def _take_email(author: Author, reader: Reader) -> tuple[str, ...]:
    """Set the paper's address and return the fields that changed.

    One that the reader proved here stays if the paper has none.
    """
    former = (author.email, author.email_confirmed_at)
    if reader.email or not _is_proved_here(author):
        author.take_email(reader.email, confirmed=reader.email_confirmed)
    is_same = former == (author.email, author.email_confirmed_at)
    return () if is_same else ("email", "email_confirmed_at")


def _is_proved_here(author: Author) -> bool:
    if not author.email:
        return False
    return author.email_proofs.filter(email=author.email, confirmed_at__isnull=False).exists()


def _renamed(author: Author, reader: Reader) -> str:
    """The new name, or the present one where the new one is refused.

    Published comments were not judged with it; those to come are, so a new author
    is not asked about.
    """
    name = _name(reader)
    if name == author.name:
        return name
    try:
        author_renamed.send(sender=Author, name=name)
    except NameRefused:
        return author.name
    return name


def _name(reader: Reader) -> str:
    """The reader's name, or the first variation of it that nobody could mistake for another's."""
    return next(name for name in _variations(reader) if not _is_refused(name, reader))


def _variations(reader: Reader) -> Iterator[str]:
    """A reader gets the same number each time, so that names do not change by themselves."""
    number = 1000 + int(sha256(reader.id.encode()).hexdigest(), 16) % 9000
    name = names.cleaned(reader.name)
    yield name[: names.LONGEST].rstrip()
    if not names.fault(name):
        yield f"{name[: names.LONGEST - 5].rstrip()} {number}"
    yield f"{names.NAMELESS} {number}"
    # Somebody has an account of that name.
    yield from (f"{names.NAMELESS} {number}.{other}" for other in range(1, 1000))


def _is_refused(name: str, reader: Reader) -> bool:
    return bool(
        names.fault(name) or impostors.refusal(name, badges=reader.badges, is_of_paper=True)
    )


def _short(name: str) -> str:
    return name[: names.LONGEST]
