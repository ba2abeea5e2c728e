"""A stand-in of Coral: the documented part of its API, behaving as its documentation says.

It is a real HTTP server.  It takes a GraphQL document only as the schema below allows it, and with
a token that it knows; it runs comments through the phase and tells of them as Coral does.
"""

import hashlib
import hmac
import json
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from itertools import count

from graphql import build_schema, graphql_sync

from tests.listening import listening

SCHEMA = build_schema(
    """
    scalar Time
    scalar Cursor
    enum COMMENT_STATUS { NONE APPROVED REJECTED PREMOD SYSTEM_WITHHELD }
    enum USER_ROLE { COMMENTER MEMBER STAFF MODERATOR ADMIN }
    enum REJECTION_REASON_CODE {
      OFFENSIVE ABUSIVE SPAM BANNED_WORD AD ILLEGAL_CONTENT HARASSMENT_BULLYING MISINFORMATION
      HATE_SPEECH IRRELEVANT_CONTENT OTHER
    }
    type User { id: ID! username: String role: USER_ROLE! }
    type GiphyMedia { url: String! }
    type TwitterMedia { url: String! }
    type YouTubeMedia { url: String! }
    type ExternalMedia { url: String! }
    union CommentMedia = GiphyMedia | TwitterMedia | YouTubeMedia | ExternalMedia
    type CommentRevision { id: ID! body: String media: CommentMedia createdAt: Time! }
    type StoryMetadata { title: String }
    type Story { id: ID! url: String! metadata: StoryMetadata }
    type CommentModerationAction { status: COMMENT_STATUS! createdAt: Time! moderator: User }
    type CommentModerationActionEdge { node: CommentModerationAction! cursor: Cursor! }
    type CommentModerationActionConnection { edges: [CommentModerationActionEdge!]! }
    type Comment {
      id: ID!
      body: String
      revision: CommentRevision
      createdAt: Time!
      author: User
      status: COMMENT_STATUS!
      statusHistory(first: Int = 10, after: Cursor): CommentModerationActionConnection!
      parent: Comment
      story: Story!
      deleted: Boolean
    }
    input ApproveCommentInput {
      commentID: ID!
      commentRevisionID: ID!
      clientMutationId: String!
    }
    input RejectCommentReasonInput {
      code: REJECTION_REASON_CODE!
      legalGrounds: String
      detailedExplanation: String
      customReason: String
    }
    input RejectCommentInput {
      commentID: ID!
      commentRevisionID: ID!
      reason: RejectCommentReasonInput
      clientMutationId: String!
    }
    type ModeratePayload { comment: Comment clientMutationId: String! }
    type Query { viewer: User comment(id: ID!): Comment story(id: ID!): Story }
    type Mutation {
      approveComment(input: ApproveCommentInput!): ModeratePayload!
      rejectComment(input: RejectCommentInput!): ModeratePayload!
    }
    """
)

RAW_QUERY = "RAW_QUERY_NOT_AUTHORIZED"
_ids = count(1)


class Refused(Exception):
    def __init__(self, message, code):
        super().__init__(message)
        self.extensions = {"code": code}


