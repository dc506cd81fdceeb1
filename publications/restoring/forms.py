"""The form of somebody who has looked at what is held after a restore. Who may confirm it is in confirming.py."""

from django import forms

from cspr_portal.forms import PortalForm


class ConfirmForm(PortalForm):
    """The text that was looked at, and that it may be public."""

    edition = forms.UUIDField(widget=forms.HiddenInput)
    may_be_public = forms.BooleanField(
        label="I have looked at it, and asked where I wasn’t sure: it may be public",
        error_messages={"required": "Look at it, then tick that it may be public."},
    )
