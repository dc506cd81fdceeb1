"""The forms in which staff answer a request for a copy. Who may do what is in access.py."""

from typing import Any

from django import forms

from cspr_portal import clock
from cspr_portal.forms import PortalForm, Radios, long_text
from publications.copies.links import MOST_DAYS, MOST_OPENINGS, USUAL_DAYS
from publications.models import Publication, PublicationQuerySet

LINK, PAPER, DECLINE = "link", "paper", "decline"


class LinkForm(PortalForm):
    """To whom a link goes, and for how long."""

    email = forms.EmailField(
        label="E-mail address for the link",
        help_text="The one that the person gave. If they gave none, ask them.",
        max_length=254,
    )
    days = forms.IntegerField(
        label="Days for which the link works",
        help_text=f"From 1 to {MOST_DAYS}. In that time the file can be opened {MOST_OPENINGS} times.",
        min_value=1,
        max_value=MOST_DAYS,
        initial=USUAL_DAYS,
    )


class AnswerForm(LinkForm):
    """The answer: a link, paper or no, of which publication, and why."""

    conditional = ("publication", "email", "days")
    field_order = ("answer", "publication", "email", "days", "reason")

    answer = forms.ChoiceField(
        label="What is the answer?",
        choices=[
            (LINK, "Send a link by e-mail"),
            (PAPER, "It is sent on paper"),
            (DECLINE, "Decline"),
        ],
        widget=Radios(
            hints={
                LINK: "One person can open it, for a while. Each opening is recorded.",
                PAPER: "For somebody without e-mail. You print it and post it yourself.",
                DECLINE: "Who gave an e-mail address gets a short message that confirms nothing, not even that there "
                "is such a report. It names the NSPCC’s national collection.",
            }
        ),
        error_messages={"required": "Choose what the answer is."},
    )
    publication = forms.ModelChoiceField(
        label="Which publication?",
        help_text="Listed is what is public now or was. What was withdrawn for a court order, because somebody could "
        "be identified or for somebody’s safety is not: nobody gets a copy of it.",
        queryset=Publication.objects.none(),
        required=False,
        empty_label="Choose one",
    )
    reason = long_text(
        "Reason",
        "Enter the reason for the answer.",
        "It stays in the record and is not sent. Do not repeat what the person wrote: that is deleted after six "
        "months, this is not.",
        rows=3,
        longest=2_000,
    )

    def __init__(self, *args: Any, offered: PublicationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "days"):
            self.fields[name].required = False
        field = self.fields["publication"]
        field.queryset = offered.select_related("edition", "version_of")  # type: ignore[attr-defined]
        field.label_from_instance = _label  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        answer = data.get("answer")
        needed = {
            LINK: {
                "publication": "Choose the publication that is sent.",
                "email": "Enter the e-mail address for the link.",
                "days": "Enter for how many days the link works.",
            },
            PAPER: {"publication": "Choose the publication that is sent."},
        }
        for name, words in needed.get(answer or "", {}).items():
            if name not in self.errors and not data.get(name):
                self.add_error(name, words)
        return data


def _label(publication: Publication) -> str:
    title = publication.edition.title if publication.edition else ""
    opened = (publication.version_of or publication).opens_at
    form = f", {publication.get_version_form_display()}" if publication.version_form else ""
    since = f", published {clock.day_words(clock.today(opened))}" if opened else ""
    return f"{title} ({publication.get_kind_display()}{form}{since})"
