"""What administrators see and change: people, places, seats and reference data. No case content, ever.

Whatever gives somebody access is written here without effect: a coordinator, or the chair of the
case, confirms it (reviews/people). Nothing that cases hang on can be deleted.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.db.models import ForeignKey, Model, QuerySet
from django.forms import ModelChoiceField

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.admin_forms import DatesForm, DelegateForm, PersonForm, PostingForm, SeatForm, last_administrator
from reviews.admin_site import admin_site
from reviews.audit.recording import action, changed, record
from reviews.models import (
    SEAT_ROLES,
    Agency,
    Area,
    CoordinatorArea,
    PanelSeat,
    PartnerDelegate,
    Role,
    StatutoryPartner,
    User,
)
from reviews.retention import accounts
from reviews.sign_in import invitations, places
from reviews.sign_in.actions import remove_second_factor

Choice = ModelChoiceField | None
WAITS = "Saved. It opens nothing until a coordinator confirms it."


class AuditedAdmin(admin.ModelAdmin):
    """Writes what was added or changed into the audit log: the row's key and the names of the fields."""

    kind = ""
    actions: Sequence[Any] | None = None
    list_per_page = 50

    def has_delete_permission(self, request: Any, obj: Model | None = None) -> bool:
        """Return False: things end on a day; they are not deleted."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: Any) -> bool:
        """Return whether a list may be narrowed by this: by its own filters alone.

        Django lets an address ask for any column: passwords' hashes sign by sign, and who has a place in a case.
        """
        is_filter = lookup.split("__")[0] in self.list_filter
        return is_filter and bool(super().lookup_allowed(lookup, value, request))

    @action
    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Save and record."""
        self.prepare(request, obj, form, change)
        obj.save()
        fields = ", ".join(form.changed_data)
        verb = f"{self.kind}.{'changed' if change else 'added'}"
        record(request.user, verb, self.reference(obj), id=str(obj.pk), fields=fields)

    def prepare(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Do what has to happen in the same transaction, before the row is saved."""

    def reference(self, obj: Any) -> str:
        """Return the reference of the case that the row belongs to, if there is one."""
        return ""

    def save_related(self, request: Any, form: Any, formsets: Iterable[Any], change: bool) -> None:
        """There are no related rows: each thing has its own page."""


@admin.register(Area, site=admin_site)
class AreaAdmin(AuditedAdmin):
    kind = "area"
    form = DatesForm
    list_display = ["name", "front_door_telephone", "out_of_hours_telephone", "starts_on", "ends_on"]
    search_fields = ["name"]


@admin.register(Agency, site=admin_site)
class AgencyAdmin(AuditedAdmin):
    kind = "agency"
    form = DatesForm
    list_display = ["name", "kind", "starts_on", "ends_on"]
    list_filter = ["kind"]
    search_fields = ["name", "former_names"]


@admin.register(StatutoryPartner, site=admin_site)
class StatutoryPartnerAdmin(AuditedAdmin):
    """Which body fills a partner role in an area: that gives its delegates the area's cases."""

    kind = "statutory_partner"
    form = DatesForm
    list_display = ["area", "role", "agency", "is_acting", "starts_on", "ends_on"]
    list_filter = ["area", "role"]
    list_select_related = ["area", "agency"]

    def get_readonly_fields(self, request: Any, obj: Model | None = None) -> list[str]:
        return ["area", "role", "agency"] if obj else []

    def prepare(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Let the agency's delegates wait for a coordinator again, unless the change only ends something."""
        if set(form.changed_data) <= {"ends_on"} and obj.ends_on is not None:
            return
        waiting = PartnerDelegate.objects.filter(agency=obj.agency, confirmed_at__isnull=False)
        count = waiting.update(confirmed_at=None, confirmed_by=None)
        if count:
            text = "The agency’s delegates wait for a coordinator to confirm them again."
            messages.warning(request, text)


@admin.register(User, site=admin_site)
class UserAdmin(AuditedAdmin):
    """Accounts: no passwords, and no way to confirm one's own choices."""

    kind = "person"
    form = PersonForm
    fields = [
        "email",
        "name",
        "post",
        "role",
        "agency",
        "is_active",
        "role_confirmed_at",
        "role_confirmed_by",
        "made_at",
        "invited_at",
        "last_login",
        "needed_at",
        "needed_by",
    ]
    readonly_fields = [
        "role_confirmed_at",
        "role_confirmed_by",
        "made_at",
        "invited_at",
        "last_login",
        "needed_at",
        "needed_by",
    ]
    list_display = ["name", "email", "role", "agency", "is_active", "is_confirmed", "last_login"]
    list_filter = ["role", "is_active", "agency"]
    list_select_related = ["agency"]
    search_fields = ["name", "email"]
    actions = ["send_invitation", "end_sessions", "forget_second_factor", "take_name_off"]

    @admin.display(boolean=True, description="confirmed")
    def is_confirmed(self, obj: User) -> bool:
        return obj.role == Role.ADMINISTRATOR or obj.role_confirmed_at is not None

    def prepare(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Give a new account no password; let a changed one wait for a coordinator again."""
        if not change:
            obj.set_unusable_password()
            return
        list(User.objects.select_for_update().filter(role=Role.ADMINISTRATOR))
        before = User.objects.get(pk=obj.pk)
        check(last_administrator(before, role=obj.role, is_active=obj.is_active))
        if before.email != obj.email:
            EmailAddress.objects.filter(user=obj).delete()
        came_back = obj.is_active and not before.is_active
        if came_back or {"role", "email", "agency"} & set(form.changed_data):
            obj.role_confirmed_at = obj.role_confirmed_by = None
            if obj.role != Role.ADMINISTRATOR:
                messages.warning(request, WAITS)
        if before.email != obj.email or not obj.is_active:
            obj.invited_at = None
        if before.email != obj.email:
            obj.known_there_as = ""
        if {"role", "email", "is_active"} & set(form.changed_data):
            # Their own stays, under a new key: what it may open is worked out anew for each request.
            is_own = obj.pk == request.user.pk
            places.end_all(obj, by=request.user, here=request.session if is_own else None)
            if is_own:
                request.session.cycle_key()

    @action
    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Save and record; a new account is invited."""
        super().save_model(request, obj, form, change)
        if not change and obj.is_active:
            self._invite(request, obj)

    def _invite(self, request: Any, person: User) -> None:
        """Begin an invitation, and mail it."""
        path = invitations.invite(person, by=request.user, at=clock.now())
        invitations.send(person, request.build_absolute_uri(path))
        messages.info(request, f"{person.name} is invited by mail to choose a password.")

    @admin.action(description="Invite again people who have no password yet")
    def send_invitation(self, request: Any, queryset: QuerySet[User]) -> None:
        for person in queryset:
            try:
                self._invite(request, person)
            except NotYet as refusal:
                messages.error(request, refusal.sentence)

    @admin.action(description="End all sessions of a person: they sign in again")
    def end_sessions(self, request: Any, queryset: QuerySet[User]) -> None:
        for person in queryset:
            if person.pk == request.user.pk:
                messages.error(request, "You end your own sessions on the page “Your account”.")
                continue
            places.end_all(person, by=request.user)
            get_adapter().send_notification_mail("account/email/sessions_ended", person)
            messages.success(request, f"{person.name} is signed out everywhere, and told by mail.")

    @admin.action(description="Take name and address off closed accounts whose period of keeping is over")
    def take_name_off(self, request: Any, queryset: QuerySet[User]) -> None:
        for person in queryset:
            try:
                is_off = accounts.take_name_off(person, by=request.user, at=clock.now())
            except NotYet as refusal:
                messages.error(request, f"{person.name}. {refusal.sentence}")
                continue
            if is_off:
                messages.success(request, f"The name is taken off account {person.pk}.")
            else:
                words = "It is proposed. The name goes when another administrator does the same."
                messages.success(request, f"{person.name}. {words}")

    @admin.action(description="Remove the second factor of somebody who lost app, keys and recovery codes")
    def forget_second_factor(self, request: Any, queryset: QuerySet[User]) -> None:
        for person in queryset:
            if person.pk == request.user.pk:
                messages.error(request, "Only another administrator may remove your second factor.")
                continue
            try:
                remove_second_factor(person, by=request.user)
            except NotYet as refusal:
                messages.error(request, refusal.sentence)
                continue
            get_adapter().send_notification_mail("mfa/email/second_factor_removed", person)
            messages.success(request, f"{person.name} sets up a new second factor at the next sign-in.")


class PostingAdmin(AuditedAdmin):
    """Spans of days for which a person acts. Whom and what for can't change: end it, and add another."""

    fixed: list[str] = []

    def get_readonly_fields(self, request: Any, obj: Model | None = None) -> list[str]:
        confirmed = ["confirmed_at", "confirmed_by"]
        return [*self.fixed, *confirmed] if obj else confirmed

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Return whether it never took effect: only then it may go."""
        return obj is not None and obj.confirmed_at is None

    def prepare(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Let it wait for a coordinator, unless it was only made shorter."""
        before = type(obj).objects.select_for_update().get(pk=obj.pk) if change else None
        if before and obj.starts_on == before.starts_on and _is_no_later(obj.ends_on, before.ends_on):
            return
        obj.confirmed_at = obj.confirmed_by = None
        messages.warning(request, WAITS)

    @action
    def delete_model(self, request: Any, obj: Any) -> None:
        """Delete and record."""
        record(request.user, f"{self.kind}.deleted", id=str(obj.pk))
        obj.delete()


@admin.register(CoordinatorArea, site=admin_site)
class CoordinatorAreaAdmin(PostingAdmin):
    kind = "coordinator_area"
    form = PostingForm
    fixed = ["user", "area"]
    fields = ["user", "area", "starts_on", "ends_on", "confirmed_at", "confirmed_by"]
    list_display = ["user", "area", "starts_on", "ends_on", "confirmed_at"]
    list_select_related = ["user", "area"]

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: Any, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(role=Role.COORDINATOR, is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(PartnerDelegate, site=admin_site)
class PartnerDelegateAdmin(PostingAdmin):
    kind = "delegate"
    form = DelegateForm
    fixed = ["user", "agency"]
    fields = ["user", "agency", "is_deputy", "starts_on", "ends_on", "confirmed_at", "confirmed_by"]
    list_display = ["user", "agency", "is_deputy", "starts_on", "ends_on", "confirmed_at"]
    list_select_related = ["user", "agency"]

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: Any, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(role=Role.DELEGATE, is_active=True)
        if db_field.name == "agency":
            kwargs["queryset"] = Agency.objects.filter(partner_of__isnull=False).distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(PanelSeat, site=admin_site)
class PanelSeatAdmin(AuditedAdmin):
    """Seats on panels. Of the review, its reference is all that shows."""

    kind = "panel.seat"
    form = SeatForm
    list_display = [
        "case_reference",
        "agency",
        "seat",
        "user",
        "is_chair",
        "joined_on",
        "left_on",
        "confirmed_at",
    ]
    list_select_related = ["review__case", "agency", "user"]
    search_fields = ["=review__case__reference", "user__name", "agency__name"]
    dates = ["joined_on", "left_on"]

    @admin.display(description="reference", ordering="review__case__reference")
    def case_reference(self, obj: PanelSeat) -> str:
        return self.reference(obj)

    @admin.display(description="seat")
    def seat(self, obj: PanelSeat) -> str:
        return f"statutory: {obj.get_partner_role_display()}" if obj.is_statutory else "member"

    def reference(self, obj: Any) -> str:
        return obj.review.case.reference

    def get_fields(self, request: Any, obj: Any = None) -> list[Any]:
        if obj is None:
            return ["reference", "agency", "user", "is_chair", "joined_on"]
        return [
            "case_reference",
            "seat",
            "agency",
            "user",
            "is_chair",
            *self.dates,
            "confirmed_at",
            "confirmed_by",
        ]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        if obj is None:
            return []
        fixed = ["case_reference", "seat", "agency", "confirmed_at", "confirmed_by"]
        return [*fixed, "left_on"] if obj.is_statutory else fixed

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: Any, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(role__in=SEAT_ROLES, is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def prepare(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Let the seat wait for a coordinator or the chair. Whoever sat there before leaves a row."""
        if not change:
            obj.review = form.cleaned_data["review"]
        changed(obj.review.case_id)
        if change:
            before = PanelSeat.objects.select_for_update().get(pk=obj.pk)
            if set(form.changed_data) <= {"left_on"} and _is_no_later(obj.left_on, before.left_on):
                return
            if before.user_id is not None and obj.user_id not in {before.user_id, None}:
                self._hand_over(before, obj)
        obj.confirmed_at = obj.confirmed_by = None
        if obj.user_id is not None:
            messages.warning(
                request, "Saved. It opens nothing until a coordinator or the panel’s chair confirms it."
            )

    def _hand_over(self, before: PanelSeat, seat: PanelSeat) -> None:
        """End the row of the person before, and make `seat` a new one: what was said stays theirs."""
        today = clock.today(clock.now())
        before.left_on = max(today, before.joined_on or today)
        before.is_chair = False
        before.save()
        seat.pk, seat._state.adding = uuid.uuid4(), True
        seat.left_on = None
        seat.joined_on = max(today, seat.joined_on or today)


def _is_no_later(end: Any, before: Any) -> bool:
    """Return whether a last day is the same or sooner; none at all is the latest."""
    return end == before or (end is not None and (before is None or end <= before))
