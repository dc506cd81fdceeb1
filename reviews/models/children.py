"""The children of a case, what is held of them under seal, and cases that hold the same child."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from cspr_portal.constraints import all_one_of, one_of, together

from .base import Record
from .cases import Case, Known, Outcome
from .people import User


class AgeBand(models.TextChoices):
    UNBORN = "unborn", "Unborn"
    UNDER_1 = "under_1", "Under 1"
    FROM_1 = "1_to_4", "1 to 4"
    FROM_5 = "5_to_10", "5 to 10"
    FROM_11 = "11_to_15", "11 to 15"
    FROM_16 = "16_to_17", "16 or 17"
    FROM_18 = "18_to_24", "18 to 24, a care leaver"
    NOT_KNOWN = "not_known", "Not known"


class Sex(models.TextChoices):
    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Intersex or other"
    NOT_KNOWN = "not_known", "Not known"


class Ethnicity(models.TextChoices):
    """The groups of the 2021 census of England, which the notification form uses."""

    WHITE_BRITISH = "white_british", "White: English, Welsh, Scottish, Northern Irish or British"
    WHITE_IRISH = "white_irish", "White: Irish"
    WHITE_TRAVELLER = "white_traveller", "White: Gypsy or Irish Traveller"
    WHITE_ROMA = "white_roma", "White: Roma"
    WHITE_OTHER = "white_other", "Any other White background"
    MIXED_CARIBBEAN = "mixed_caribbean", "White and Black Caribbean"
    MIXED_AFRICAN = "mixed_african", "White and Black African"
    MIXED_ASIAN = "mixed_asian", "White and Asian"
    MIXED_OTHER = "mixed_other", "Any other mixed or multiple background"
    ASIAN_INDIAN = "asian_indian", "Indian"
    ASIAN_PAKISTANI = "asian_pakistani", "Pakistani"
    ASIAN_BANGLADESHI = "asian_bangladeshi", "Bangladeshi"
    ASIAN_CHINESE = "asian_chinese", "Chinese"
    ASIAN_OTHER = "asian_other", "Any other Asian background"
    BLACK_AFRICAN = "black_african", "African"
    BLACK_CARIBBEAN = "black_caribbean", "Caribbean"
    BLACK_OTHER = "black_other", "Any other Black background"
    ARAB = "arab", "Arab"
    OTHER = "other", "Any other ethnic group"
    NOT_KNOWN = "not_known", "Not known"


class Placement(models.TextChoices):
    """Where a looked-after child lived."""

    NONE = "none", "Not placed"
    FOSTER = "foster", "Foster carers"
    RELATIVES = "relatives", "Relatives or friends as carers"
    PARENTS = "parents", "Placed with parents"
    CHILDRENS_HOME = "childrens_home", "Children’s home"
    SECURE = "secure", "Secure children’s home, training centre or young offender institution"
    SUPPORTED = "supported", "Supported accommodation"
    ADOPTION = "adoption", "Placed for adoption"
    SCHOOL = "school", "Residential school"
    HEALTH = "health", "Hospital or other health setting"
    OTHER = "other", "Another placement"
    NOT_KNOWN = "not_known", "Not known"


class PlanStatus(models.TextChoices):
    NOW = "now", "Yes, at the time"
    BEFORE = "before", "Not at the time, but before"
    NEVER = "never", "No, never"
    NOT_KNOWN = "not_known", "Not known"


class LegalStatus(models.TextChoices):
    NONE = "none", "No order"
    ACCOMMODATED = "accommodated", "Accommodated by agreement (section 20)"
    INTERIM_CARE = "interim_care", "Interim care order"
    CARE = "care", "Care order"
    EMERGENCY = "emergency", "Emergency protection order"
    POLICE = "police", "Police protection"
    PLACEMENT = "placement", "Placement order"
    SUPERVISION = "supervision", "Supervision order"
    GUARDIANSHIP = "guardianship", "Special guardianship order"
    CHILD_ARRANGEMENTS = "child_arrangements", "Child arrangements order"
    REMAND = "remand", "Remanded to local authority or youth detention"
    OTHER = "other", "Another order"
    NOT_KNOWN = "not_known", "Not known"


class Child(Record):
    """A child of the case, under the pseudonym by which everybody knows them here.

    Home, placing and former areas are those of councils, inside the partnership or elsewhere.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="children")
    pseudonym = models.CharField(max_length=60)
    age_band = models.CharField(max_length=20, choices=AgeBand.choices, default=AgeBand.NOT_KNOWN)
    age_years = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=20, choices=Sex.choices, default=Sex.NOT_KNOWN)
    ethnicity = models.CharField(max_length=20, choices=Ethnicity.choices, default=Ethnicity.NOT_KNOWN)
    is_disabled = models.CharField(max_length=10, choices=Known.choices, default=Known.NOT_KNOWN)
    is_looked_after = models.CharField(max_length=10, choices=Known.choices, default=Known.NOT_KNOWN)
    placement = models.CharField(max_length=20, choices=Placement.choices, default=Placement.NOT_KNOWN)
    is_care_leaver = models.CharField(max_length=10, choices=Known.choices, default=Known.NOT_KNOWN)
    child_in_need_plan = models.CharField(
        max_length=10, choices=PlanStatus.choices, default=PlanStatus.NOT_KNOWN
    )
    child_protection_plan = models.CharField(
        max_length=10, choices=PlanStatus.choices, default=PlanStatus.NOT_KNOWN
    )
    legal_status = models.CharField(max_length=20, choices=LegalStatus.choices, default=LegalStatus.NOT_KNOWN)
    is_known_to_agencies = models.CharField(max_length=10, choices=Known.choices, default=Known.NOT_KNOWN)
    # Empty: the case's outcome is this child's
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    # The day on which the local authority knew that the child had died; None: with the case's first death
    death_known_on = models.DateField(null=True, blank=True)
    home_area = models.CharField(max_length=120, blank=True)
    placing_area = models.CharField(max_length=120, blank=True)
    former_areas = models.CharField(max_length=300, blank=True)
    siblings = models.ManyToManyField("self", blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at", "pseudonym"]
        constraints = [
            *all_one_of(
                "child",
                age_band=AgeBand,
                sex=Sex,
                ethnicity=Ethnicity,
                is_disabled=Known,
                is_looked_after=Known,
                placement=Placement,
                is_care_leaver=Known,
                child_in_need_plan=PlanStatus,
                child_protection_plan=PlanStatus,
                legal_status=LegalStatus,
                is_known_to_agencies=Known,
            ),
            models.CheckConstraint(
                name="child_outcome_known", condition=Q(outcome="") | Q(outcome__in=Outcome.values)
            ),
            models.CheckConstraint(
                name="child_age_in_years", condition=Q(age_years__isnull=True) | Q(age_years__lte=24)
            ),
            models.UniqueConstraint("case", Lower("pseudonym"), name="child_pseudonym_once_a_case"),
        ]

    def __str__(self) -> str:
        return self.pseudonym


class SealedKind(models.TextChoices):
    """What sort of word is held under seal. The disclosure check treats each in its own way."""

    GIVEN_NAME = "given_name", "First and middle names"
    FAMILY_NAME = "family_name", "Family name"
    DATE_OF_BIRTH = "date_of_birth", "Date of birth"
    DATE_OF_DEATH = "date_of_death", "Date of death"
    NHS_NUMBER = "nhs_number", "NHS number"
    ADDRESS = "address", "Address"
    SCHOOL = "school", "School or nursery"
    RELATIVE = "relative", "Relative"
    PRACTITIONER = "practitioner", "Practitioner"
    PLACE = "place", "Place"
    CONTACT = "contact", "A safe way to reach somebody"


class SealedItem(Record):
    """One identifying fact, encrypted. Only reviews.sealed writes or reads the words in it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sealed_items")
    child = models.ForeignKey(
        Child, null=True, blank=True, on_delete=models.PROTECT, related_name="sealed_items"
    )
    # The return that named it; None for what was sealed on the case itself
    agency_return = models.ForeignKey(
        "reviews.AgencyReturn", null=True, blank=True, on_delete=models.PROTECT, related_name="names"
    )
    kind = models.CharField(max_length=20, choices=SealedKind.choices)
    ciphertext = models.BinaryField()
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sealed_at", "id"]
        constraints = [one_of("sealed_item", "kind", SealedKind)]

    def __str__(self) -> str:
        return f"Sealed {self.get_kind_display().lower()} of {self.case}"


class OpeningPurpose(models.TextChoices):
    NOTIFICATION = "notification", "To notify the national Panel"
    RAPID_REVIEW = "rapid_review", "To ask an agency about the right family"
    CONTACT = "contact", "To reach the family"
    CORRECTION = "correction", "To check or correct what is sealed"
    DISCLOSURE_CHECK = "disclosure_check", "To check a text before it is published"
    RETURN = "return", "To write an agency’s return"
    OTHER = "other", "Another reason, given in words"


class SealedOpening(Record):
    """One opening of a case's sealed facts: who, when and why. The facts themselves are not in it."""

    is_only_added = True

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="openings")
    # The request whose subject sheet was opened; None for an opening on the case itself
    agency_request = models.ForeignKey(
        "reviews.AgencyRequest", null=True, blank=True, on_delete=models.PROTECT, related_name="openings"
    )
    purpose = models.CharField(max_length=20, choices=OpeningPurpose.choices)
    note = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-opened_at"]
        constraints = [one_of("sealed_opening", "purpose", OpeningPurpose)]

    def __str__(self) -> str:
        return f"Opening of {self.case}"


