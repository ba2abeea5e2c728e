"""What holds for every reader, whatever it is given."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.services.transfer.archives import READERS
from moderation.services.transfer.archives.records import ArchivedComment, Changed
from tests.archives.exports import (
    CSV,
    CSV_ROW,
    coral_comment,
    disqus,
    json_lines,
    post,
    read,
    remarks_in,
    thread,
    wxr,
    wxr_file,
    wxr_item,
)

BEGINNINGS = {
    "wordpress": wxr({}).encode(),
    "disqus": disqus(thread(), post()).encode(),
    "coral": json_lines(coral_comment()).encode(),
    "csv": (CSV + CSV_ROW.format(1, "x")).encode(),
    "jsonl": b'{"id": 1, "article": 1, "author": "x", "text": "x", "posted_at": "2019-05-04"}\n',
}


@pytest.mark.parametrize("form", READERS)
@given(raw=st.binary(max_size=300))
def test_no_file_makes_a_reader_fail(form, raw):
    read(form, raw)


@pytest.mark.parametrize("form", READERS)
@given(raw=st.binary(min_size=1, max_size=4), place=st.integers(0, 1200))
def test_no_change_of_a_good_file_makes_a_reader_fail(form, raw, place):
    whole = BEGINNINGS[form]
    place %= len(whole)
    read(form, whole[:place] + raw + whole[place + len(raw) :])


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
NAMES = [
    *coral_comment(),
    *("url", "username", "metadata", "closedAt", "deletedAt", "tenantID", "settings"),
    *("article", "author", "text", "posted_at", "what", "title", "email"),
]


@pytest.mark.parametrize("form", ["coral", "jsonl"])
@given(rows=st.lists(st.dictionaries(st.sampled_from(NAMES), json_values), max_size=5))
def test_every_row_of_json_is_a_record_or_named(form, rows):
    written = "".join(json.dumps(row) + "\n" for row in rows)
    found = [r for r in read(form, written) if not isinstance(r, Changed)]
    assert len(found) >= len(rows)


comments = st.fixed_dictionaries(
    {},
    optional={
        "content": st.text(st.characters(exclude_characters="<&]"), max_size=20),
        "approved": st.sampled_from(["0", "1", "spam", "trash", "odd", ""]),
        "type": st.sampled_from(["", "comment", "pingback", "odd"]),
        "date_gmt": st.sampled_from(["2019-05-04 12:00:00", "0000-00-00 00:00:00", ""]),
        "author": st.text(st.characters(exclude_characters="<&]"), max_size=20),
        "parent": st.sampled_from(["0", "1", "77"]),
    },
)
posts = st.fixed_dictionaries(
    {"wp__post_id": st.sampled_from(["7", "8", ""])},
    optional={
        "wp__status": st.sampled_from(["publish", "private", "draft", "odd"]),
        "wp__post_type": st.sampled_from(["post", "page", "attachment"]),
        "wp__post_password": st.sampled_from(["", "x"]),
        "title": st.text(st.characters(exclude_characters="<&]"), max_size=20),
    },
)
orders = st.sampled_from([(), ("wp:status",), ("wp:post_type", "wp:status", "wp:post_id")])


@given(items=st.lists(st.tuples(posts, st.lists(comments, max_size=3), orders), max_size=4))
def test_every_comment_and_post_is_a_record_or_named(items):
    written = wxr_file(
        *(wxr_item(*inside, behind=behind, **fields) for fields, inside, behind in items)
    )
    records = [r for r in read("wordpress", written) if not isinstance(r, Changed)]
    assert len(records) == sum(1 + len(inside) for _, inside, _ in items)
    public = sum(isinstance(record, ArchivedComment) for record in records)
    assert public <= sum(
        len(inside) for fields, inside, _ in items
        if fields.get("wp__status", "publish") == "publish" and not fields.get("wp__post_password")
    )  # fmt: skip


@given(texts=st.lists(st.text(max_size=20), max_size=5))
def test_every_row_of_a_csv_is_a_record_or_named(texts):
    quoted = ['"' + text.replace('"', '""') + '"' for text in texts]
    rows = "".join(CSV_ROW.format(number, text) for number, text in enumerate(quoted, 1))
    found = read("csv", (CSV + rows).encode("utf-8", "surrogatepass"))
    assert sum(isinstance(record, ArchivedComment) for record in found) + len(
        remarks_in("csv", (CSV + rows).encode("utf-8", "surrogatepass"))
    ) == len(texts)
