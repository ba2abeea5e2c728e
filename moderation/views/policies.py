"""The policy editor."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import row_ids
from moderation.models import Policy
from moderation.permissions import may_edit_policies
from moderation.services.policy import drafting, importing, intake, proposing
from moderation.services.policy.annotating import annotated
from moderation.services.policy.drafting import DraftChanged
from moderation.services.policy.importing import DraftHasWork
from moderation.services.policy.intake import IntakeChanged
from moderation.services.policy.publishable import NotPublishable
from moderation.services.policy.reading import as_shown, has_tags
from moderation.views import policy_messages, policy_preview
from moderation.views.access import DeskRequest, View, moderators_only
from moderation.views.adoption_form import told_settings
from moderation.views.policy_forms import ArticlePolicyForm
from moderation.views.policy_screen import Screen
from staff.reauthentication import recently


def editors_only(view: View) -> View:
    """Let moderators pass who may change policies."""

    @wraps(view)
    def guarded(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_edit_policies(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return moderators_only(guarded)


@editors_only
@require_http_methods(["GET", "POST"])
def policy_list(request: DeskRequest) -> HttpResponse:
    """List all policies; naming an article or a section creates a policy for it."""
    Policy.objects.get_or_create(article=None, section="")
    form = ArticlePolicyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        policy, _created = Policy.objects.get_or_create(**form.cleaned_data)
        return redirect("desk:policy", policy.pk)
    listed = Policy.objects.select_related("article").order_by("article__title", "section")
    context = {"policies": listed, "form": form}
    return render(request, "desk/policies.html", context, status=400 if form.errors else 200)


@editors_only
@require_http_methods(["GET", "POST"])
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Edit the draft of a policy beside real comments, with all its settings.

    The page is one form. Each button stores its part and keeps what was typed in the others.
    """
    policy = get_object_or_404(Policy.objects.select_related("article"), pk=pk)
    if request.method == "GET":
        return _editor(request, Screen.of(policy))
    screen = Screen.of(policy, request.POST)
    press = next((do for name, do in BUTTONS.items() if name in request.POST), _save)
    return press(request, screen)


def _save(request: DeskRequest, screen: Screen, selected: Sequence[str] = ()) -> HttpResponse:
    """Save the draft, with new clauses that quote the `selected` words."""
    if not screen.draft_is_valid():
        return _not_saved(request, screen)
    text, clauses = screen.written()
    clauses += [proposing.clause_of(text, words) for words in selected]
    if len(clauses) > drafting.MOST_CLAUSES:
        messages.error(request, policy_messages.TOO_MANY % {"most": drafting.MOST_CLAUSES})
        return _editor(request, screen, status=400)
    version_token = screen.text.cleaned_data["version_token"]
    try:
        drafting.save(draft=screen.draft, version_token=version_token, text=text, clauses=clauses)
    except DraftChanged as changed:
        return _clash(request, screen, changed)
    messages.success(request, _("Saved. Nothing is in force before you publish it."))
    screen.show_stored_draft()
    policy_messages.tell_examples(request, screen)
    return _go_on(request, screen)


def _propose(request: DeskRequest, screen: Screen) -> HttpResponse:
    """Show the clauses as the typed text would have them, to be read before they are saved."""
    if not screen.draft_is_valid():
        return _not_saved(request, screen)
    try:
        drafting.check_token(screen.draft, screen.text.cleaned_data["version_token"])
    except DraftChanged as changed:
        return _clash(request, screen, changed)
    moved = screen.move_clauses()
    if not moved.clauses:
        messages.warning(request, policy_messages.NO_RULE)
    elif moved.is_any:
        messages.info(request, _("Nothing is saved yet. Read below what would change, then save."))
    else:
        messages.info(request, _("The clauses cover what was found in the text. Nothing changes."))
    return _editor(request, screen)


def _remove_gone(request: DeskRequest, screen: Screen) -> HttpResponse:
    """Strike all clauses whose words the typed text does not say; nothing is saved."""
    if not screen.draft_is_valid():
        return _not_saved(request, screen)
    struck = screen.remove_gone()
    policy_messages.tell_struck(request, struck)
    return _editor(request, screen)


def _take_tags_out(request: DeskRequest, screen: Screen) -> HttpResponse:
    """Replace pasted HTML by its text, as a browser shows it; nothing is saved."""
    screen.data["text"] = as_shown(screen.data.get("text", ""))
    screen.show_typed()
    messages.info(request, _("The tags are out; nothing is saved yet. Read the text, then save."))
    return _editor(request, screen)


def _make_clause(request: DeskRequest, screen: Screen) -> HttpResponse:
    """Make a clause of words that were selected, typed, or picked from what is unread.

    Its fields are where the editor goes on.
    """
    words = request.POST["make_clause"] or request.POST.get("words", "")
    if not proposing.says(screen.data.get("text", ""), words):
        told = _("Select words of the text, or type them, for a clause.")
        if words.strip():
            told = _("The text of the policy does not say “%(words)s”.") % {"words": words}
        messages.error(request, told)
        return _editor(request, screen, status=400)
    response = _save(request, screen, [words])
    if isinstance(response, HttpResponseRedirect):
        quotes = [clause.quote for clause in screen.draft.clauses.all()]
        made = " ".join(words.split())
        number = max((n for n, own in enumerate(quotes, 1) if own == made), default=len(quotes))
        response["Location"] += f"#clause-{number}"
    return response


