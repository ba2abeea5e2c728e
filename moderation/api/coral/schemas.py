"""What Coral sends.  Fields that later versions add are ignored."""

from typing import Any

from ninja import Schema


class Body(Schema):
    body: str


class Person(Schema):
    id: str


class ToldStory(Schema):
    id: str
    url: str = ""


class PhaseRequest(Schema):
    """A new or edited comment that Coral has not stored yet; `body` is HTML."""

    action: str = "NEW"
    comment: Body
    author: Person
    story: ToldStory


class EventRequest(Schema):
    """An event; `data` has ids and statuses."""

    id: str
    type: str
    data: dict[str, Any]
