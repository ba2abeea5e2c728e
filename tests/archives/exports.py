"""Small exports of other systems, and what reading them gives."""

import json
from datetime import UTC, datetime
from io import BytesIO

from articles.models import Comment
from moderation.services.transfer.archives import READERS
from moderation.services.transfer.archives.records import (
    ArchivedArticle,
    ArchivedAuthor,
    ArchivedComment,
    Remark,
)

NOON = datetime(2019, 5, 4, 12, tzinfo=UTC)

WXR_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:wp="http://wordpress.org/export/1.2/" xmlns:other="https://plugin.example/">
<channel><title>The Paper</title>
"""
WXR_END = "</channel></rss>\n"

ITEM = {
    "title": "A summit",
    "excerpt:encoded": "<![CDATA[Short]]>",
    "content:encoded": "<![CDATA[<p>First.</p><p>Second &amp; last.</p>]]>",
    "wp:post_id": "7",
    "wp:post_date_gmt": "2019-05-04 12:00:00",
    "wp:comment_status": "open",
    "wp:post_name": "a-summit",
    "wp:status": "publish",
    "wp:post_type": "post",
    "wp:post_password": "",
}
COMMENT = {
    "id": "1",
    "author": "<![CDATA[Ani]]>",
    "author_email": "Ani@example.org",
    "author_IP": "192.0.2.1",
    "date_gmt": "2019-05-04 12:00:00",
    "content": "<![CDATA[Hello]]>",
    "approved": "1",
    "type": "comment",
    "parent": "0",
    "user_id": "0",
}


def _elements(fields):
    return "".join(
        f"<{name}>{value}</{name}>\n" for name, value in fields.items() if value is not None
    )


def wxr_comment(**fields):
    own = {f"wp:comment_{name}": value for name, value in {**COMMENT, **fields}.items()}
    return f"<wp:comment>{_elements(own)}</wp:comment>"


def wxr_item(*comments, behind=(), **fields):
    """An item whose fields called `behind` stand behind its comments; None leaves one out."""
    own = {**ITEM, **{name.replace("__", ":"): value for name, value in fields.items()}}
    before = {name: value for name, value in own.items() if name not in behind}
    after = {name: own[name] for name in behind}
    inside = "".join(wxr_comment(**comment) for comment in comments)
    return f"<item>{_elements(before)}{inside}{_elements(after)}</item>\n"


def wxr_file(*items):
    return WXR_HEAD + "".join(items) + WXR_END


def wxr(*comments, **fields):
    return wxr_file(wxr_item(*comments, **fields))


DISQUS_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><title>General</title></category>
"""
THREAD = {
    "link": "https://paper.example/2019/a-summit/?x=1",
    "title": "A summit",
    "createdAt": "2019-05-04T12:00:00Z",
    "isClosed": "false",
    "isDeleted": "false",
}
POST = {
    "message": "<![CDATA[<p>Hello</p>]]>",
    "createdAt": "2019-05-04T12:00:00Z",
    "isDeleted": "false",
    "isSpam": "false",
    "author": "<name>Ani</name><username>ani</username>",
}


def thread(own="7", **fields):
    return f'<thread dsq:id="{own}">{_elements({**THREAD, **fields})}</thread>\n'


def post(own="1", of="7", parent=None, **fields):
    links = f'<thread dsq:id="{of}"/>' + (f'<parent dsq:id="{parent}"/>' if parent else "")
    return f'<post dsq:id="{own}">{_elements({**POST, **fields})}{links}</post>\n'


def disqus(*parts):
    return DISQUS_HEAD + "".join(parts) + "</disqus>\n"


def coral_comment(body="Hello", **fields):
    return {
        "id": "1",
        "storyID": "7",
        "authorID": "u1",
        "status": "NONE",
        "revisions": [{"body": body}],
        "createdAt": {"$date": "2019-05-04T12:00:00Z"},
        **fields,
    }


def coral_story(**fields):
    return {
        "id": "7",
        "url": "https://paper.example/a-summit",
        "metadata": {"title": "A summit"},
        "createdAt": {"$date": "2019-05-04T12:00:00Z"},
        **fields,
    }


def json_lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


CSV = "id,article,article_title,author,text,posted_at,status\n"
CSV_ROW = "{},7,A summit,Ani,{},2019-05-04 12:00Z,\n"


def csv(*texts):
    return CSV + "".join(CSV_ROW.format(number, text) for number, text in enumerate(texts, 1))


def read(form, text):
    raw = text if isinstance(text, bytes) else text.encode()
    return list(READERS[form](BytesIO(raw)))


def comments_in(form, text):
    return [record for record in read(form, text) if isinstance(record, ArchivedComment)]


def articles_in(form, text):
    return [record for record in read(form, text) if isinstance(record, ArchivedArticle)]


def remarks_in(form, text):
    return [record for record in read(form, text) if isinstance(record, Remark)]


def comment(**fields):
    defaults = {
        "id": "1",
        "article": "7",
        "author": ArchivedAuthor("mail ani@example.org", "Ani", "Ani@example.org"),
        "text": "Hello",
        "posted_at": NOON,
        "status": Comment.Status.PUBLISHED,
    }
    return ArchivedComment(**{**defaults, **fields})


def article(**fields):
    defaults = {
        "id": "7",
        "title": "A summit",
        "slug": "a-summit",
        "body": "First.\n\nSecond & last.",
        "published_at": NOON,
    }
    return ArchivedArticle(**{**defaults, **fields})
