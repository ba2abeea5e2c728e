"""What moderation remembers, one noun a file."""

from moderation.models.alert import AlertChannel, AlertedCase
from moderation.models.api_key import ApiKey, Scope
from moderation.models.appeal import Appeal
from moderation.models.block import Block, Reach
from moderation.models.call_count import CallCount
from moderation.models.clause import Clause
from moderation.models.coral import CoralAnswer, CoralConnection, CoralEvent, CoralSecret
from moderation.models.decision import Decision
from moderation.models.decision_link import DecisionLink
from moderation.models.erasure_request import ErasureRequest
from moderation.models.internal_note import InternalNote
from moderation.models.legal_report import LegalReport
from moderation.models.notice import Notice
from moderation.models.notification import Notification
from moderation.models.origin import Origin
from moderation.models.policy import Policy, PolicyExample, PolicyVersion
from moderation.models.preferences import Preferences
from moderation.models.record import AuthorRecord
from moderation.models.release import ClassifierRelease
from moderation.models.report import Report
from moderation.models.review import ReviewItem
from moderation.models.run import RescoringChunk, RescoringRun
from moderation.models.saved_view import SavedView
from moderation.models.score import Finding, Score, Verdict
from moderation.models.section_limit import SectionLimit
from moderation.models.shipped_group import ShippedGroup
from moderation.models.spam_check import SpamCheck
from moderation.models.strike_answer import StrikeAnswer
from moderation.models.suggestion import SuggestedScore
from moderation.models.text_change import TextChange
from moderation.models.trust import Trust
from moderation.models.watch import Watch
from moderation.models.webhook import Delivery, Event, EventKind, WebhookEndpoint
from moderation.models.wordpress import WordPressComment, WordPressConflict, WordPressConnection

__all__ = [
    "AlertChannel",
    "AlertedCase",
    "ApiKey",
    "Appeal",
    "AuthorRecord",
    "Block",
    "CallCount",
    "ClassifierRelease",
    "Clause",
    "CoralAnswer",
    "CoralConnection",
    "CoralEvent",
    "CoralSecret",
    "Decision",
    "DecisionLink",
    "Delivery",
    "ErasureRequest",
    "Event",
    "EventKind",
    "Finding",
    "InternalNote",
    "LegalReport",
    "Notice",
    "Notification",
    "Origin",
    "Policy",
    "PolicyExample",
    "PolicyVersion",
    "Preferences",
    "Reach",
    "Report",
    "RescoringChunk",
    "RescoringRun",
    "ReviewItem",
    "SavedView",
    "Scope",
    "Score",
    "SectionLimit",
    "ShippedGroup",
    "SpamCheck",
    "StrikeAnswer",
    "SuggestedScore",
    "TextChange",
    "Trust",
    "Verdict",
    "Watch",
    "WebhookEndpoint",
    "WordPressComment",
    "WordPressConflict",
    "WordPressConnection",
]
