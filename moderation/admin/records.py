"""What the program writes: it can be viewed, and hardly ever changed."""

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import row_ids
from articles.models import Author
from articles.records import RecordAdmin
from moderation.models import (
    Appeal,
    AuthorRecord,
    Block,
    ClassifierRelease,
    Decision,
    Finding,
    LegalReport,
    Notice,
    Origin,
    Report,
    RescoringRun,
    ReviewItem,
    Score,
    SectionLimit,
    StrikeAnswer,
    TextChange,
    Trust,
    Watch,
)
from moderation.services.decisions import blocking
from moderation.services.desk import search
from moderation.services.desk.search import Asked
from moderation.services.nightly.run_summary import RunSummary
from moderation.services.readers import personal_data
from moderation.services.transfer import tables
from staff.reauthentication import SensitiveAdmin, demanded

# The most authors of one name whose decisions a search finds
AUTHORS_SEARCHED = 100


@admin.register(Score)
class ScoreAdmin(RecordAdmin):
    list_display = ["comment", "release", "verdict", "scored_at"]
    list_filter = ["verdict", "release"]
    list_select_related = ["comment__author", "comment__article", "release"]


@admin.register(Finding)
class FindingAdmin(RecordAdmin):
    list_display = ["comment", "reason", "clause", "probability", "threshold", "verdict"]
    list_filter = ["reason", "verdict"]
    list_select_related = ["comment__author", "comment__article", "clause"]


@admin.register(Decision)
class DecisionAdmin(RecordAdmin):
    list_display = ["comment", "action", "clause", "moderator", "decided_at"]
    list_filter = ["action", "decided_at"]
    list_select_related = ["comment__author", "comment__article", "clause", "moderator"]
    search_fields = ["note"]
    search_help_text = _(
        "Words of the comment or of the note, the beginning of an author's name, or a comment's id"
    )

    def get_search_results(
        self,
        request: HttpRequest,  # noqa: ARG002 -- the framework's signature
        queryset: QuerySet[Decision],
        search_term: str,
    ) -> tuple[QuerySet[Decision], bool]:
        """Find decisions by their comments as the desk does, which has an index for it."""
        if not search_term.strip():
            return queryset, False
        about = Q(comment__in=search.comments(Asked(words=search_term)).order_by().values("pk"))
        authors = search.authors(search_term, limit=AUTHORS_SEARCHED, by_email=False)
        about |= Q(comment__author__in=authors) | Q(note__icontains=search_term)
        if (comment := row_ids.read(search_term)) is not None:
            about |= Q(comment=comment)
        return queryset.filter(about), False


@admin.register(Notice)
class NoticeAdmin(RecordAdmin):
    list_display = ["author", "kind", "clause", "automation", "created_at", "emailed_at"]
    list_filter = ["kind", "automation"]
    list_select_related = ["author", "clause"]
    search_fields = ["author__name"]


@admin.register(Appeal)
class AppealAdmin(RecordAdmin):
    list_display = ["notice", "status", "lodged_at", "decided_by", "decided_at"]
    list_filter = ["status"]
    list_select_related = ["notice", "decided_by"]


@admin.register(Origin)
class OriginAdmin(RecordAdmin):
    list_display = ["comment", "received_at"]
    list_select_related = ["comment__author", "comment__article"]


@admin.register(Report)
class ReportAdmin(RecordAdmin):
    list_display = ["comment", "clause", "note", "author", "reported_at"]
    list_select_related = ["comment__author", "comment__article", "clause", "author"]
    search_fields = ["note", "author__name"]


@admin.register(LegalReport)
class LegalReportAdmin(RecordAdmin):
    list_display = ["comment", "status", "name", "reported_at", "answered_at", "decision"]
    list_filter = ["status", "reported_at"]
    list_select_related = ["comment__author", "comment__article", "decision__comment"]
    search_fields = ["explanation", "name", "email"]


@admin.register(TextChange)
class TextChangeAdmin(RecordAdmin):
    list_display = ["decision", "before", "after"]
    list_select_related = ["decision__comment"]


@admin.register(ReviewItem)
class ReviewItemAdmin(RecordAdmin):
    list_display = ["comment", "queue", "status", "priority", "claimed_by", "opened_at"]
    list_filter = ["queue", "status"]
    list_select_related = ["comment__author", "comment__article", "claimed_by"]


@admin.register(SectionLimit)
class SectionLimitAdmin(SensitiveAdmin):
    """Who moderates which sections only."""

    list_display = ["section", "user", "group"]
    list_filter = ["section", "group"]
    list_select_related = ["user", "group"]
    autocomplete_fields = ["user", "group"]


