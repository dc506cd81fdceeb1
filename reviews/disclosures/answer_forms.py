"""Forms that lead to an answer: advice, copies, the answer itself, what was sent, and what was gathered.

They say what is wrong with what was typed; who may do what is in access.py.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import QuerySet

from cspr_portal.forms import Checkboxes, FileForm, PortalDateField, PortalForm, Radios, long_text
from cspr_portal.sizes import MEGABYTE
from reviews.dated_forms import TodayForm
from reviews.documents.examining import Examined, examine
from reviews.documents.kinds import ALLOWED, KINDS, Unfit
from reviews.models import (
    GatheredLook,
    InformationDecision,
    InformationOutcome,
    InformationRequest,
    InformationWay,
    PackPurpose,
    RedactedCopy,
    User,
)
from reviews.panel.forms import PersonField

from . import deciding, grounds
from .lines import Line

OTHER = "other"


class AdviceForm(TodayForm):
    """Legal advice as it was given."""

    given_by = forms.CharField(
        label="Who gave it",
        help_text="Name and post of the lawyer.",
        max_length=200,
        error_messages={"required": "Enter the name and post of the lawyer."},
    )
    given_on = PortalDateField(
        label="Given on",
        error_messages={"required": "Enter the day on which it was given, for example 7 12 2026."},
    )
    summary = long_text("What they advise", "Enter what they advise.", "Use pseudonyms.", rows=8)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("given_on", "The day")
        return data


class AddCopyForm(FileForm):
    """A file that was made ready to go out."""

    named = {"file": "the file"}

    title = forms.CharField(
        label="Title",
        help_text="What it is, for example “Rapid review, redacted”. Use the pseudonym.",
        max_length=150,
    )
    file = forms.FileField(
        label="File",
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in (*KINDS, "jpeg"))}),
        error_messages={"required": "Choose the file."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = settings.FILE_LIMIT // MEGABYTE
        self.fields["file"].help_text = f"{ALLOWED}, up to {limit} MB. Its own name is not kept."

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_file(self) -> Examined:
        """Return the file with what it is by its content."""
        try:
            return examine(self.cleaned_data["file"], settings.FILE_LIMIT)
        except Unfit as unfit:
            raise forms.ValidationError(unfit.sentence) from unfit


class _CopiesField(forms.ModelMultipleChoiceField):
    """Redacted copies, each with a box to tick."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=RedactedCopy.objects.none(), widget=Checkboxes(), required=False, **kwargs)

    def offer(self, found: QuerySet[RedactedCopy]) -> None:
        """Offer these copies, each with its fingerprint."""
        self.queryset = found
        hints = {str(copy.pk): f"SHA-256 {copy.sha256[:16]}…" for copy in found}
        self.widget.hints = hints

    def label_from_instance(self, obj: Any) -> str:
        """Return title and ending."""
        return f"{obj.title} ({obj.extension})"


class PrepareAnswerForm(PortalForm):
    """The answer for a second person to decide."""

    named = {"outcome": "what the answer is", "grounds": "the grounds", "copies": "the copies"}
    conditional = ("grounds", "copies")

    outcome = forms.ChoiceField(
        label="What is the answer?",
        choices=InformationOutcome.choices,
        widget=Radios(
            hints={
                InformationOutcome.PART: "Something is kept back, by redaction or as a whole.",
                InformationOutcome.NOT_HELD: "We looked and hold nothing of it.",
            }
        ),
        error_messages={"required": "Choose what the answer is."},
    )
    grounds = forms.MultipleChoiceField(
        label="Grounds for what is not released",
        help_text="If something is kept back. Each ground has its own test: ask for legal advice where you are unsure.",
        widget=Checkboxes(is_small=True),
        required=False,
    )
    reasons = long_text(
        "Reasons",
        "Enter the reasons.",
        "Why this is the answer, and for each ground what it covers. Use pseudonyms.",
        rows=6,
    )
    copies = _CopiesField(
        label="Copies that go out",
        help_text="They were redacted by people, outside the portal. Whoever decides opens each of them.",
    )

    def __init__(self, *args: Any, request: InformationRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        field = self.fields["grounds"]
        field.choices = grounds.offered(request.kind)  # type: ignore[attr-defined]
        field.widget.hints = {code: grounds.law(code, request.kind) for code, _words in field.choices}  # type: ignore[attr-defined]
        self.fields["copies"].offer(request.copies.filter(removed_at__isnull=True))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            outcome, named, files = data["outcome"], list(data["grounds"]), list(data["copies"])
            wrong = deciding.wrong(self.request, outcome, named, files)
            if wrong:
                is_about_copies = "cop" in wrong and "ground" not in wrong
                self.add_error("copies" if is_about_copies else "grounds", wrong)
        return data


class _OfDecision(PortalForm):
    """A form about the answer that somebody has read: it names that answer, so that no other one is meant."""

    decision = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, holding: InformationDecision, **kwargs: Any) -> None:
        kwargs["initial"] = {"decision": holding.pk}
        super().__init__(*args, **kwargs)

    def read(self) -> InformationDecision:
        """Return the answer that was read, by its key alone."""
        key: UUID = self.cleaned_data["decision"]
        return InformationDecision(pk=key)


