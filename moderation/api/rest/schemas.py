"""What goes in and out: the JSON of the API.  Times are in ISO 8601; unknown fields are refused."""

from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.validators import URLValidator
from ninja import Field, Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict

from articles import languages, names, row_ids
from articles.models import Article, Comment
from articles.text import has_something_to_read, storable
from moderation.models import Decision, Policy, ReviewItem, Verdict

RowId = Annotated[int, Field(ge=1, le=row_ids.BIGGEST)]


def _readable(text: str) -> str:
    cleaned = storable(text)
    if not has_something_to_read(cleaned):
        raise ValueError("It has nothing to read.")
    return cleaned


def _name(name: str) -> str:
    cleaned = names.cleaned(name)
    if fault := names.fault(cleaned):
        raise ValueError(fault)
    return cleaned


def _address(url: str) -> str:
    try:
        URLValidator(["http", "https"])(url)
    except DjangoValidationError:
        raise ValueError("It is no address of a web page.") from None
    return url


def _language(code: str) -> str:
    known = languages.known(code)
    if code and not known:
        raise ValueError(
            f"The site has no texts in it, but in {', '.join(dict(settings.LANGUAGES))}."
        )
    return known


ExternalId = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        pattern=r"^[^/\s\x00-\x1f]+$",
        description="The paper's own id: without spaces and slashes.",
    ),
]
Text = Annotated[str, Field(max_length=Comment.MAX_LENGTH), AfterValidator(_readable)]
Note = Annotated[str, Field(max_length=1000), AfterValidator(storable)]
Reason = Annotated[str, Field(max_length=500), AfterValidator(_readable)]
Name = Annotated[str, Field(max_length=names.LONGEST), AfterValidator(_name)]
Line = Annotated[str, Field(max_length=300), AfterValidator(_readable)]
Language = Annotated[str, Field(max_length=20), AfterValidator(_language)]
Url = Annotated[str, Field(max_length=1000), AfterValidator(_address)]
Cursor = Annotated[str, Field(max_length=300, description="The “next” of the former page.")]
Limit = Annotated[int, Field(ge=1, le=200)]


class Given(Schema):
    """A body of a call."""

    model_config = ConfigDict(extra="forbid")


class ArticleFields(Given):
    title: Line | None = None
    url: Url | None = Field(None, description="The article's page at the paper.")
    section: Annotated[str, Field(max_length=80), AfterValidator(storable)] | None = None
    language: Language | None = Field(
        None, description="Of what stands around its comments; “” as browsers ask."
    )
    caption: Annotated[str, Field(max_length=500), AfterValidator(storable)] | None = None
    body: Annotated[str, Field(max_length=1_000_000), AfterValidator(storable)] | None = None
    published_at: AwareDatetime | None = None
    commenting: Article.Commenting | None = Field(None, description="“closed” takes no comments.")
    moderation: Policy.Moderation | None = Field(
        None, description="“pre”: every comment is reviewed before it is published."
    )


class ArticleOut(Schema):
    id: int
    external_id: str | None
    title: str
    url: str = Field(description="The article's page at the paper; empty if it gave none.")
    section: str
    language: str = Field(description="Of what stands around its comments; empty as browsers ask.")
    commenting: Article.Commenting
    published_at: datetime
    comments_url: str = Field(description="The page with its comments here.")