@admin.register(AuthorRecord)
class AuthorRecordAdmin(RecordAdmin):
    list_display = ["author", "approved", "removed"]
    list_select_related = ["author"]
    search_fields = ["author__name"]


@admin.register(Trust)
class TrustAdmin(RecordAdmin):
    list_display = ["author", "level", "reason", "until", "set_by", "set_at"]
    list_filter = ["level"]
    list_select_related = ["author", "set_by"]
    search_fields = ["author__name", "reason"]


@admin.register(StrikeAnswer)
class StrikeAnswerAdmin(RecordAdmin):
    list_display = ["author", "strikes", "measure", "outcome", "answered_by", "answered_at"]
    list_filter = ["outcome"]
    list_select_related = ["author", "answered_by"]
    search_fields = ["author__name"]


@admin.register(Watch)
class WatchAdmin(RecordAdmin):
    list_display = ["article", "moderator", "treatment", "watched_at"]
    list_filter = ["treatment"]
    list_select_related = ["article", "moderator"]
    search_fields = ["article__title"]


@admin.register(ClassifierRelease)
class ClassifierReleaseAdmin(RecordAdmin):
    list_display = ["name", "classifier", "status", "registered_at"]
    list_filter = ["status"]


@admin.register(RescoringRun)
class RescoringRunAdmin(RecordAdmin):
    list_display = ["started_at", "release", "opinion", "state", "examined", "not_scored", "drift"]
    list_filter = ["state", "opinion", "release"]
    list_select_related = ["release"]
    exclude = ["summary"]
    readonly_fields = ["drift", "how_the_probabilities_moved"]

    @admin.display(description=_("Verdicts changed"))
    def drift(self, run: RescoringRun) -> str:
        summary = RunSummary.from_json(run.summary)
        return f"{summary.drift:.1%}" if summary.compared else "–"

    @admin.display(description=_("How the probabilities moved"))
    def how_the_probabilities_moved(self, run: RescoringRun) -> str:
        summary = RunSummary.from_json(run.summary)
        return render_to_string("admin/moderation/drift.html", {"summary": summary})


@admin.register(Block)
class BlockAdmin(RecordAdmin):
    """Blocks, including lifted ones.  Lifting is an action on the list."""

    list_display = ["author", "reason", "until", "blocked_by", "blocked_at", "lifted_at"]
    list_filter = ["blocked_at"]
    list_select_related = ["author", "blocked_by"]
    search_fields = ["author__name", "reason"]
    actions = ["lift"]

    @admin.action(description=_("Lift the selected blocks"), permissions=["lift"])
    def lift(self, request: HttpRequest, blocks: QuerySet[Block]) -> None:
        moderator = request.user if request.user.is_authenticated else None
        lifted = sum(blocking.lift(block=block, lifted_by=moderator) for block in blocks)
        told = ngettext("%(number)d block lifted.", "%(number)d blocks lifted.", lifted)
        self.message_user(request, told % {"number": lifted}, messages.SUCCESS)

    def has_lift_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("moderation.change_block"))


@admin.action(description=_("Export the author's personal data"), permissions=["view"])
def export_author(
    model_admin: admin.ModelAdmin, request: HttpRequest, authors: QuerySet[Author]
) -> StreamingHttpResponse | None:
    if len(authors) != 1:
        model_admin.message_user(request, _("Select exactly one author."), messages.ERROR)
        return None
    lines = tables.lines(personal_data.export(authors[0]), tables.JSON_LINES)
    name = f"author-{authors[0].pk}.jsonl"
    return StreamingHttpResponse(
        lines,
        content_type="application/jsonl",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@admin.action(description=_("Erase personal data"), permissions=["delete"])
def erase_author(
    model_admin: admin.ModelAdmin, request: HttpRequest, authors: QuerySet[Author]
) -> HttpResponse | None:
    """Erase after a confirmation page."""
    if asked := demanded(request):
        return asked
    if "confirmed" not in request.POST:
        context = {
            **model_admin.admin_site.each_context(request),
            "title": _("Erase authors"),
            "authors": authors,
            "opts": model_admin.opts,
        }
        return TemplateResponse(request, "admin/erase_authors.html", context)
    emptied = sum(personal_data.erase(author) for author in authors)
    told = ngettext(
        "Personal data erased; the text of %(number)d comment was deleted.",
        "Personal data erased; the text of %(number)d comments was deleted.",
        emptied,
    )
    model_admin.message_user(request, told % {"number": emptied})
    return None


admin.site.get_model_admin(Author).actions = [export_author, erase_author]
