"""What can happen to a comment and its author, step by step."""

from datetime import timedelta

from django.utils import timezone

from articles.models import Comment
from moderation.models import Appeal, Block, Decision, Notice
from moderation.services.decisions import appeals, blocking, deciding, sanctions, undoing
from moderation.services.decisions.concurrency import version_token_of
from moderation.services.decisions.sanctions import Measure
from moderation.services.judging import scoring
from moderation.services.readers import mailing, personal_data
from tests.factories import make_author, make_comment, make_moderator, make_policy_version

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
    """Send what is due an hour later, until nothing is left."""
    Notice.objects.filter(emailed_at__isnull=False).update(
        emailed_at=timezone.now() - timedelta(hours=1)
    )
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
