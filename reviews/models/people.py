"""Areas, agencies and people, and who may act for whom. No case lives here."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from cspr_portal import clock
from cspr_portal.constraints import different, in_order, one_of, together

from .base import Record


class Area(Record):
    """A place that the partnership covers, with its front door for worries about a child."""

    name = models.CharField(max_length=100, unique=True)
    front_door_telephone = models.CharField(max_length=30)
    out_of_hours_telephone = models.CharField(max_length=30, blank=True)
    former_names = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [in_order("area", "starts_on", "ends_on")]

    def __str__(self) -> str:
        return self.name


class AgencyKind(models.TextChoices):
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    POLICE = "police", "Police"
    ICB = "icb", "Integrated Care Board"
    HEALTH = "health", "Health provider"
    EDUCATION = "education", "School, college or nursery"
    HOUSING = "housing", "Housing"
    PROBATION = "probation", "Probation"
    VOLUNTARY = "voluntary", "Voluntary organisation"
    OTHER = "other", "Other"


class Agency(Record):
    """A body whose people work with children or take part in a review."""

    name = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    former_names = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"
        constraints = [one_of("agency", "kind", AgencyKind), in_order("agency", "starts_on", "ends_on")]

    def __str__(self) -> str:
        return self.name


class PartnerRole(models.TextChoices):
    """The three statutory safeguarding partners (Children Act 2004, section 16E)."""

    LOCAL_AUTHORITY = "la", "Local authority"
    POLICE = "police", "Police"
    ICB = "icb", "Integrated Care Board"

    @classmethod
    def place(cls, role: str) -> int:
        """Return where `role` stands when the partners are listed: local authority, police, Integrated Care Board."""
        return cls.values.index(role)


class StatutoryPartner(Record):
    """A body that fills one of an area's three partner roles; of several bodies, one acts by agreement."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="statutory_partners")
    role = models.CharField(max_length=10, choices=PartnerRole.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="partner_of")
    is_acting = models.BooleanField(default=True, help_text="This body acts for the role in this area.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["area__name", "role"]
        constraints = [
            one_of("statutory_partner", "role", PartnerRole),
            in_order("statutory_partner", "starts_on", "ends_on"),
            models.UniqueConstraint(
                fields=["area", "role"],
                condition=Q(is_acting=True, ends_on__isnull=True),
                name="statutory_partner_one_acts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} for {self.area}: {self.agency}"


class Role(models.TextChoices):
    """What an account is for. One account has one role, so an administrator can't hold a case role."""

    COORDINATOR = "coordinator", "coordinator"
    DELEGATE = "delegate", "safeguarding partner delegate"
    PANEL_MEMBER = "panel_member", "panel member"
    AGENCY_AUTHOR = "agency_author", "agency author"
    AGENCY_APPROVER = "agency_approver", "agency approver"
    REVIEWER = "reviewer", "Independent Reviewer"
    LEAD_PARTNER = "lead_partner", "lead safeguarding partner"
    SCRUTINEER = "scrutineer", "independent scrutineer"
    LEGAL_ADVISER = "legal_adviser", "legal adviser"
    PUBLISHER = "publisher", "publisher"
    AUDITOR = "auditor", "auditor"
    ADMINISTRATOR = "administrator", "administrator"


CASE_ROLES = (
    Role.COORDINATOR,
    Role.DELEGATE,
    Role.PANEL_MEMBER,
    Role.AGENCY_AUTHOR,
    Role.AGENCY_APPROVER,
    Role.REVIEWER,
    Role.LEAD_PARTNER,
    Role.SCRUTINEER,
    Role.LEGAL_ADVISER,
)
# Who comes to a case only where a coordinator assigns them to it.
ASSIGNED_ROLES = (Role.LEAD_PARTNER, Role.SCRUTINEER, Role.LEGAL_ADVISER)
# Who may sit on a panel, in a seat of their own or for somebody else.
SEAT_ROLES = tuple(role for role in CASE_ROLES if role not in ASSIGNED_ROLES)


class UserManager(BaseUserManager["User"]):
    """Makes accounts; what an account may do is decided elsewhere."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Return a new account. Its role opens nothing until it is confirmed."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Return an administrator: people, agencies and panels, and no case (Django's own command, on record)."""
        from reviews.people.actions import (
            make_administrator,  # actions know the models, not the other way round
        )

        fields.setdefault("name", email.split("@")[0])
        return make_administrator(email, password, **fields)


class User(AbstractBaseUser):
    """A person who signs in."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    post = models.CharField(
        max_length=120, blank=True, help_text="Job title, as it should stand in a record."
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    role_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    role_confirmed_by = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(null=True, default=clock.now, editable=False)
    # The newest invitation that was sent: an earlier one no longer opens anything.
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Whom the organisation's own sign-in knows this person as, hashed; empty until they first come through it.
    known_there_as = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    # Once a year somebody says that the account is still needed.
    needed_at = models.DateTimeField("last looked at", null=True, blank=True, editable=False)
    needed_by = models.ForeignKey(
        "self",
        verbose_name="last looked at by",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [
            one_of("user", "role", Role),
            together("user", "role_confirmed_at", "role_confirmed_by"),
            together("user", "needed_at", "needed_by"),
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Whether the Django admin may open for this person."""
        return self.is_administrator

    @property
    def is_administrator(self) -> bool:
        return self.is_active and self.role == Role.ADMINISTRATOR

    def acts_as(self, *roles: str) -> bool:
        """Return whether the account is active, has one of the roles, and somebody confirmed it."""
        if not self.is_active or self.role not in roles:
            return False
        return self.role == Role.ADMINISTRATOR or self.role_confirmed_at is not None

    @property
    def may_hold_cases(self) -> bool:
        return self.acts_as(*CASE_ROLES)

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        """Django admin asks this; which models it shows at all is the admin site's allow-list."""
        return self.is_administrator

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_administrator


class Posting(Record):
    """A span of days in which a person may act, given in the admin and confirmed by a coordinator."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        User, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    @staticmethod
    def current(day: date, prefix: str = "") -> Q:
        """Return the condition that a posting is confirmed and holds on `day` (a day in London)."""
        return Q(**{f"{prefix}confirmed_at__isnull": False, f"{prefix}starts_on__lte": day}) & (
            Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})
        )


class CoordinatorArea(Posting):
    """An area whose cases a coordinator works on."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="coordinator_areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="coordinators")

    class Meta:
        constraints = [
            together("coordinator_area", "confirmed_at", "confirmed_by"),
            in_order("coordinator_area", "starts_on", "ends_on"),
            different("coordinator_area", "user", "confirmed_by"),
            models.UniqueConstraint(
                fields=["user", "area"], condition=Q(ends_on__isnull=True), name="coordinator_area_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, coordinator for {self.area}"


class PartnerDelegate(Posting):
    """A person who decides for a safeguarding partner: its delegate, or a deputy."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="delegations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="delegates")
    is_deputy = models.BooleanField(default=False)

    class Meta:
        constraints = [
            together("partner_delegate", "confirmed_at", "confirmed_by"),
            in_order("partner_delegate", "starts_on", "ends_on"),
            different("partner_delegate", "user", "confirmed_by"),
            # One person for two partners is refused (each partner decides for itself).
            models.UniqueConstraint(
                fields=["user"], condition=Q(ends_on__isnull=True), name="partner_delegate_one_agency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {'deputy' if self.is_deputy else 'delegate'} for {self.agency}"
