"""The pages of the administrators' site as a browser fills them in: addresses, forms, errors. No test lives here."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cspr_portal import clock


def url(model: type, step: str, row: Any = None) -> str:
    """The address of a list, of the form for a new row, or of one row."""
    args = [row.pk] if row is not None else []
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{step}", args=args)


def send(client: Client, model: type, row: Any = None, **data: object) -> HttpResponse:
    """Add a row, or change it: what isn't said stays as it is."""
    target = url(model, "change", row) if row is not None else url(model, "add")
    page = client.get(target)
    form = page.context["adminform"].form
    kept = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    answer = client.post(
        target, {name: value for name, value in {**kept, **data}.items() if value is not None}
    )
    return answer


def errors(answer: HttpResponse) -> str:
    """What the form says is wrong; nothing when it was taken."""
    return str(answer.context["adminform"].form.errors) if answer.status_code == 200 else ""


def today() -> date:
    """The day in London."""
    return clock.today(clock.now())
