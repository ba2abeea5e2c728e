"""The state of the policy editor's page: what is stored, and what was typed and not stored yet."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.text import storable
from moderation.models import Clause, Policy, PolicyExample, PolicyVersion
from moderation.services.policy import differences, drafting, proposing
from moderation.services.policy.differences import Piece
from moderation.services.policy.intake import IntakeChanged
from moderation.services.policy.intake import version_token_of as version_token_of_intake
from moderation.views.adoption_form import AdoptionForm
from moderation.views.policy_forms import (
    ClauseForm,
    ClauseForms,
    ExampleForm,
    IntakeForm,
    TextForm,
)
from moderation.views.policy_moving import Moved, moved


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why the draft was not saved, and what saving it anyway would change in the stored one."""

    message: str
    pieces: Sequence[Piece]
    clause_changes: list[str]


@dataclass(slots=True)
class Screen:
    """The parts of the page, which one form sends together whichever button is pressed.

    The part that was stored is shown as stored; the others stay as they were typed.
    """

    policy: Policy
    draft: PolicyVersion
    text: TextForm
    clauses: ClauseForms
    intake: IntakeForm
    example: ExampleForm
    adoption: AdoptionForm
    data: QueryDict
    conflict: Conflict | None = None
    moved: Moved | None = None

    @classmethod
    def of(cls, policy: Policy, data: QueryDict | None = None) -> "Screen":
        sent = data.copy() if data is not None else None
        screen = cls(
            policy,
            drafting.draft_of(policy=policy),
            text=TextForm(sent),
            clauses=ClauseForms(sent, text=sent.get("text") if sent else ""),
            intake=IntakeForm(sent, instance=copy(policy)),
            example=ExampleForm(
                sent, instance=PolicyExample(policy=policy), empty_permitted=sent is not None
            ),
            adoption=AdoptionForm(sent if sent is not None and "adopt" in sent else None),
            data=sent if sent is not None else QueryDict(mutable=True),
        )
        if sent is None:
            screen.show_stored_draft()
        return screen

    def show_stored_draft(self) -> None:
        """Show the draft as it is stored."""
        self.draft = drafting.draft_of(policy=self.policy)
        initial = {"text": self.draft.text, "version_token": drafting.version_token_of(self.draft)}
        self.text = TextForm(initial=initial)
        self.clauses = ClauseForms.of(self.draft.clauses.all(), self.draft.text)

    def show_typed(self) -> None:
        """Show what is in `data`, which was changed since it was sent."""
        self.text = TextForm(self.data)
        self.clauses = ClauseForms(self.data, text=self.data.get("text", ""))

    def shown(self) -> tuple[str, list[Clause]]:
        """The text and the clauses to mark in it: as proposed, or else as they are stored."""
        if self.moved is not None:
            return self.text.cleaned_data["text"], self.moved.clauses
        return self.draft.text, list(self.draft.clauses.all())

    def show_stored_intake(self) -> None:
        self.policy.refresh_from_db()
        self.intake = IntakeForm(instance=copy(self.policy))

    def show_no_example(self) -> None:
        self.example = ExampleForm()

    def draft_is_valid(self) -> bool:
        """Return whether the text and the clauses can be saved; both are checked, to show all
        errors.
        """
        return all([self.text.is_valid(), self.clauses.is_valid()])

    def has_typed_rules(self) -> bool:
        """Return whether a text or a quote was typed that is not stored."""
        typed: list[object] = [self.data.get("text", "")]
        typed += [value for name, value in self.data.items() if str(name).endswith("-quote")]
        stored = {self.draft.text.strip(), *(own.quote for own in self.draft.clauses.all()), ""}
        return not {storable(str(value)).strip() for value in typed} <= stored

    def written(self) -> tuple[str, list[Clause]]:
        """Return the text and the clauses as typed."""
        return self.text.cleaned_data["text"], self.clauses.kept()

    def move_clauses(self) -> Moved:
        """Show the clauses as they would be in the typed text, and what changes; save nothing."""
        text, typed = self.written()
        self.moved = moved(text, typed, list(self.draft.clauses.all()))
        self.clauses = ClauseForms.of(self.moved.clauses, text)
        return self.moved

    def remove_gone(self) -> int:
        """Remove the clauses whose words are not in the typed text, without saving.

        Return how many there were.
        """
        text, typed = self.written()
        kept = [clause for clause in typed if proposing.says(text, clause.quote)]
        self.clauses = ClauseForms.of(kept, text)
        return len(typed) - len(kept)

    @property
    def lacking(self) -> list[ClauseForm]:
        """The clauses that cannot be published as they are."""
        written = (form for form in self.clauses if form.is_written and not form["DELETE"].value())
        return [form for form in written if form.lacks]

    def clash(self, changed: drafting.DraftChanged) -> None:
        """Keep what was typed beside what is stored now, which saving again replaces."""
        self.draft = drafting.draft_of(policy=self.policy)
        text, clauses = self.written()
        self.conflict = Conflict(
            str(changed),
            differences.of_texts(self.draft.text, text),
            differences.between(self.draft.clauses.all(), clauses),
        )
        self.data["version_token"] = drafting.version_token_of(self.draft)

    def clash_of_intake(self, changed: IntakeChanged) -> None:
        self.intake.add_error(None, str(changed))
        self.data["intake_version_token"] = version_token_of_intake(changed.policy)

    def not_stored(self) -> list[str]:
        """Return what was typed and not stored."""
        parts = {
            _("the draft"): self._draft_differs(),
            _("the settings under “Pre-moderation”"): self._intake_differs(),
            _("the new example"): self.example.is_bound and self.example.has_changed(),
        }
        return [part for part, differs in parts.items() if differs]

    def _draft_differs(self) -> bool:
        if not self.text.is_bound:
            return False
        if not self.draft_is_valid():
            return True
        stored = drafting.digest(self.draft.text, self.draft.clauses.all())
        return drafting.digest(*self.written()) != stored

    def _intake_differs(self) -> bool:
        form = self.intake
        return form.is_bound and (
            not form.is_valid()
            or version_token_of_intake(form.instance) != version_token_of_intake(self.policy)
        )