class ReaderIn(Given):
    id: ExternalId
    name: Name
    email: Annotated[str, Field(max_length=254, pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$")] = ""


class CommentIn(Given):
    article: ExternalId
    author: ReaderIn
    text: Text
    parent: RowId | None = Field(None, description="The published comment that it replies to.")
    confirmed: bool = Field(
        True,
        description="False: the reader is asked first whether to post what would be held "
        "(409, kind “confirm”).",
    )


class TextIn(Given):
    text: Text


class AuthorRef(Schema):
    id: int
    external_id: str | None
    name: str


class ArticleRef(Schema):
    id: int
    external_id: str | None
    title: str


class CommentOut(Schema):
    id: int
    status: Comment.Status
    text: str
    article: ArticleRef
    author: AuthorRef
    parent: int | None
    posted_at: datetime
    edited_at: datetime | None
    featured_at: datetime | None
    url: str


class CommentPage(Schema):
    comments: list[CommentOut]
    next: str = Field(description="The cursor of the next page; empty on the last.")


class EvidenceOut(Schema):
    start: int = Field(description="Of the first character, counted in code points.")
    end: int
    text: str


class FindingOut(Schema):
    reason: str
    clause: int | None = Field(description="The clause's id, to remove under it.")
    quote: str = Field(description="The words of the policy; empty where no clause is broken.")
    verdict: Verdict
    probability: float | None
    threshold: float | None
    evidence: list[EvidenceOut]


class ScoredText(Schema):
    verdict: Verdict = Field(description="What the policy would do with it.")
    scores: dict[str, float] | None = Field(description="None where the classifier failed.")
    findings: list[FindingOut]


class TextsIn(Given):
    texts: Annotated[list[Text], Field(min_length=1, max_length=100)]
    article: ExternalId | None = Field(None, description="Whose policy judges; else the site's.")
    evidence: bool = Field(True, description="False is faster.")


class ScoresOut(Schema):
    release: str = Field(description="The classifier's release.")
    policy: str | None = Field(description="The address of the policy version.")
    results: list[ScoredText]


class ClauseOut(Schema):
    id: int
    quote: str
    quotes: dict[str, str] = Field(description="Its words in other languages, by their code.")
    attribute: str
    send_to_review_from: float | None
    hide_from: float | None
    remove_from: float | None
    rules: list[dict[str, Any]]


class PolicyOut(Schema):
    version: int
    published_at: datetime | None
    url: str
    text: str
    texts: dict[str, str] = Field(description="The text in other languages, by their code.")
    clauses: list[ClauseOut]


class CaseOut(Schema):
    comment: CommentOut
    queue: ReviewItem.Queue
    version_token: str = Field(description="Send it with the decision.")
    opened_at: datetime
    probability: float | None
    reports: int
    claimed_by: str | None = Field(description="The colleague who reviews it now.")
    claimed_until: datetime | None
    findings: list[FindingOut]
    clauses: list[ClauseOut] = Field(description="Those that it can be removed under.")
    desk_url: str


class CasePage(Schema):
    cases: list[CaseOut]
    next: str


class QueueOut(Schema):
    queue: ReviewItem.Queue
    cases: int
    more: bool = Field(description="Whether there are more: counting ends at `cases`.")


class ClaimIn(Given):
    version_token: str = Field("", max_length=100)


class ClaimOut(Schema):
    claimed_until: datetime | None


class DecisionIn(Given):
    action: Decision.Action = Field(
        description="approve, feature or remove; defer (snooze) or escalate."
    )
    version_token: str = Field(max_length=100)
    clause: RowId | None = Field(None, description="The clause that a removal cites.")
    note: Note = ""
    despite_claim: bool = Field(False, description="Decide although a colleague has claimed it.")


class DecisionOut(Schema):
    id: int
    action: Decision.Action
    comment: int
    status: Comment.Status = Field(description="The comment's, afterwards.")
    clause: int | None
    moderator: str | None
    note: str
    decided_at: datetime


class BlockOut(Schema):
    id: int
    reason: str
    until: datetime | None = Field(description="None: for good.")
    blocked_at: datetime


class AuthorOut(Schema):
    id: int
    external_id: str | None
    name: str
    since: datetime
    approved: int
    removed: int
    block: BlockOut | None = Field(description="The block in force.")


class WarnIn(Given):
    comment: RowId = Field(description="The comment that the warning is about.")
    reason: Reason = Field(description="What the author reads.")


class BlockIn(Given):
    reason: Reason = Field(description="What the author reads.")
    until: AwareDatetime | None = Field(None, description="None: for good.")
    comment: RowId | None = Field(None, description="The comment that led to it, if one did.")