class MatchKind(models.TextChoices):
    NHS_NUMBER = "nhs_number", "The same NHS number"
    NAME_AND_BIRTH = "name_and_birth", "The same name and date of birth"


class BlindMark(Record):
    """A keyed hash of an identity: two that are equal are the same child. No word can be read from it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="blind_marks")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="blind_marks")
    kind = models.CharField(max_length=20, choices=MatchKind.choices)
    mark = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["kind", "mark"], name="blind_mark_match")]
        constraints = [
            one_of("blind_mark", "kind", MatchKind),
            models.UniqueConstraint(fields=["child", "kind", "mark"], name="blind_mark_once"),
        ]

    def __str__(self) -> str:
        return f"Mark of a child of {self.case}"


class RelatedCase(Record):
    """That another case holds the same child. One row each way: each side sees what it may see."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="related_cases")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=MatchKind.choices)
    found_at = models.DateTimeField()
    # Who sealed the identity that matched: whom a coordinator of another area can speak to
    found_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["found_at"]
        constraints = [
            one_of("related_case", "kind", MatchKind),
            together("related_case", "seen_at", "seen_by"),
            models.UniqueConstraint(fields=["case", "other"], name="related_case_once"),
            models.CheckConstraint(name="related_case_is_another", condition=~Q(case=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.case} and {self.other}"
