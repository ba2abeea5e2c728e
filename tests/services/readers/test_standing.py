"""Every notice and e-mail, in every state that things can be in by the time it is read."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from articles.models import Comment
from moderation.models import Appeal, Block, Decision, Notice
from moderation.services.decisions import appeals, blocking, deciding, sanctions, undoing
from moderation.services.decisions.appeals import AppealRefused
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.sanctions import Measure
from moderation.services.judging import scoring
from moderation.services.readers import appealing, mailing, personal_data, standing
from tests.factories import make_author, make_comment, make_moderator, make_policy_version

pytestmark = pytest.mark.django_db

Action, Status = Decision.Action, Comment.Status
ATTACK = "You are [personal_attack 0.9]!"


class Story:
    """A comment, and what is done with it, step by step; after each, e-mails may be sent."""

    def __init__(self, emails_are_sent):
        self.version = make_policy_version()
        self.first, self.second = make_moderator(), make_moderator()
        self.comment = make_comment(ATTACK, author=make_author(email="ani@example.org"))
        self.emails_are_sent = emails_are_sent

    def held(self):
        scoring.score([self.comment])
        self.end_step()

    def published(self):
        Comment.objects.update(status=Status.PUBLISHED)

    def decided(self, action, moderator=None, clause=None):
        self.comment.refresh_from_db()
        deciding.decide(
            comment=self.comment,
            moderator=moderator or self.first,
            action=action,
            version_token=version_token_of(self.comment),
            clause=clause,
        )
        self.end_step()

    def removed(self):
        self.decided(Action.REMOVE, clause=self.version.clauses.get(attribute="personal_attack"))

    def approved(self, moderator=None):
        self.decided(Action.APPROVE, moderator)

    def undone(self):
        last = Decision.objects.not_undone().first()
        undoing.undo(decision=last, moderator=self.first)
        self.end_step()

    def appealed(self, kind=Notice.Kind.REMOVED):
        told = Notice.objects.filter(kind=kind).first()
        appeals.lodge(notice=told, text="Please look again.")

    def answered(self, uphold):
        appeal = Appeal.objects.open().get()
        appeals.decide(appeal=appeal, moderator=self.second, uphold=uphold, answer="We did.")
        self.end_step()

    def edited(self):
        Comment.objects.update(text="Kind words.", edited_at=timezone.now())
        self.comment.refresh_from_db()
        scoring.score([self.comment])
        self.end_step()

    def warned(self):
        blocking.warn_for(comment=self.comment, moderator=self.first, reason="Mind the tone.")
        self.end_step()

    def blocked(self, until=None):
        blocking.block_for(
            comment=self.comment, moderator=self.first, reason="Attacks.", until=until
        )
        self.end_step()

    def blocked_with_removal(self):
        self.comment.refresh_from_db()
        sanctions.sanction(
            comment=self.comment,
            version_token=version_token_of(self.comment),
            moderator=self.first,
            measure=Measure.GOOD,
            reason="Attacks.",
            removals={self.comment.pk: version_token_of(self.comment)},
        )
        self.end_step()

    def batch_undone(self):
        batch = Decision.objects.filter(batch__isnull=False).first().batch
        undoing.undo_bulk(batch=batch, moderator=self.first)
        self.end_step()

    def end_step(self):
        if self.emails_are_sent:
            send_emails()


def send_emails():
    """Send what is due once the minute of grace is over, until nothing is left."""
    Notice.objects.update(created_at=timezone.now() - timedelta(hours=1))
    Comment.objects.filter(edited_at__isnull=False).update(
        edited_at=timezone.now() - timedelta(minutes=30)
    )
    while mailing.send_due():
        pass


def held_and_published(story):
    story.held()
    story.approved()


def held_and_removed(story):
    story.held()
    story.removed()


def held_removed_and_undone(story):
    held_and_removed(story)
    story.undone()


def published_by_a_slip(story):
    held_and_published(story)
    story.undone()


def removed(story):
    story.published()
    story.removed()


def removed_and_undone(story):
    removed(story)
    story.undone()


def removed_undone_and_removed_again(story):
    removed_and_undone(story)
    story.removed()


def appealed(story):
    removed(story)
    story.appealed()


def appeal_upheld(story):
    appealed(story)
    story.answered(uphold=True)


def appeal_rejected(story):
    appealed(story)
    story.answered(uphold=False)


def appeal_upheld_by_a_slip(story):
    appeal_upheld(story)
    story.undone()


def appeal_rejected_by_a_slip(story):
    appeal_rejected(story)
    story.undone()


def undone_while_appealed(story):
    appealed(story)
    story.undone()


def held_removed_and_undone_while_appealed(story):
    held_and_removed(story)
    story.appealed()
    story.undone()


def appeal_rejected_and_approved_later(story):
    appeal_rejected(story)
    story.approved(make_moderator())


def approved_after_removal_by_a_slip(story):
    appeal_rejected_and_approved_later(story)
    story.undone()


def appeal_upheld_and_removed_again(story):
    appeal_upheld(story)
    story.removed()


def held_and_edited_into_kind_words(story):
    story.held()
    story.edited()


def removed_and_erased(story):
    removed(story)
    personal_data.erase(story.comment.author)


def warned(story):
    story.warned()


def warned_and_undone(story):
    story.warned()
    story.undone()


def blocked(story):
    story.blocked()


def block_lifted(story):
    story.blocked()
    blocking.lift(block=Block.objects.get(), lifted_by=story.second)


def block_expired(story):
    story.blocked(until=timezone.now() + timedelta(days=1))
    Block.objects.update(until=timezone.now() - timedelta(minutes=1))


def block_undone(story):
    story.blocked()
    story.undone()


def block_appealed(story):
    story.blocked()
    story.appealed(Notice.Kind.BLOCKED)


def block_appeal_upheld(story):
    block_appealed(story)
    story.answered(uphold=True)


def block_appeal_rejected(story):
    block_appealed(story)
    story.answered(uphold=False)


def block_appeal_rejected_and_lifted_later(story):
    block_appeal_rejected(story)
    blocking.lift(block=Block.objects.get(), lifted_by=story.second)


def block_lifted_while_appealed(story):
    block_appealed(story)
    blocking.lift(block=Block.objects.get(), lifted_by=story.second)
    story.end_step()


def blocked_with_removal(story):
    story.published()
    story.blocked_with_removal()


def blocked_with_removal_and_undone(story):
    blocked_with_removal(story)
    story.batch_undone()


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
KIND_OF_HEADING = {heading: kind for kind, heading in Notice.Kind.choices}

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


def told():
    return list(Notice.objects.select_related(*standing.RELATED).order_by("id"))


@stories
def test_a_notice_is_headed_by_how_things_stand(written_release, happens, headings):
    happens(Story(emails_are_sent=False))
    assert [
        standing.of(notice).heading + ("" if appealing.refusal(notice) else "*")
        for notice in told()
    ] == headings


@stories
def test_the_page_shows_that_heading_and_the_form_of_an_appeal_only_where_one_can_be_filed(
    client, written_release, happens, headings
):
    happens(Story(emails_are_sent=False))
    for notice, heading in zip(told(), headings, strict=True):
        page = client.get(notice.get_absolute_url()).content.decode()
        assert f"<h1>{heading.removesuffix('*')}</h1>" in page
        assert f"<title>{heading.removesuffix('*')}</title>" in page
        assert ("Send the appeal" in page) == heading.endswith("*")
        headed = page[page.index("<h2") :] if "<h2" in page else ""
        assert "removed</h2>" not in headed


@stories
def test_an_appeal_that_the_page_does_not_offer_is_refused(written_release, happens, headings):
    happens(Story(emails_are_sent=False))
    lodged = Appeal.objects.count()
    for notice, heading in zip(told(), headings, strict=True):
        if not heading.endswith("*"):
            with pytest.raises(AppealRefused):
                appeals.lodge(notice=notice, text="Please.")
    assert Appeal.objects.count() == lodged


@emailed_stories
def test_emails_tell_of_each_step_where_they_go_out_in_between(
    written_release, happens, at_once, at_the_end
):
    happens(Story(emails_are_sent=True))
    assert [email.subject for email in mail.outbox] == [f"Comity: {text}" for text in at_once]


@emailed_stories
def test_emails_tell_only_of_what_stands_when_they_go_out(
    written_release, happens, at_once, at_the_end
):
    happens(Story(emails_are_sent=False))
    send_emails()
    assert [email.subject for email in mail.outbox] == [f"Comity: {text}" for text in at_the_end]
    for email, heading in zip(mail.outbox, at_the_end, strict=True):
        assert email.body.startswith(f"{heading}.\n")
    assert not Notice.objects.unsent().exists()