@recently
def _publish(request: DeskRequest, screen: Screen) -> HttpResponse:
    if not screen.draft_is_valid():
        return _not_saved(request, screen)
    text, clauses = screen.written()
    try:
        version = drafting.publish_as_written(
            draft=screen.draft,
            version_token=screen.text.cleaned_data["version_token"],
            text=text,
            clauses=clauses,
            published_by=request.user,
        )
    except DraftChanged as changed:
        return _clash(request, screen, changed)
    except NotPublishable as refused:
        told = _("Not published: %(reason)s What you wrote is saved as the draft.")
        messages.error(request, told % {"reason": refused})
        screen.show_stored_draft()
        return _editor(request, screen, status=409)
    told = _(
        "Version %(number)d is in force for new comments. "
        "The next rescore judges the older ones by it."
    )
    messages.success(request, told % {"number": version.number})
    screen.show_stored_draft()
    return _go_on(request, screen, to="desk:policies")


def _save_intake(request: DeskRequest, screen: Screen) -> HttpResponse:
    """Save what is held whatever its score."""
    form = screen.intake
    if not form.is_valid():
        return _editor(request, screen, status=400)
    try:
        intake.save(policy=form.instance, version_token=form.cleaned_data["intake_version_token"])
    except IntakeChanged as changed:
        screen.clash_of_intake(changed)
        return _editor(request, screen, status=409)
    messages.success(request, _("Settings saved; they hold from the next comment on."))
    screen.show_stored_intake()
    return _go_on(request, screen)


def _add_example(request: DeskRequest, screen: Screen) -> HttpResponse:
    form = screen.example
    form.empty_permitted = False
    if not form.is_valid():
        return _editor(request, screen, status=400)
    drafting.add_example(example=form.instance)
    messages.success(request, _("Example added."))
    screen.show_no_example()
    return _go_on(request, screen)


def _drop_example(request: DeskRequest, screen: Screen) -> HttpResponse:
    pk = row_ids.read(request.POST["drop_example"])
    if pk is not None:
        drafting.drop_example(policy=screen.policy, pk=pk)
    messages.success(request, _("Example dropped."))
    return _go_on(request, screen)


def _adopt(request: DeskRequest, screen: Screen) -> HttpResponse:
    """Fill the draft with a shipped policy."""
    form = screen.adoption
    if not form.is_valid():
        return _editor(request, screen, status=400)
    document, replace = form.cleaned_data["shipped"], form.cleaned_data["replace_text"]
    try:
        if screen.has_typed_rules() and not replace:
            raise DraftHasWork(_("You have written a text that is not saved."))
        token = request.POST.get("version_token", "")
        importing.adopt(
            draft=screen.draft, document=document, version_token=token, replace_text=replace
        )
    except (DraftHasWork, DraftChanged) as refused:
        form.explain(refused)
        return _editor(request, screen, status=409)
    messages.success(request, _("Adopted as the draft. Nothing is in force before you publish it."))
    if settings := importing.settings_to_change(screen.policy, document):
        messages.warning(request, told_settings(settings))
    screen.show_stored_draft()
    return _go_on(request, screen)


BUTTONS: dict[str, Callable[[DeskRequest, Screen], HttpResponse]] = {
    "adopt": _adopt,
    "save": _save,
    "propose": _propose,
    "take_tags_out": _take_tags_out,
    "remove_gone": _remove_gone,
    "make_clause": _make_clause,
    "publish": _publish,
    "save_intake": _save_intake,
    "add_example": _add_example,
    "drop_example": _drop_example,
}


def _go_on(request: DeskRequest, screen: Screen, to: str = "desk:policy") -> HttpResponse:
    """Redirect to `to`, or stay on the page if something was typed and not stored."""
    if left := screen.not_stored():
        told = _("Not saved yet: %(parts)s.")
        messages.warning(request, told % {"parts": ", ".join(left)})
        return _editor(request, screen)
    return redirect(to, screen.policy.pk) if to == "desk:policy" else redirect(to)


def _not_saved(request: DeskRequest, screen: Screen) -> HttpResponse:
    messages.error(request, _("Nothing was saved. What is wrong stands beside the fields below."))
    return _editor(request, screen, status=400)


def _clash(request: DeskRequest, screen: Screen, changed: DraftChanged) -> HttpResponse:
    screen.clash(changed)
    return _editor(request, screen, status=409)


def _editor(request: DeskRequest, screen: Screen, *, status: int = 200) -> HttpResponse:
    policy, draft = screen.policy, screen.draft
    in_force, clauses = drafting.published(policy), list(draft.clauses.all())
    text, shown = screen.shown()
    previewed = policy_preview.of_draft(draft, clauses, in_force)
    failing = sum(own.verdict is not None and not own.is_met for own in previewed["examples"])
    context = {
        "screen": screen,
        "annotated": annotated(text, shown),
        "shown_text": text,
        "has_tags": has_tags(text),
        "forms": policy_preview.beside(screen.clauses.forms, previewed["effects"]),
        "failing": failing,
        "lacking": screen.lacking,
        "translations": [(code, name, code in draft.texts) for code, name in settings.LANGUAGES],
        "policy": policy,
        "draft": draft,
        "in_force": in_force,
        **previewed,
    }
    return render(request, "desk/policy.html", context, status=status)
