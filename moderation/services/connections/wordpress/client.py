"""WordPress's REST API, as far as it is used here: comments, posts, and whose password it is."""

import json
from base64 import b64encode
from datetime import datetime
from http import HTTPStatus
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode, urlsplit

from django.utils import timezone
from pydantic import BaseModel, ValidationError

from moderation.models import WordPressConnection
from moderation.services.clients.webhooks import sending
from moderation.services.clients.webhooks.sending import Answer, NotSent
from moderation.services.connections.wordpress.shapes import Post, RemoteComment, User

ROOT = "/wp-json"
COMMENTS = "/wp/v2/comments"
USER_AGENT = "Comity-WordPress/1"
PER_PAGE = 100
# A page of the longest comments, each character of them escaped; in bytes.
LONGEST_ANSWER = 40_000_000
# In seconds: a shared host takes its time for a hundred comments.
ANSWER_WITHIN = 60.0
FIELDS = "id,post,parent,author,author_name,author_email,date,date_gmt,content,status,_links"
FIELDS_OF_POST = "id,link,title,date_gmt,status,password,content.protected"

UNKNOWN = ("rest_comment_invalid_id", "rest_post_invalid_id")
NO_TRASH = "rest_trash_not_supported"
ALREADY_TRASHED = "rest_already_trashed"


class WordPressError(NotSent):
    """WordPress did not do what was asked; `code` is its own name of the error, if it gave one."""

    def __init__(self, message: str, answer: Answer | None = None, code: str = "") -> None:
        super().__init__(message, answer)
        self.code = code


class Page(NamedTuple):
    """A page of comments in the order of their dates, and when it was asked for.

    `left_out` are comments that could not be read.
    """

    comments: list[RemoteComment]
    left_out: int
    pages: int
    asked_at: datetime


def comments(connection: WordPressConnection, *, after: str, page: int) -> Page:
    """A page of all comments whose date is later than `after`, whatever their status.

    `after` is in WordPress's own time unless it has a zone.  Raises WordPressError, as all of these
    functions do.
    """
    asked_at = timezone.now()
    order = {"orderby": "date", "order": "asc", "per_page": PER_PAGE}
    asked = {"status": "any", "after": after, "page": page, "_fields": FIELDS}
    answer = _ask(connection, "GET", COMMENTS, **order, **asked)
    rows = _json(connection, answer)
    if not isinstance(rows, list):
        raise WordPressError(f"{connection.endpoint.url} answers no list of comments.", answer)
    read = [_comment_or_none(row) for row in rows]
    pages = answer.headers.get("x-wp-totalpages", "")
    found = [row for row in read if row]
    return Page(found, len(rows) - len(found), int(pages) if pages.isdecimal() else 1, asked_at)


def comment(connection: WordPressConnection, own_id: int) -> RemoteComment | None:
    """A comment as it stands now; None if there is none of this id."""
    return _read_or_none(connection, RemoteComment, f"{COMMENTS}/{own_id}", FIELDS)


def post(connection: WordPressConnection, href: str) -> Post | None:
    """The post that a comment links to, of whatever type."""
    _, found, route = urlsplit(href).path.partition(ROOT)
    return _read_or_none(connection, Post, route, FIELDS_OF_POST) if found else None


def user(connection: WordPressConnection) -> User:
    """Whose password it is."""
    answer = _ask(connection, "GET", "/wp/v2/users/me", _fields="id,name,roles,capabilities")
    return _read(connection, User, answer)


def set_status(connection: WordPressConnection, own_id: int, status: str) -> RemoteComment:
    return _change(connection, own_id, {"status": status})


def set_content(connection: WordPressConnection, own_id: int, html: str) -> RemoteComment:
    return _change(connection, own_id, {"content": html})


