"""Creates notices: statements of reasons that tell authors what was decided, and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from articles.models import Comment
from moderation.models import Appeal, Block, Decision, Finding, Notice, PolicyVersion
from moderation.services.readers import spans

WORDS_QUOTED = 10

# Does not reveal that somebody else is blocked: the author may have guessed an address.
SOME_ARE_READ = _("Some comments are reviewed before they are published.")

SAID_TO_AUTHORS = {
    Finding.Reason.PREMODERATED: _("Comments on this article are reviewed before publication."),
    Finding.Reason.NEW_AUTHOR: _("The first comments of new authors are reviewed."),
    Finding.Reason.RECENT_RECORD: _("Some of your recent comments were removed."),
    Finding.Reason.WATCHED: _("Comments on this article are reviewed before publication."),
    Finding.Reason.ALWAYS_HELD: _("Your comments are reviewed before they are published."),
    Finding.Reason.NEAR_BLOCK: SOME_ARE_READ,
    Finding.Reason.BLOCKED_ADDRESS: SOME_ARE_READ,
    Finding.Reason.NOT_SCORED: _("It could not be checked automatically."),
    Finding.Reason.NOT_PROVED: _("It was sent by a browser without JavaScript."),
    Finding.Reason.SPAM: _("An automatic check takes it for advertising."),
    Finding.Reason.NOT_READ: _("It is in a language that we cannot check automatically."),
    Finding.Reason.LINKS: _("It contains many links."),
    Finding.Reason.REPEATED: _("You posted the same text before."),
}
ABOUT_THE_NAME = _("This is about the name that you posted under.")
KIND_OF_STATUS = {
    Comment.Status.HELD: Notice.Kind.HELD,
    Comment.Status.REMOVED: Notice.Kind.REMOVED,
    Comment.Status.PUBLISHED: Notice.Kind.PUBLISHED,
}
GIVES_REASONS = (Notice.Kind.REMOVED, Notice.Kind.REDACTED, Notice.Kind.APPEAL_REJECTED)
KIND_OF_APPEAL = {
    Appeal.Status.UPHELD: Notice.Kind.APPEAL_UPHELD,
    Appeal.Status.REJECTED: Notice.Kind.APPEAL_REJECTED,
}


def notify_of_decisions(
    decisions: Iterable[Decision], appeals: Mapping[int, Appeal] | None = None
) -> list[Notice]:
    """Create notices of the decisions that change something for the author.

    An undo gets a notice only if the undone decision had one.  `appeals` maps
    a comment's id to the appeal that its decision settled.
    """
    appeals = appeals or {}
    decisions = _known_to_authors(list(decisions))
    kinds = {d: kind for d in decisions if (kind := _kind(d, appeals.get(d.comment_id)))}
    if not kinds:
        return []
    findings, grounds = _findings_of(kinds), _grounds_of(kinds)
    return Notice.objects.bulk_create(
        _of_decision(decision, kind, grounds[decision], findings[decision.comment_id], appeals)
        for decision, kind in kinds.items()
    )


def notify_of_holds(
    held: Mapping[Comment, tuple[PolicyVersion | None, Sequence[Finding]]],
) -> list[Notice]:
    """Create notices of held comments, one for each text.

    `held` maps each comment to its policy version and its findings.
    """
    told = Notice.objects.filter(
        Q(comment__edited_at__isnull=True) | Q(created_at__gte=F("comment__edited_at")),
        kind=Notice.Kind.HELD,
        comment__in=held,
    )
    told_of = set(told.values_list("comment_id", flat=True)) if held else set()
    return Notice.objects.bulk_create(
        Notice(
            kind=Notice.Kind.HELD,
            author_id=comment.author_id,
            comment=comment,
            clause=next((f.clause for f in findings if f.clause), None),
            policy_version=version,
            evidence=quoted(comment, findings),
            explanation=_in_language_of_site(map(_said, findings)),
            automated_detection=True,
            automation=Notice.Automation.PARTIALLY,
        )
        for comment, (version, findings) in held.items()
        if comment.pk not in told_of
    )


def notify_of_block(block: Block) -> Notice:
    return Notice.objects.create(
        kind=Notice.Kind.BLOCKED,
        author=block.author,
        comment=block.decision.comment if block.decision else None,
        block=block,
        explanation=block.reason,
        automated_detection=False,
        automation=Notice.Automation.NOT,
    )


def notify_of_appeal(appeal: Appeal) -> Notice:
    """Create the notice of a settled appeal that has no decision about a comment."""
    return Notice.objects.create(
        kind=KIND_OF_APPEAL[Appeal.Status(appeal.status)],
        author=appeal.notice.author,
        comment=appeal.notice.comment,
        answers=appeal,
        explanation=appeal.answer,
        automated_detection=False,
        automation=Notice.Automation.NOT,
    )


def quoted(comment: Comment, findings: Iterable[Finding]) -> list[str]:
    """The distinct words that led to `findings`: from the text in order, then from the name."""
    findings = list(findings)
    words = [
        word
        for part in (Finding.Part.TEXT, Finding.Part.NAME)
        if (about := [finding for finding in findings if finding.part == part])
        for word in _words(about[0].quoted_from(comment), about)
    ]
    return list(dict.fromkeys(words))[:WORDS_QUOTED]


def _words(text: str, findings: Iterable[Finding]) -> Iterator[str]:
    ranges = ((start, end) for finding in findings for start, end, *_ in finding.evidence)
    return (text[start:end] for start, end in spans.merged(ranges))


def _kind(decision: Decision, appeal: Appeal | None) -> Notice.Kind | None:
    if appeal:
        return KIND_OF_APPEAL[Appeal.Status(appeal.status)]
    if decision.action == Decision.Action.WARN:
        return Notice.Kind.WARNED
    if decision.action == Decision.Action.REDACT:
        return Notice.Kind.REDACTED
    if decision.undoes and decision.undoes.action == Decision.Action.REDACT:
        return KIND_OF_STATUS[Comment.Status(decision.status_after)]
    if decision.status_before == decision.status_after:
        return None
    return KIND_OF_STATUS.get(Comment.Status(decision.status_after))


def _findings_of(decisions: Iterable[Decision]) -> dict[int, list[Finding]]:
    findings: dict[int, list[Finding]] = defaultdict(list)
    for finding in Finding.objects.filter(comment__in=[d.comment_id for d in decisions]):
        findings[finding.comment_id].append(finding)
    return findings


def _known_to_authors(decisions: Sequence[Decision]) -> Sequence[Decision]:
    """Leave out undos of decisions without a notice, such as imported ones."""
    undone = [decision.undoes_id for decision in decisions if decision.undoes_id]
    if not undone:
        return decisions
    told = Notice.objects.filter(decision__in=undone).values_list("decision", flat=True)
    known = {None, *told}
    return [decision for decision in decisions if decision.undoes_id in known]


def _grounds_of(kinds: Mapping[Decision, Notice.Kind]) -> dict[Decision, Decision]:
    """The decision that has the reasons of each: itself, or the removal that an undo restored."""
    again = [
        d.comment_id for d, kind in kinds.items() if d.undoes_id and kind == Notice.Kind.REMOVED
    ]
    stands = Decision.objects.standing_by_comment(again) if again else {}
    return {d: stands.get(d.comment_id, d) if d.undoes_id else d for d in kinds}


def _of_decision(
    decision: Decision,
    kind: Notice.Kind,
    grounds: Decision,
    findings: Sequence[Finding],
    appeals: Mapping[int, Appeal],
) -> Notice:
    comment = decision.comment
    appeal = appeals.get(comment.pk)
    told = [f for f in findings if grounds.clause_id in (None, f.clause_id)]
    gives_reasons = kind in GIVES_REASONS
    return Notice(
        kind=kind,
        author_id=comment.author_id,
        comment=comment,
        decision=decision,
        answers=appeal,
        clause_id=grounds.clause_id if gives_reasons else None,
        policy_version_id=grounds.policy_version_id,
        evidence=_words_of(decision, comment, told) if gives_reasons else [],
        explanation=_explanation(decision, appeal) or _beside_clause(told if gives_reasons else []),
        automated_detection=bool(findings),
        automation=Notice.Automation.NOT if grounds.moderator_id else Notice.Automation.FULLY,
    )


def _words_of(decision: Decision, comment: Comment, findings: Sequence[Finding]) -> list[str]:
    """The words that the editors removed, or else those that led to the decision."""
    if decision.action == Decision.Action.REDACT:
        return list(decision.text_change.words)
    return quoted(comment, findings)


def _said(finding: Finding) -> str:
    if finding.part == Finding.Part.NAME:
        return str(ABOUT_THE_NAME)
    return str(SAID_TO_AUTHORS.get(Finding.Reason(finding.reason), ""))


def _in_language_of_site(said: Iterator[str]) -> str:
    """Join sentences, each once, as notices store them.

    `said` is read lazily, in the language of the site: that of whoever decides does not count.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return " ".join(filter(None, dict.fromkeys(said)))


def _beside_clause(grounds: Sequence[Finding]) -> str:
    """An explanation where a clause does not say it: all findings are about the name, or spam."""
    about = {(finding.part, finding.reason == Finding.Reason.SPAM) for finding in grounds}
    needs_one = about in ({(Finding.Part.NAME, False)}, {(Finding.Part.TEXT, True)})
    return _in_language_of_site(map(_said, grounds)) if needs_one else ""


def _explanation(decision: Decision, appeal: Appeal | None) -> str:
    """The text for the author.  A moderator's note on a removal is internal."""
    if appeal:
        return appeal.answer
    return decision.note if decision.action == Decision.Action.WARN else ""
