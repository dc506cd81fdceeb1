"""What the portal holds, for what, on which ground and for how long: each table has its place here, or a test fails.

The words are general; how many rows there are, and which periods are decided, is asked of the database. Other apps
add their own tables when they are ready.
"""

from dataclasses import dataclass, field

from reviews.models import OF_CASES, PARTS_OF_CASES, RecordKind

TASK = (
    "A task in the public interest and duties in law: Children Act 2004, sections 16C to 16F; for special category "
    "data substantial public interest, the safeguarding of children"
)
SECURITY = "A duty in law to keep the data safe, and to be able to show that: UK GDPR, articles 5(2) and 32"
NOBODY = "None is needed: it is about nobody"
WITH_THE_CASE = "As long as its case"


@dataclass
class Held:
    """One kind of what is held. `periods` are the kinds whose periods are listed; `how_long` is said besides."""

    heading: str
    what: str
    purpose: str
    basis: str
    how_long: str
    periods: tuple[str, ...] = ()
    # Labels of the tables, "reviews.Case"; the first is the one whose rows are counted
    tables: list[str] = field(default_factory=list)


CASE, INTAKE, REGISTER, PEOPLE, ACCOUNT = "case", "intake", "register", "people", "account"
AUDIT, KEEPING, REFERENCE, PASSING = "audit", "keeping", "reference", "passing"

