"""Coral's GraphQL API, as far as it is used here: a comment, a story, approving and rejecting."""

import json
from datetime import datetime
from http import HTTPStatus
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from moderation.models import CoralConnection
from moderation.services.clients.webhooks import sending
from moderation.services.clients.webhooks.sending import Answer, NotSent
from moderation.services.connections.coral import bodies
from moderation.services.connections.stories import Story

PATH = "/api/graphql"
USER_AGENT = "Comity-Coral/1"
# Coral's code where a document is not one of its own pages'.
NOT_AN_ADMINISTRATOR = "RAW_QUERY_NOT_AUTHORIZED"
# A comment of 10,000 characters with its history of 50 decisions fits in; in bytes.
LONGEST_ANSWER = 500_000

STORY = "id url metadata { title }"
COMMENT = f"""
    id status createdAt deleted
    revision {{
      id
      body
      media {{
        ... on GiphyMedia {{ url }}
        ... on TwitterMedia {{ url }}
        ... on YouTubeMedia {{ url }}
        ... on ExternalMedia {{ url }}
      }}
    }}
    author {{ id username }}
    parent {{ id }}
    story {{ {STORY} }}
    statusHistory(first: 50) {{ edges {{ node {{ status createdAt moderator {{ id }} }} }} }}
"""
GET_VIEWER = "query Viewer { viewer { id username role } }"
GET_COMMENT = f"query Comment($id: ID!) {{ viewer {{ id }} comment(id: $id) {{ {COMMENT} }} }}"
GET_STORY = f"query Story($id: ID!) {{ story(id: $id) {{ {STORY} }} }}"
APPROVE = """
  mutation Approve($input: ApproveCommentInput!) {
    approveComment(input: $input) { comment { status revision { id } } }
  }
"""
REJECT = """
  mutation Reject($input: RejectCommentInput!) {
    rejectComment(input: $input) { comment { status revision { id } } }
  }
"""


class CoralError(NotSent):
    """Coral did not do what was asked; `code` is its own name of the error, if it gave one."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class _Id(BaseModel):
    id: str


class Viewer(BaseModel):
    """Whose token it is."""

    id: str
    username: str | None = None
    role: str = ""


class _Media(BaseModel):
    url: str = ""


class _Revision(BaseModel):
    id: str
    body: str | None = None
    media: _Media | None = None


class _Author(BaseModel):
    id: str
    username: str | None = None


class _Metadata(BaseModel):
    title: str | None = None


class _Story(BaseModel):
    id: str
    url: str
    metadata: _Metadata | None = None

    @property
    def story(self) -> Story:
        return Story(self.id, self.url, (self.metadata and self.metadata.title) or "")


class Moderated(BaseModel):
    """A decision in Coral's history of a comment; without a moderator, the system decided."""

    status: str
    createdAt: datetime  # noqa: N815 -- Coral's name
    moderator: _Id | None = None


class _Edge(BaseModel):
    node: Moderated


class _History(BaseModel):
    edges: list[_Edge]


class RemoteComment(BaseModel):
    """A comment as it stands in Coral now."""

    id: str
    status: str
    createdAt: datetime  # noqa: N815 -- Coral's name
    deleted: bool | None = None
    revision: _Revision | None = None
    author: _Author | None = None
    parent: _Id | None = None
    story: _Story
    statusHistory: _History  # noqa: N815 -- Coral's name

    @property
    def text(self) -> str:
        """Empty if it was deleted."""
        if self.revision is None or self.deleted:
            return ""
        shown = self.revision.media.url if self.revision.media else ""
        return bodies.text_of(self.revision.body or "", shown)

    @property
    def last_decision(self) -> Moderated | None:
        made = [edge.node for edge in self.statusHistory.edges]
        return max(made, key=lambda own: own.createdAt, default=None)


class Found(BaseModel):
    """A comment, None if there is none of this id, and whose token asked."""

    viewer: Viewer
    comment: RemoteComment | None


Shape = TypeVar("Shape", bound=BaseModel)


def viewer(connection: CoralConnection) -> Viewer:
    """Whose token it is.  Raises CoralError, as all of these functions do."""
    return _read(Viewer, _ask(connection, GET_VIEWER).get("viewer"))


def comment(connection: CoralConnection, own_id: str) -> Found:
    return _read(Found, _ask(connection, GET_COMMENT, id=own_id))


def story(connection: CoralConnection, own_id: str) -> Story | None:
    found = _ask(connection, GET_STORY, id=own_id).get("story")
    return _read(_Story, found).story if found else None


def approve(connection: CoralConnection, comment_id: str, revision: str) -> str:
    """Approve a revision; return the comment's status, unchanged if it has a newer revision."""
    given = {"commentID": comment_id, "commentRevisionID": revision}
    return _moderate(connection, APPROVE, "approveComment", given)


def reject(
    connection: CoralConnection, comment_id: str, revision: str, reason: dict[str, str]
) -> str:
    """Reject a revision; return the comment's status, unchanged if it has a newer revision."""
    given = {"commentID": comment_id, "commentRevisionID": revision, "reason": reason}
    return _moderate(connection, REJECT, "rejectComment", given)


class _After(BaseModel):
    status: str


class _Payload(BaseModel):
    comment: _After


def _moderate(connection: CoralConnection, document: str, name: str, given: dict[str, Any]) -> str:
    # Coral requires the id of a mutation and does not read it.
    done = _ask(connection, document, input={**given, "clientMutationId": "1"})
    return _read(_Payload, done.get(name)).comment.status


def _ask(connection: CoralConnection, document: str, **variables: Any) -> dict[str, Any]:
    body = json.dumps({"query": document, "variables": variables}).encode()
    headers = {
        "Authorization": f"Bearer {connection.token}",
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
    }
    url = connection.endpoint.url + PATH
    try:
        return _data(url, sending.post(url, body, headers, longest=LONGEST_ANSWER))
    except CoralError:
        raise
    except NotSent as error:
        raise CoralError(f"{url} does not answer: {error}") from None


def _data(url: str, answer: Answer) -> dict[str, Any]:
    if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise CoralError("Coral does not accept the token: make a new one in Coral.", "TOKEN")
    if 300 <= answer.status < 400:
        raise CoralError(f"{url} redirects (HTTP {answer.status}): give the address it leads to.")
    try:
        told = json.loads(answer.text)
    except ValueError:
        raise CoralError(
            f"{url} answers HTTP {answer.status} and no JSON: is it Coral's?"
        ) from None
    if not isinstance(told, dict):
        raise CoralError(f"{url} answers no object: is it Coral's?")
    if errors := told.get("errors") or [error for error in [told.get("error")] if error]:
        raise _error(errors)
    if not isinstance(data := told.get("data"), dict):
        raise CoralError(f"{url} answers HTTP {answer.status} without data: is it Coral's?")
    return data


def _error(errors: Any) -> CoralError:
    first = errors[0] if isinstance(errors, list) and isinstance(errors[0], dict) else {}
    extensions = first.get("extensions")
    given = extensions if isinstance(extensions, dict) else first
    code = str(given.get("code", ""))
    if code == NOT_AN_ADMINISTRATOR:
        return CoralError(
            "The token is none of an administrator's: Coral lets only those use its API. Make one "
            "as an administrator.",
            code,
        )
    message = str(first.get("message", "an error without a message"))
    return CoralError(f"Coral says: {message}{f' ({code})' if code else ''}", code)


def _read(shape: type[Shape], told: Any) -> Shape:
    try:
        return shape.model_validate(told)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"])) or "the answer"
        raise CoralError(f"Coral's answer is not as documented: {place}: {first['msg']}") from None