def trash(connection: WordPressConnection, own_id: int) -> RemoteComment:
    """Move a comment to the trash; to spam where trash is off, since WordPress would delete it."""
    try:
        return _change(connection, own_id, {"force": False}, _method="DELETE")
    except WordPressError as error:
        if error.code == NO_TRASH:
            return set_status(connection, own_id, "spam")
        raise


def delete(connection: WordPressConnection, own_id: int) -> None:
    """Delete a comment for good, if it is there."""
    try:
        _ask(connection, "POST", f"{COMMENTS}/{own_id}", {"force": True}, _method="DELETE")
    except WordPressError as error:
        if error.code not in UNKNOWN:
            raise


def _change(
    connection: WordPressConnection, own_id: int, changed: dict[str, Any], **asked: str
) -> RemoteComment:
    route = f"{COMMENTS}/{own_id}"
    answer = _ask(connection, "POST", route, changed, _fields=FIELDS, **asked)
    return _read(connection, RemoteComment, answer)


def _comment_or_none(row: Any) -> RemoteComment | None:
    try:
        return RemoteComment.model_validate(row)
    except ValidationError:
        return None


Shape = TypeVar("Shape", bound=BaseModel)


def _read_or_none(
    connection: WordPressConnection, shape: type[Shape], route: str, fields: str
) -> Shape | None:
    try:
        answer = _ask(connection, "GET", route, _fields=fields)
    except WordPressError as error:
        if error.code in UNKNOWN:
            return None
        raise
    return _read(connection, shape, answer)


def _ask(
    connection: WordPressConnection,
    method: str,
    route: str,
    changed: Any = None,
    **asked: Any,
) -> Answer:
    """Ask, and return an answer that grants what was asked for."""
    given = f"{connection.username}:{connection.password}".encode()
    headers = {
        "Authorization": f"Basic {b64encode(given).decode()}",
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
    }
    url = f"{connection.endpoint.url}{ROOT}{route}?{urlencode({'context': 'edit', **asked})}"
    body = json.dumps(changed).encode() if changed is not None else None
    try:
        answer = sending.ask(
            method, url, body, headers, longest=LONGEST_ANSWER, within=ANSWER_WITHIN
        )
    except NotSent as error:
        raise WordPressError(f"{connection.endpoint.url} does not answer: {error}") from None
    if not answer.is_taken:
        raise _refusal(connection, answer)
    return answer


def _refusal(connection: WordPressConnection, answer: Answer) -> WordPressError:
    url, status = connection.endpoint.url, answer.status
    told = _json_or_none(answer)
    code = str(told.get("code", "")) if isinstance(told, dict) else ""
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        said = f"{url} asks for a pause (HTTP {status})."
    elif 300 <= status < 400:
        said = f"{url} redirects (HTTP {status}): give the address that it leads to."
    elif status == HTTPStatus.UNAUTHORIZED:
        said = (
            "WordPress does not accept the user name and the application password: make a new one "
            "in WordPress. If they are right, the server drops the header Authorization."
        )
    elif code:
        said = f"WordPress says: {told.get('message', '')} ({code})"[:500]
    else:
        said = (
            f"{url} answers HTTP {status} and nothing of WordPress's REST API: a plug-in or the "
            "server may block /wp-json/, or permalinks are Plain."
        )
    return WordPressError(said, answer, code)


def _json(connection: WordPressConnection, answer: Answer) -> Any:
    told = _json_or_none(answer)
    if told is None:
        raise WordPressError(
            f"{connection.endpoint.url} answers HTTP {answer.status} and no JSON: is it "
            "WordPress's address?",
            answer,
        )
    return told


def _json_or_none(answer: Answer) -> Any:
    try:
        return json.loads(answer.text)
    except (ValueError, RecursionError):
        return None


def _read(connection: WordPressConnection, shape: type[Shape], answer: Answer) -> Shape:
    try:
        return shape.model_validate(_json(connection, answer))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"])) or "the answer"
        raise WordPressError(
            f"WordPress's answer is not as documented: {place}: {first['msg']}", answer
        ) from None