class DecideForm(_OfDecision):
    """That a second person has read everything that goes out."""

    has_read = forms.BooleanField(
        label="I have read the answer, and each page of each copy that goes out",
        error_messages={
            "required": "Tick that you have read the answer and each page of each copy that goes out."
        },
    )


class SetAsideForm(_OfDecision):
    """Why an answer is not to stand."""

    reason = long_text(
        "Why it is set aside",
        "Enter why it is set aside.",
        "For example: page 4 still names a school. The answer stays in the record, with the reason.",
        rows=3,
        longest=2_000,
    )


class ReplyForm(TodayForm):
    """What was sent, to whom, when and how."""

    named = {"sent_how": "how it was sent", "copies": "the copies"}

    to_whom = forms.CharField(
        label="To whom",
        help_text="Body and role, for example “Coroner’s officer, Farholt”. No name of a private person: “who asked” "
        "will do.",
        max_length=200,
        error_messages={"required": "Enter to whom it was sent."},
    )
    sent_on = PortalDateField(
        label="Sent on",
        error_messages={"required": "Enter the day on which it was sent, for example 7 12 2026."},
    )
    sent_how = forms.ChoiceField(
        label="How was it sent?",
        choices=InformationWay.choices,
        widget=Radios(),
        error_messages={"required": "Choose how it was sent."},
    )
    copies = _CopiesField(label="Copies that went out")
    note = long_text(
        "Anything else that went with it, or is worth knowing",
        help_text="For example the covering letter, a tracking number, how they may complain.",
        rows=3,
        longest=2_000,
        is_required=False,
    )

    def __init__(
        self, *args: Any, request: InformationRequest, holding: InformationDecision, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        if holding.outcome in deciding.RELEASES:
            self.fields["copies"].offer(holding.copies.filter(removed_at__isnull=True))  # type: ignore[attr-defined]
            self.fields["copies"].required = True
        else:
            del self.fields["copies"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("sent_on", "The day", self.request.received_on, "the day of receipt")
        return data


class SubjectForm(PortalForm):
    """Whose information is asked for."""

    named = {"who": "whose information it is"}
    conditional = ("words", "account")

    who = forms.ChoiceField(label="Whose information is it?", widget=Radios())
    account = PersonField(label="Which account?", required=False)
    words = forms.CharField(
        label="Who it is in the case",
        help_text="For example “the grandmother”. No name: that is sealed with the request.",
        max_length=150,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, str]],
        accounts: QuerySet[User] | None,
        **kwargs: Any,
    ) -> None:
        """`accounts` are those that may be named; None for somebody who may not look through them."""
        super().__init__(*args, **kwargs)
        last = [(OTHER, "Somebody else")]
        if accounts is None:
            del self.fields["account"]
        else:
            last.insert(0, ("account", "Somebody who has an account here"))
            self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
        self.fields["who"].choices = [*people, *last]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        needed = {"account": "Choose the account.", OTHER: "Enter who it is in the case."}
        name = {"account": "account", OTHER: "words"}.get(data.get("who", ""), "")
        if name and not data.get(name) and name not in self.errors:
            self.add_error(name, needed[data["who"]])
        return data


class LooksForm(PortalForm):
    """Each place with a box for “looked at” and a note."""

    marks_optional = False
    lines = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, found: Sequence[Line], kept: dict[str, GatheredLook], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"lines": len(found)}
        super().__init__(*args, **kwargs)
        self.keys = [line.key for line in found]
        for line in found:
            look = kept.get(line.key)
            self.fields[f"looked-{line.key}"] = forms.BooleanField(
                label="Looked at", required=False, initial=bool(look and look.looked_at)
            )
            self.fields[f"note-{line.key}"] = forms.CharField(
                label="Note", required=False, max_length=300, initial=look.note if look else ""
            )

    @property
    def answers(self) -> dict[str, tuple[bool, str]]:
        """What was ticked and noted, by key of the place."""
        data = self.cleaned_data
        return {key: (data[f"looked-{key}"], data[f"note-{key}"]) for key in self.keys}


class TakePackForm(PortalForm):
    """Why a working pack is taken."""

    named = {"purpose": "why you take it"}

    purpose = forms.ChoiceField(
        label="Why do you take it?",
        choices=PackPurpose.choices,
        widget=Radios(),
        error_messages={"required": "Choose why you take it."},
    )
