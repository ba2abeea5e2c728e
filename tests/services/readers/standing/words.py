"""What a reader is told in each story: every notice's heading, and every e-mail."""

import pytest

from tests.services.readers.standing.stories import (
    appeal_rejected,
    appeal_rejected_and_approved_later,
    appeal_rejected_by_a_slip,
    appeal_upheld,
    appeal_upheld_and_removed_again,
    appeal_upheld_by_a_slip,
    appealed,
    approved_after_removal_by_a_slip,
    block_appeal_rejected,
    block_appeal_rejected_and_lifted_later,
    block_appeal_upheld,
    block_appealed,
    block_expired,
    block_lifted,
    block_lifted_while_appealed,
    block_undone,
    blocked,
    blocked_with_removal,
    blocked_with_removal_and_undone,
    held_and_edited_into_kind_words,
    held_and_published,
    held_and_removed,
    held_removed_and_undone,
    held_removed_and_undone_while_appealed,
    published_by_a_slip,
    removed,
    removed_and_erased,
    removed_and_undone,
    removed_undone_and_removed_again,
    undone_while_appealed,
    warned,
    warned_and_undone,
)

WAITING = "Your comment is waiting for review"
REMOVED = "Your comment was removed"
PUBLISHED = "Your comment is published"
AGAIN = "Your comment is published again"
UPHELD, REJECTED = "Your appeal was upheld", "Your appeal was rejected"
READ_AGAIN = "Your appeal is open again"
WARNING, NO_WARNING = "A warning from the moderators", "The warning was withdrawn"
BLOCKED = "You are blocked from commenting"
LIFTED, ENDED = "Your block was lifted", "Your block has ended"
ERASED = "Your comment was erased"
# Each notice, oldest first: its heading, with a "*" where it can be appealed against.  Then the
# e-mails, sent after each step, and sent only at the end.
STORIES = [
    (held_and_published, [PUBLISHED, PUBLISHED], [WAITING, PUBLISHED], [PUBLISHED]),
    (held_and_removed, [REMOVED, f"{REMOVED}*"], [WAITING, REMOVED], [REMOVED]),
    (
        held_removed_and_undone,
        [WAITING, WAITING, WAITING],
        [WAITING, REMOVED, WAITING],
        [WAITING],
    ),
    (published_by_a_slip, [WAITING, WAITING, WAITING], [WAITING, PUBLISHED, WAITING], [WAITING]),
    (removed, [f"{REMOVED}*"], [REMOVED], [REMOVED]),
    (removed_and_undone, [AGAIN, PUBLISHED], [REMOVED, PUBLISHED], []),
    (
        removed_undone_and_removed_again,
        [REMOVED, REMOVED, f"{REMOVED}*"],
        [REMOVED, PUBLISHED, REMOVED],
        [REMOVED],
    ),
    (appealed, [REMOVED], [REMOVED], [REMOVED]),
    (appeal_upheld, [UPHELD, UPHELD], [REMOVED, UPHELD], [UPHELD]),
    (appeal_rejected, [REMOVED, REJECTED], [REMOVED, REJECTED], [REJECTED]),
    (
        appeal_upheld_by_a_slip,
        [REMOVED, READ_AGAIN, REMOVED],
        [REMOVED, UPHELD, REMOVED],
        [REMOVED],
    ),
    (appeal_rejected_by_a_slip, [REMOVED, READ_AGAIN], [REMOVED, REJECTED], [REMOVED]),
    (undone_while_appealed, [UPHELD, UPHELD], [REMOVED, UPHELD], [UPHELD]),
    (
        held_removed_and_undone_while_appealed,
        [WAITING, WAITING, WAITING],
        [WAITING, REMOVED, WAITING],
        [WAITING],
    ),
    (
        appeal_rejected_and_approved_later,
        [AGAIN, AGAIN, PUBLISHED],
        [REMOVED, REJECTED, PUBLISHED],
        [PUBLISHED],
    ),
    (
        approved_after_removal_by_a_slip,
        [REMOVED, REJECTED, REMOVED, REMOVED],
        [REMOVED, REJECTED, PUBLISHED, REMOVED],
        [REJECTED],
    ),
    (
        appeal_upheld_and_removed_again,
        [REMOVED, REMOVED, f"{REMOVED}*"],
        [REMOVED, UPHELD, REMOVED],
        [REMOVED],
    ),
    (held_and_edited_into_kind_words, [PUBLISHED], [WAITING], []),
    (removed_and_erased, [ERASED], [REMOVED], []),
    (warned, [WARNING], [WARNING], [WARNING]),
    (warned_and_undone, [NO_WARNING], [WARNING], []),
    (blocked, [f"{BLOCKED}*"], [BLOCKED], [BLOCKED]),
    (block_lifted, [LIFTED], [BLOCKED], []),
    (block_expired, [ENDED], [BLOCKED], []),
    (block_undone, [LIFTED], [BLOCKED], []),
    (block_appealed, [BLOCKED], [BLOCKED], [BLOCKED]),
    (block_appeal_upheld, [LIFTED, UPHELD], [BLOCKED, UPHELD], [UPHELD]),
    (block_appeal_rejected, [BLOCKED, REJECTED], [BLOCKED, REJECTED], [REJECTED]),
    (block_appeal_rejected_and_lifted_later, [LIFTED, LIFTED], [BLOCKED, REJECTED], []),
    (block_lifted_while_appealed, [LIFTED, UPHELD], [BLOCKED, UPHELD], [UPHELD]),
    (
        blocked_with_removal,
        [f"{REMOVED}*", f"{BLOCKED}*"],
        [REMOVED, BLOCKED],
        [REMOVED, BLOCKED],
    ),
    (
        blocked_with_removal_and_undone,
        [AGAIN, LIFTED, PUBLISHED],
        [REMOVED, BLOCKED, PUBLISHED],
        [],
    ),
]


stories = pytest.mark.parametrize(
    ("happens", "headings"),
    [(happens, headings) for happens, headings, *_ in STORIES],
    ids=[happens.__name__ for happens, *_ in STORIES],
)


emailed_stories = pytest.mark.parametrize(
    ("happens", "at_once", "at_the_end"),
    [(happens, at_once, at_the_end) for happens, _, at_once, at_the_end in STORIES],
    ids=[happens.__name__ for happens, *_ in STORIES],
)