class Coral:
    """One Coral: `calls` are the names of the mutations that came, `told` the reasons."""

    def __init__(self, call):
        self.call = call  # posts to an address of ours: address, data, secret
        self.token = "the token"
        self.viewer = {"id": "comity", "username": "comity", "role": "ADMIN"}
        self.person = {"id": "vera", "username": "vera", "role": "MODERATOR"}
        self.stories, self.comments, self.mutations, self.reasons = {}, {}, [], []
        self.waiting = []  # events, which are sent by the thread of the test
        self.before_mutation = lambda comment: None
        self.phase_is_on = True
        self.answers = 200

    # What its readers and moderators do

    def create_story(self, own_id, url, title="A story"):
        self.stories[own_id] = {"id": own_id, "url": url, "metadata": {"title": title}}
        self._event("STORY_CREATED", storyID=own_id, storyURL=url)
        self.tell()

    def post(self, body, *, author="reader-1", story="s1", parent=None, status="NONE"):
        """Create a comment; return it, once the events of it were sent."""
        if story not in self.stories:
            self.create_story(story, f"https://paper.example/{story}")
        answered, moderated = None, None
        if self.phase_is_on:
            answered, moderated = self._phase(body, author, story, parent)
        comment = {
            "id": f"c{next(_ids)}",
            "author": {"id": author, "username": author.title(), "role": "COMMENTER"},
            "createdAt": _now(),
            "status": answered or status,
            "story": self.stories[story],
            "parent": parent,
            "deleted": False,
            "history": [],
        }
        self.comments[comment["id"]] = comment
        self._revise(comment, body)
        if moderated:
            self._note(comment, "REJECTED", None)
        self._tell_of_new(comment)
        self.tell()
        return comment

    def edit(self, comment, body, status="NONE"):
        """Change a comment; Coral has no event for that where its status stays."""
        answered = None
        if self.phase_is_on:
            author, story = comment["author"]["id"], comment["story"]["id"]
            answered, _ = self._phase(body, author, story, comment["parent"], action="EDIT")
        self._revise(comment, body)
        comment["status"] = answered or status

    def decide(self, comment, status):
        """A moderator decides in Coral's own pages."""
        self._moderate(comment, status, self.person)
        self.tell()

    def report(self, comment):
        """A reader reports a comment."""
        self._tell_of_queue(comment, "REPORTED")
        self.tell()

    # What it tells

    def tell(self):
        """Send the events that wait, also those of mutations that came through the API."""
        while self.waiting:
            self.last_event = self.waiting.pop(0)
            self.call("events", self.last_event, "the events")

    def _phase(self, body, author, story, parent, action="NEW"):
        asked = {
            "action": action,
            "comment": {"body": body, "parentID": parent and parent["id"]},
            "author": {"id": author, "role": "COMMENTER"},
            "story": {"id": story, "url": self.stories[story]["url"]},
            "site": {"id": "site"},
            "tenantID": "tenant",
            "tenantDomain": "coral.paper.example",
        }
        response = self.call("phase", asked, "the phase")
        answer = json.loads(response.content) if response.status_code == 200 else {}
        return answer.get("status"), answer.get("moderationAction")

    def _tell_of_new(self, comment):
        if comment["status"] in ("NONE", "APPROVED"):
            kind = "COMMENT_REPLY_CREATED" if comment["parent"] else "COMMENT_CREATED"
            self._event(kind, commentID=comment["id"], storyID=comment["story"]["id"])
        if comment["status"] in ("PREMOD", "SYSTEM_WITHHELD"):
            self._tell_of_queue(comment, "PENDING")

    def _tell_of_queue(self, comment, queue, kind="COMMENT_ENTERED_MODERATION_QUEUE"):
        self._event(
            kind,
            queue=queue,
            commentID=comment["id"],
            status=comment["status"],
            storyID=comment["story"]["id"],
        )

    def _event(self, kind, **data):
        event = {"id": f"e{next(_ids)}", "type": kind, "data": data | {"siteID": "site"}}
        event |= {"createdAt": _now(), "tenantID": "tenant", "tenantDomain": "coral"}
        self.waiting.append(event)

    # Its API

    def answer(self, token, asked):
        if token != f"Bearer {self.token}":
            return 401, {"error": {"code": "TOKEN_INVALID", "message": "token is invalid"}}
        if self.viewer and self.viewer["role"] != "ADMIN":
            error = {"message": "unauthorized query", "extensions": {"code": RAW_QUERY}}
            return 400, {"errors": [error]}
        done = graphql_sync(SCHEMA, asked["query"], self, variable_values=asked["variables"])
        return self.answers, done.formatted

    def comment(self, _, id):  # noqa: A002 -- the schema's name
        return self._shown(self.comments[id]) if id in self.comments else None

    def story(self, _, id):  # noqa: A002 -- the schema's name
        return self.stories.get(id)

    def approveComment(self, _, input):  # noqa: A002, N802 -- the schema's names
        return self._decided("APPROVED", input)

    def rejectComment(self, _, input):  # noqa: A002, N802 -- the schema's names
        self.reasons.append(input.get("reason"))
        return self._decided("REJECTED", input)

    def _decided(self, status, given):
        comment = self.comments.get(given["commentID"])
        if comment is None:
            raise Refused("comment not found", "COMMENT_NOT_FOUND")
        self.mutations.append(status)
        self.before_mutation(comment)
        if given["commentRevisionID"] == comment["revision"]["id"]:
            self._moderate(comment, status, self.viewer)
        return {"comment": self._shown(comment), "clientMutationId": given["clientMutationId"]}

    def _moderate(self, comment, status, moderator):
        before, comment["status"] = comment["status"], status
        self._note(comment, status, moderator)
        if before in ("NONE", "PREMOD", "SYSTEM_WITHHELD"):
            self._tell_of_queue(comment, "UNMODERATED", "COMMENT_LEFT_MODERATION_QUEUE")

    def _note(self, comment, status, moderator):
        comment["history"].append({"status": status, "createdAt": _now(), "moderator": moderator})

    def _revise(self, comment, body):
        comment["revision"] = {"id": f"r{next(_ids)}", "body": body, "createdAt": _now()}

    def _shown(self, comment):
        edges = [{"node": action, "cursor": "c"} for action in comment["history"]]
        return {**comment, "statusHistory": {"edges": edges}}


def _now():
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def signature(secret, body):
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


@contextmanager
def running(coral):
    """Serve the API of `coral` on a port of this machine; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path != "/api/graphql" or self.headers["Content-Type"] != "application/json":
                status, answer = 404, {}
            else:
                status, answer = coral.answer(self.headers["Authorization"], json.loads(body))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_):
            pass

    with listening(Handler) as address:
        yield address
