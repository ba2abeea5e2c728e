"""What WordPress's REST API answers, as far as it is read."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from articles.text import storable
from moderation.services.connections.stories import Story
from moderation.services.transfer.archives import values
from moderation.services.transfer.archives.entities import decoded
from moderation.services.transfer.archives.html import plain_text
from moderation.services.transfer.archives.records import ArchivedAuthor

LONGEST_TEXT = values.LONGEST_TEXT

# Without a zone, in UTC.
InUTC = Annotated[datetime, AfterValidator(lambda moment: moment.replace(tzinfo=UTC))]


def text_of(html: str) -> str:
    """The text of a comment's HTML, as an imported archive has it."""
    return storable(plain_text(html[:LONGEST_TEXT]))


def digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()


class _Content(BaseModel):
    raw: str = ""
    protected: bool = False


class _Title(BaseModel):
    rendered: str = ""


class _Link(BaseModel):
    href: str = ""


class _Links(BaseModel):
    up: list[_Link] = []


class RemoteComment(BaseModel):
    """A comment as it stands in WordPress; `date` is in the site's own time."""

    id: int
    post: int
    parent: int = 0
    author: int = 0
    author_name: str = ""
    author_email: str = ""
    date: datetime
    date_gmt: InUTC
    content: _Content
    status: str
    links: _Links = Field(default_factory=_Links, alias="_links")

    @property
    def text(self) -> str:
        return text_of(self.content.raw)

    @property
    def digest(self) -> str:
        return digest(self.content.raw)

    @property
    def posted(self) -> str:
        """Its date in WordPress's own time: sorts as text, and can be asked for."""
        return self.date.replace(tzinfo=None, microsecond=0).isoformat()

    @property
    def href_of_post(self) -> str:
        return next((link.href for link in self.links.up), "")

    @property
    def written_by(self) -> ArchivedAuthor:
        """Its author: an account of the site, or else a guest by the e-mail address.

        A guest who gives the address of an account is not taken for it.
        """
        account, guest = (str(self.author), "") if self.author else ("", self.author_email)
        name = decoded(self.author_name) or "Anonymous"
        found = values.author(comment=str(self.id), name=name, account=account, email=guest)
        return ArchivedAuthor(found.id, found.name, self.author_email.strip())


class Post(BaseModel):
    """A post, a page or another text with comments."""

    id: int
    link: str = ""
    title: _Title = _Title()
    date_gmt: InUTC | None = None
    status: str = ""
    password: str = ""
    content: _Content = _Content()

    @property
    def is_public(self) -> bool:
        return self.status == "publish" and not (self.password or self.content.protected)

    @property
    def story(self) -> Story:
        title = " ".join(plain_text(self.title.rendered).split())
        return Story(str(self.id), self.link, title, self.date_gmt)


class User(BaseModel):
    """Whose password it is, and what the account may do."""

    id: int
    name: str = ""
    roles: list[str] = []
    capabilities: dict[str, bool] = {}
