"""Colleagues' notes on an author and on a case."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from articles import row_ids
from articles.forms import ReadableField
from articles.models import Comment
from moderation.models import InternalNote
from moderation.services.decisions import internal_notes
from moderation.services.decisions.internal_notes import NoteRefused
from moderation.services.desk import notes_shown
from moderation.views.access import (
    DeskRequest,
    check_section,
    comment_or_404,
    moderators_only,
    redirect_target,
)

PAGE_SIZE = 50
UNREADABLE = 422


class NoteForm(forms.Form):
    """A note for colleagues."""

    internal_note = ReadableField(
        max_length=InternalNote.LONGEST,
        error_messages={"required": gettext_lazy("Write the note first.")},
    )
    on_author = forms.BooleanField(required=False)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: DeskRequest, pk: int) -> HttpResponse:
    """Show all notes on a comment and its author, or write one."""
    comment = comment_or_404(request, pk)
    if request.method != "POST":
        form = NoteForm()
        return _fragment(request, comment) if request.htmx else _page(request, comment, form)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            internal_notes.write(
                comment=comment,
                written_by=request.user,
                text=form.cleaned_data["internal_note"],
                on_author=form.cleaned_data["on_author"],
            )
        except NoteRefused:
            form.add_error(
                None, _("The data of this author was erased: no more is kept about them.")
            )
        else:
            return _answer(request, comment)
    if request.htmx:
        return _fragment(request, comment, form, status=UNREADABLE)
    return _page(request, comment, form, status=UNREADABLE)


@moderators_only
@require_POST
def delete(request: DeskRequest, pk: int) -> HttpResponse:
    """Delete a note of one's own."""
    note = get_object_or_404(InternalNote, pk=pk, written_by=request.user)
    comment = note.comment or note.author.comments.order_by("-pk").first()
    if comment is None:
        raise Http404
    check_section(request, comment)
    if internal_notes.delete(note=note, moderator=request.user):
        messages.success(request, _("Note deleted."))
    return redirect(redirect_target(request))


def _answer(request: DeskRequest, comment: Comment) -> HttpResponse:
    if request.htmx:
        return _fragment(request, comment)
    messages.success(request, _("Note saved."))
    return redirect(redirect_target(request))


def _fragment(
    request: DeskRequest, comment: Comment, form: NoteForm | None = None, status: int = 200
) -> HttpResponse:
    """The notes of a card, with the form for one more."""
    shown = notes_shown.by_comment([comment])[comment.pk]
    context = {
        "comment": comment,
        "notes": shown,
        "note_form": form,
        "open": True,
        "back": redirect_target(request),
    }
    return render(request, "desk/_notes.html", context, status=status)


def _page(
    request: DeskRequest, comment: Comment, form: NoteForm, status: int = 200
) -> HttpResponse:
    found = notes_shown.about(comment, request.user)
    if before := row_ids.read(request.GET.get("before")):
        found = found.filter(pk__lt=before)
    shown = list(found[: PAGE_SIZE + 1])
    context = {
        "comment": comment,
        "notes": shown[:PAGE_SIZE],
        "older": shown[PAGE_SIZE - 1].pk if len(shown) > PAGE_SIZE else "",
        "note_form": form,
        "back": redirect_target(request),
        "here": request.get_full_path(),
    }
    return render(request, "desk/notes.html", context, status=status)
