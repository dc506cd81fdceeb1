"""How forms look and speak: the renderer of GOV.UK templates, the base class of forms, the fields' messages.

Date, time, long text and choices with hints live in ``fields`` and can be imported from here; what fields say and
refuse lives in ``field_rules``. No form of a case lives here.
"""

from pathlib import Path
from typing import Any, ClassVar

import django.forms
from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as TemplateEngine
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from cspr_portal.field_rules import dress, teach, tidy, width_class
from cspr_portal.fields import (
    PARTS,
    UNSTORABLE,
    Checkboxes,
    DateInputs,
    PortalDateField,
    PortalTimeField,
    Radios,
    long_text,
    words_for,
)

__all__ = [
    "Checkboxes",
    "DateInputs",
    "PortalBoundField",
    "PortalDateField",
    "PortalForm",
    "PortalFormMixin",
    "PortalRenderer",
    "PortalTimeField",
    "Radios",
    "long_text",
]


class PortalBoundField(BoundField):
    """A field of a form as templates/forms/ draws it; in a portal form it also names itself in its errors."""

    form: Any
    field: Any

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        self.width_class = width_class(field)
        if isinstance(form, PortalFormMixin):
            teach(field, words_for(str(self.label), form.named.get(name, "")))
            dress(field)

    # What comes in

    @property
    def data(self) -> Any:
        """What was sent, tidied (see ``field_rules.tidy``)."""
        data = super().data
        if not isinstance(self.form, PortalFormMixin):
            return data
        if isinstance(data, str):
            return tidy(data, is_text=isinstance(self.field, forms.CharField))
        if isinstance(data, list):
            return [tidy(item, is_text=False) if isinstance(item, str) else item for item in data]
        return data

    def value(self) -> Any:
        """What the input shows: what was typed, with a mark for what can't be stored."""
        value = super().value()
        if isinstance(value, str):
            return UNSTORABLE.sub("\ufffd", value)
        if isinstance(value, list):
            return [UNSTORABLE.sub("\ufffd", item) if isinstance(item, str) else item for item in value]
        return value

    # How it looks

    @property
    def kind(self) -> str:
        """Which template of templates/forms/ draws it."""
        kinds: tuple[tuple[type[forms.Widget], str], ...] = (
            (forms.CheckboxSelectMultiple, "checkboxes"),
            (forms.RadioSelect, "radios"),
            (DateInputs, "date"),
            (forms.CheckboxInput, "checkbox"),
            (forms.Select, "select"),
            (forms.Textarea, "textarea"),
            (forms.FileInput, "file"),
        )
        return next((kind for widget, kind in kinds if isinstance(self.field.widget, widget)), "input")

    @property
    def part_template(self) -> str:
        return f"forms/{self.kind}.html"

    @property
    def label_words(self) -> str:
        """The label, with "(optional)" where that is so."""
        optional = (
            not self.field.required
            and getattr(self.form, "marks_optional", True)
            and self.name not in getattr(self.form, "conditional", ())
            and self.kind != "checkbox"
        )
        return f"{self.label} (optional)" if optional else str(self.label)

    @property
    def label_size(self) -> str:
        return getattr(self.form, "label_size", "s")

    @property
    def described_by(self) -> str:
        """The ids of hint and error, for a fieldset."""
        return self.aria_describedby or ""

    @property
    def target_id(self) -> str:
        """The id of the input that an error's link leads to."""
        if self.kind == "date":
            return next((part["id"] for part in self.parts if part["is_bad"]), f"{self.auto_id}_day")
        if self.kind in ("radios", "checkboxes"):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    @property
    def options(self) -> list[dict[str, Any]]:
        """The choices of radios or checkboxes, each with id, value, label and hint."""
        hints = getattr(self.field.widget, "hints", {})
        return [
            {
                "id": item.data["attrs"].get("id", ""),
                "name": item.data["name"],
                "value": str(item.data["value"]),
                "label": item.data["label"],
                "hint": hints.get(str(item.data["value"]), ""),
                "is_chosen": item.data["selected"],
            }
            for item in self.subwidgets
        ]

    @property
    def group_class(self) -> str:
        """The classes of the block of radios or checkboxes."""
        classes = [f"govuk-{self.kind}"]
        if getattr(self.field.widget, "is_inline", False):
            classes.append("govuk-radios--inline")
        if getattr(self.field.widget, "is_small", False):
            classes.append(f"govuk-{self.kind}--small")
        return " ".join(classes)

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The three inputs of a date; those that an error is about are marked (all, if it doesn't say)."""
        value = self.value()
        texts = value if isinstance(value, list) else self.field.widget.decompress(value)
        bad: set[str] = set()
        for error in self.errors.as_data():
            bad |= set((error.params or {}).get("parts") or PARTS)
        return [
            {
                "name": f"{self.html_name}_{part}",
                "id": f"{self.auto_id}_{part}",
                "label": part.capitalize(),
                "value": text or "",
                "width": 4 if part == "year" else 2,
                "is_bad": part in bad,
            }
            for part, text in zip(PARTS, texts, strict=True)
        ]

    def control(self) -> SafeString:
        """The input itself, with GOV.UK's classes."""
        return super().as_widget(attrs=self._look())

    def as_widget(
        self,
        widget: forms.Widget | None = None,
        attrs: dict[str, Any] | None = None,
        only_initial: bool = False,
    ) -> SafeString:
        """As Django's, in a portal form with GOV.UK's classes. The Django admin keeps its own."""
        if widget is None and isinstance(self.form, PortalFormMixin):
            attrs = self._look() | (attrs or {})
        return super().as_widget(widget, attrs, only_initial)

    def _look(self) -> dict[str, Any]:
        block = {
            "input": "govuk-input",
            "textarea": "govuk-textarea",
            "select": "govuk-select",
            "file": "govuk-file-upload",
            "checkbox": "govuk-checkboxes__input",
        }.get(self.kind)
        if block is None or self.is_hidden:
            return {}
        classes = [block, self.field.widget.attrs.get("class", ""), self.width_class]
        if self.errors and self.kind != "checkbox":
            classes.append(f"{block}--error")
        return {"class": " ".join(filter(None, classes))}


class PortalRenderer(DjangoTemplates):
    """Django's form renderer over the project's templates: {{ form }} and {{ form.field.as_field_group }}."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = PortalBoundField

    @cached_property
    def engine(self) -> TemplateEngine:
        """The project's templates, then Django's own for the widgets that keep theirs."""
        return TemplateEngine(
            {
                "APP_DIRS": True,
                "DIRS": [settings.BASE_DIR / "templates", Path(django.forms.__file__).parent / "templates"],
                "NAME": "portal_forms",
                "OPTIONS": {},
            }
        )


class PortalFormMixin:
    """Makes a form one of the portal's: its errors name the field and say what to do, its texts have an end.

    Works on any Django form, listed before it: ``class CodeForm(PortalFormMixin, AuthenticateForm)``.
    """

    use_required_attribute = False
    # What a field is called in an error, where its label will not do: {"why": "your reasons"}
    named: ClassVar[dict[str, str]] = {}
    # Fields that only some answers ask for: not marked "(optional)"
    conditional: ClassVar[tuple[str, ...]] = ()
    marks_optional = True
    # The size of labels: "s" is bold, "" is plain, "m" is larger
    label_size = "s"

    def add_error(self, field: str | None, error: Any) -> None:
        """As Django's, but a choice that is no key at all is answered like any other that is not offered.

        Django lets the key's own words through there: “x” is not a valid UUID.
        """
        chosen = self.fields.get(field) if field else None  # type: ignore[attr-defined]
        if isinstance(chosen, forms.ModelChoiceField) and getattr(error, "code", None) == "invalid":
            error = forms.ValidationError(chosen.error_messages["invalid_choice"], code="invalid_choice")
        super().add_error(field, error)  # type: ignore[misc]


class PortalForm(PortalFormMixin, forms.Form):
    """The base of the portal's forms. A form checks what was typed; it changes nothing."""


class FileForm(PortalForm):
    """A form with a `file`, which a browser forgets with each answer: saying nothing would lose it silently."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors and "file" in self.fields and "file" not in self.errors:
            self.add_error("file", "Choose the file again: your browser does not keep it.")
        return data