HELD: dict[str, Held] = {
    CASE: Held(
        "Cases",
        "Children under a pseudonym and what is sealed of them, what happened, views and decisions, returns of "
        "agencies, the rapid review, the review with its report, documents, letters, learning and actions, who "
        "takes part and how they are reached",
        "To decide whether the criteria are met, to review, and to see that what was learned is done",
        TASK,
        "Then two people may dispose of it, or of one of these parts before the rest; until a period is decided it is "
        "kept",
        (*OF_CASES, *PARTS_OF_CASES),
        [
            "reviews.Case",
            *(
                f"reviews.{name}"
                for name in [
                    "Knowledge",
                    "StageChange",
                    "Hold",
                    "Recusal",
                    "Assignment",
                    "Advice",
                    "Child",
                    "SealedItem",
                    "SealedOpening",
                    "BlindMark",
                    "RelatedCase",
                    "AgencyRequest",
                    "AgencyReturn",
                    "ReturnStep",
                    "Chase",
                    "Review",
                    "EarlierTerms",
                    "PanelSeat",
                    "ReviewerAppointment",
                    "KeyLine",
                    "ChronologyFile",
                    "ChronologyEntry",
                    "EntryComment",
                    "KeyLineEvidence",
                    "PartnerView",
                    "PartnerAbsence",
                    "CriteriaDecision",
                    "ReviewDecision",
                    "CriterionAnswer",
                    "PartnerStand",
                    "NationalPanelAnswer",
                    "Document",
                    "Correspondence",
                    "Escalation",
                    "ReportVersion",
                    "ReportPicture",
                    "Agreement",
                    "PassageComment",
                    "Participant",
                    "Engagement",
                    "HarmCategory",
                    "InvolvedAgency",
                    "Proceeding",
                    "Contribution",
                    "Handover",
                    "EarlyLearning",
                    "Finding",
                    "Recommendation",
                    "LearningAction",
                    "ActionStep",
                    "Impact",
                    "PanelSubstitute",
                    "Meeting",
                    "Attendance",
                    "PackCopy",
                    "Notification",
                    "Telling",
                    "CourtOrder",
                    "OrderSeen",
                    "RapidReview",
                    "RapidReviewPart",
                    "DeclarationAnswer",
                    "LinkDecision",
                    "AppointmentExtension",
                    "ReviewerRequest",
                    "Turn",
                ]
            ),
        ],
    ),
    INTAKE: Held(
        "Intakes",
        "What was typed before a case was logged. Logging moves it to the case and leaves nothing behind",
        "To log a case in parts",
        TASK,
        "Until it is logged. One that was dropped is kept, with the reason, until two people dispose of it",
        (RecordKind.INTAKE,),
        ["reviews.Intake"],
    ),
    REGISTER: Held(
        "Requests for information, and what was released",
        "Who asked and by what right, what was decided and why, the redacted copies that went out. Names of private "
        "people who ask are sealed",
        "To answer what the law asks to be answered, and to be able to show it",
        "Duties in law: UK GDPR, article 15; Freedom of Information Act 2000; orders of courts and coroners",
        "As long as the case it is about, and one about several cases until the last of them goes; or until two people "
        "dispose of it when its own period is over",
        (RecordKind.INFORMATION,),
        [
            "reviews.InformationRequest",
            *(
                f"reviews.{name}"
                for name in [
                    "InformationCase",
                    "InformationAdvice",
                    "RedactedCopy",
                    "InformationDecision",
                    "InformationGround",
                    "InformationReply",
                    "ReleasedCopy",
                    "GatheredLook",
                    "WorkingPack",
                ]
            ),
        ],
    ),
    ACCOUNT: Held(
        "People with an account",
        "Name, work e-mail, post, agency and role; areas and delegations; password (hashed) and second factor "
        "(encrypted); when they last signed in, and in which browsers they are signed in",
        "To let in who should be let in, and nobody else",
        TASK,
        "Then two administrators take name and address off an account that is closed; its key stays",
        (RecordKind.ACCOUNT,),
        [
            "reviews.User",
            "reviews.CoordinatorArea",
            "reviews.PartnerDelegate",
            "account.EmailAddress",
            "account.EmailConfirmation",
            "mfa.Authenticator",
        ],
    ),
    AUDIT: Held(
        "The audit log",
        "Who opened, changed or was refused what, and when. Codes and keys, no text of a case and no name",
        "To show who did what. It is for safety, not for blame",
        SECURITY,
        "Kept: each row vouches for the ones before it, so none can be taken out. What it tells of may be gone",
        (),
        ["reviews.AuditRow", "reviews.AuditHead", "reviews.Alert", "admin.LogEntry"],
    ),
    KEEPING: Held(
        "Periods, disposal holds and disposals",
        "How long records are kept and who decided it; what forbids disposal; what was disposed of: a reference, an "
        "area, two years and codes of what was decided; of what is no case its kind, key and area",
        "To show that records were kept as long as they should be, and no longer",
        SECURITY,
        "Kept",
        (),
        ["reviews.Disposal", "reviews.DisposalHold", "reviews.RetentionPeriod"],
    ),
    REFERENCE: Held(
        "Lists that the portal works with",
        "Areas, agencies, partners, themes, editions of the guidance, sections, how many must agree",
        "To run the reviews",
        NOBODY,
        "Kept, with their history",
        (),
        [
            "reviews.Agency",
            "reviews.Area",
            "reviews.StatutoryPartner",
            "reviews.Theme",
            "reviews.GuidanceEdition",
            "reviews.DecisionQuorum",
            "reviews.RapidReviewSection",
            "auth.Group",
            "auth.Permission",
            "contenttypes.ContentType",
        ],
    ),
    PASSING: Held(
        "What passes through",
        "Browsers that are signed in, forms that wait a few minutes for their sender (encrypted), mails that wait "
        "for the mail server (encrypted)",
        "To keep people signed in, and to lose nothing on the way",
        SECURITY,
        "Sessions end after 20 minutes without a click and 12 hours at the latest; a form after minutes; a mail when "
        "it has gone: mails that were sent are not kept",
        (),
        ["reviews.StaffSession", "reviews.KeptForm", "reviews.WaitingMail", "sessions.Session"],
    ),
}


def register(key: str, held: Held) -> None:
    """Add a kind of another app."""
    HELD[key] = held


def register_tables(key: str, *labels: str) -> None:
    """Add another app's tables to a kind that is here already."""
    HELD[key].tables += [label for label in labels if label not in HELD[key].tables]


def places() -> dict[str, list[str]]:
    """Return, for each table's label, the kinds under which it is accounted for: one each, or a test fails."""
    found: dict[str, list[str]] = {}
    for key, held in HELD.items():
        for label in held.tables:
            found.setdefault(label, []).append(key)
    return found
