"""What the audit log's codes mean, a sentence each, and the groups that an auditor looks for.

What happens on a case has its words in reviews/lately.py already; here is the rest. Who may read is in access.py.
"""

from collections.abc import Iterator

from django.db.models import Q

from reviews import lately

from .pages import page_words

OPENED, REFUSED = "opened.", "refused."

WORDS = {
    "alert.looked_at": "It was recorded what an alert came to",
    "alert.raised": "An alert was raised",
    "audit.exported": "The audit log was downloaded",
    "audit.read": "The audit log was read",
    "audit.verified": "The whole audit log was checked",
    "backup.made": "A backup was made",
    "case.published_elsewhere": "It was recorded that another body published the report",
    "case.recused": "Somebody was recused from the case",
    "case.related_found": "Another case of a child was found",
    "case.related_seen": "Another case of a child was noted as seen",
    "chronology.columns_chosen": "The columns of a chronology’s file were chosen",
    "chronology.downloaded": "The chronology was downloaded",
    "chronology.file_brought": "A chronology’s file was brought for a look",
    "chronology.file_dropped": "A chronology’s file was dropped",
    "chronology.rows_mended": "Rows of a chronology’s file were mended",
    "coordinator_area.confirmed": "A coordinator’s area was confirmed",
    "copy.asked_for": "Somebody of the public asked for a copy",
    "copy.declined": "A request for a copy was declined",
    "copy.file_opened": "A copy was downloaded by its link",
    "copy.link_ended": "A link to a copy was ended",
    "copy.link_opened": "The page of a link to a copy was opened",
    "copy.link_sent": "A link to a copy was sent",
    "copy.sent_on_paper": "A copy was sent on paper",
    "copy.words_erased": "What was written with requests for copies was erased",
    "copy.words_opened": "What was written with a request for a copy was opened",
    "decision_record.downloaded": "The record of a decision was downloaded",
    "delegate.confirmed": "A partner’s delegate was confirmed",
    "demonstration.founded": "The demonstration’s people were made",
    "disclosure.run": "The disclosure check was run",
    "document.added": "A document was added",
    "document.damaged": "A document was asked for, and its file is damaged or not there",
    "document.opened": "A document was opened",
    "document.refused": "A file was refused",
    "document.removed": "A document was removed",
    "enquiry.evidence_linked": "Evidence was linked to a key line of enquiry",
    "enquiry.evidence_removed": "Evidence was taken from a key line of enquiry",
    "form.kept": "What was typed was kept until its writer has signed in again",
    "information.advised": "Advice on a request for information was recorded",
    "information.answer_decided": "The answer to a request for information was decided",
    "information.answer_prepared": "An answer to a request for information was prepared",
    "information.answer_set_aside": "A prepared answer to a request for information was set aside",
    "information.copy_added": "A redacted copy was added",
    "information.copy_damaged": "The file of a redacted copy was missing or damaged, and not given out",
    "information.copy_opened": "A redacted copy was downloaded",
    "information.copy_refused": "A redacted copy was refused",
    "information.copy_removed": "A redacted copy was removed",
    "information.days_corrected": "The days of a request for information were corrected",
    "information.extended": "The time to answer a request for information was extended",
    "information.looked_at": "Something that a request gathers was looked at",
    "information.pack_taken": "What a request gathers was downloaded",
    "information.recorded": "A request for information was recorded",
    "information.reply_recorded": "What was released was recorded",
    "information.requester_opened": "Who asked for information was opened",
    "information.requester_sealed": "Who asked for information was sealed",
    "information.subject_named": "It was recorded whom a request for information is about",
    "information.withdrawn": "The withdrawal of a request for information was recorded",
    "intake.begun": "The logging of a case was begun",
    "intake.changed": "A case that is not logged yet was changed",
    "intake.dropped": "A case that was not logged yet was dropped",
    "intake.logged": "A case was logged from what had been prepared",
    "invitation.accepted": "An invitation was accepted",
    "maintenance.began": "Maintenance began: nothing could be changed",
    "maintenance.ended": "Maintenance ended",
    "meeting.copy_settled": "A copy of a meeting’s papers was ticked off",
    "meeting.pack_taken": "The papers of a meeting were downloaded",
    "order.read": "Somebody said that they had read a court order",
    "own_name.agreed": "A partner said whether a child’s own name may be used",
    "own_name.ended": "The use of a child’s own name was ended",
    "own_name.proposed": "It was proposed to use a child’s own name",
    "password.changed": "A password was changed",
    "password.link_asked_for": "A link for a new password was asked for",
    "password.set_by_mail": "A password was chosen by a link from a mail",
    "person.closed": "An account was closed",
    "person.confirmed_on_server": "Somebody’s access was confirmed on the server",
    "person.invited": "Somebody was invited to choose a password",
    "person.made_on_server": "An administrator’s account was made on the server",
    "person.name_off_proposed": "It was proposed to take a name off a closed account",
    "person.name_taken_off": "A name was taken off a closed account",
    "person.role_confirmed": "Somebody’s role was confirmed",
    "person.still_needed": "It was confirmed that an account is still needed",
    "publication.approval_voided": "An approval lapsed, because the text was changed",
    "publication.approved": "A publication was approved",
    "publication.checked": "The disclosure check of a draft was finished",
    "publication.confirmed_after_restore": "After a restore somebody looked at a publication and confirmed it",
    "publication.copy_recorded": "The copy to the national Panel was recorded",
    "publication.created": "A publication was begun",
    "publication.day_cancelled": "A day of publication was cancelled",
    "publication.deposit_pack_made": "The pack for the national repository was downloaded",
    "publication.draft_written": "A draft of a publication was written",
    "publication.extended": "A publication’s window was extended",
    "publication.file_added": "A file was added to a publication",
    "publication.file_refused": "A file for a publication was refused",
    "publication.file_taken_out": "A file was taken out of a publication",
    "publication.hit_cleared": "Something that the disclosure check found was cleared",
    "publication.holder_recorded": "It was recorded who may still hold a withdrawn publication",
    "publication.linked": "Links between publications were changed",
    "publication.notice_sent": "A notice that a window ends soon was sent",
    "publication.reinstated": "A withdrawn publication was put back",
    "publication.scan_read": "Somebody said that they had read a file that no machine can check",
    "publication.scheduled": "A day of publication was set",
    "publication.step_recorded": "A step before publication was recorded",
    "publication.version_created": "A version of a publication was begun",
    "publication.withdrawn_again": "After a restore a publication was withdrawn once more",
    "publication.withdrawn_early": "A publication was withdrawn before its window ended",
    "rapid_review.downloaded": "The rapid review was downloaded",
    "rapid_review.saved": "What is written of the rapid review was saved",
    "rapid_review.word_read": "A Word file of the rapid review was brought for a look",
    "recovery_code.used": "A recovery code was used",
    "recovery_codes.made": "New recovery codes were made",
    "refused.pseudonym": "A pseudonym was refused: it is a real name, or near to one",
    "report.comments_read": "Comments in a Word file were brought for a look",
    "report.downloaded": "A version of the report was downloaded",
    "report.picture_added": "A picture was added to the report",
    "report.picture_left_out": "A picture was left out of the report",
    "report.pictures_kept": "The pictures of a version of the report were kept",
    "report.word_read": "A Word file of the report was brought for a look",
    "request.sheet_changed": "It was changed whom an agency is asked about",
    "restore.done": "The database was put back from a backup",
    "restore.ways_in_ended": "After a restore invitations, recovery codes and links to copies were ended",
    "retention.disposal_confirmed": "A second person confirmed that a case is to be disposed of",
    "retention.disposal_dropped": "The proposal to dispose of a case was dropped",
    "retention.disposal_proposed": "It was proposed to dispose of a case",
    "retention.disposed": "A case was disposed of",
    "retention.hold_kept": "A disposal hold was looked at and kept",
    "retention.hold_lifted": "A disposal hold was lifted",
    "retention.hold_placed": "A disposal hold was placed",
    "retention.record_carried_out": "A part of a case, or another record, was disposed of",
    "retention.record_confirmed": "A second person confirmed the disposal of a part of a case, or of another record",
    "retention.record_dropped": "The proposal to dispose of a part of a case, or of another record, was dropped",
    "retention.record_proposed": "It was proposed to dispose of a part of a case, or of another record",
    "return.downloaded": "The form of an agency’s return was downloaded",
    "return.given_back": "A return was given back to its author instead of signed off",
    "return.names_listed": "The names in an agency’s return were listed",
    "return.saved": "A draft of an agency’s return was saved",
    "return.taken_back": "A return was taken back by its author",
    "return.to_sign_off": "A return was given to be signed off",
    "return.word_read": "A Word file of a return was brought for a look",
    "reviewer.materials_confirmed": "A reviewer said what became of what they had downloaded",
    "sealed.added": "Identities were put under seal",
    "sealed.compared": "Something was compared with the sealed words, and none was shown",
    "sealed.opened": "Sealed identities were opened",
    "sealed.rotated": "Sealed identities were sealed with a new key",
    "second_factor.refused": "A wrong code was given",
    "second_factor.removed": "A second factor was removed",
    "second_factor.rotated": "Second factors were sealed with a new key",
    "second_factor.set_up": "A second factor was set up",
    "second_factor.throttled": "Codes were given too often, and none was taken for a while",
    "security_key.added": "A security key was added",
    "security_key.refused": "A security key was refused",
    "security_key.removed": "A security key was removed",
    "security_key.renamed": "A security key was given another name",
    "session.account_closed": "A session ended, because the account is closed",
    "session.ended": "Somebody’s session was ended",
    "session.idle": "A session ended, because nothing was done in it",
    "session.too_long": "A session ended, because it had lasted its longest time",
    "session.without_second_factor": "A session ended that had not given the second factor",
    "sign_in.asked_again": "The password was asked for again",
    "sign_in.by_provider": "Signing in went through another organisation’s sign-in",
    "sign_in.tied": "An account was tied to one person of another organisation’s sign-in",
    "sign_in.confirmed": "Somebody proved again who they are",
    "sign_in.done": "Somebody signed in",
    "sign_in.failed": "Signing in failed",
    "sign_in.not_confirmed": "Somebody failed to prove again who they are",
    "sign_in.throttled": "Signing in was tried too often, and refused for a while",
    "sign_out.done": "Somebody signed out",
    "site_text.put_up": "Words of the public site were put up",
}
ALL = WORDS | lately.FOR_EVERYBODY | lately.FOR_THE_PARTNERSHIP
# What administrators keep: each can be added and changed, and some deleted before it took effect.
KEPT_BY_ADMINISTRATORS = {
    "agency": "An agency",
    "area": "An area",
    "coordinator_area": "A coordinator’s area",
    "delegate": "A partner’s delegation",
    "guidance": "An edition of the guidance",
    "helpline": "A helpline",
    "panel.seat": "A seat on a review’s panel",
    "person": "An account",
    "quorum": "How many partners must agree",
    "rapid_review_section": "A section of rapid reviews",
    "retention_period": "A period for which cases are kept",
    "statutory_partner": "Which body is a statutory partner",
    "theme": "A theme",
}
DONE_BY_ADMINISTRATORS = {
    f"{kind}.{done}": f"{words} was {done}"
    for kind, words in KEPT_BY_ADMINISTRATORS.items()
    for done in ("added", "changed", "deleted")
}

# What may be looked for at once: its words, and what the codes begin with.
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "opened": ("Pages that were opened", (OPENED,)),
    "sealed": ("Sealed identities", ("sealed.",)),
    "taken": (
        "Documents and downloads",
        (
            "chronology.downloaded",
            "decision_record.",
            "document.",
            "information.copy_opened",
            "information.pack_taken",
            "meeting.pack_taken",
            "publication.deposit_pack_made",
            "rapid_review.downloaded",
            "report.downloaded",
            "return.downloaded",
        ),
    ),
    "refused": ("What was refused on a page", (REFUSED,)),
    "sign_in": (
        "Signing in and second factors",
        (
            "form.",
            "password.",
            "recovery_code",
            "second_factor.",
            "security_key.",
            "session.",
            "sign_",
            "single_sign_on.",
            "invitation.",
        ),
    ),
    "people": (
        "People, roles and access",
        (
            "account_review.",
            "agency.",
            "area.",
            "assignment.",
            "case.recused",
            "coordinator_area.",
            "delegate.",
            "panel.",
            "person.",
            "statutory_partner.",
        ),
    ),
    "publications": (
        "Publications and copies",
        ("copy.", "disclosure.", "own_name.", "publication.", "site_text."),
    ),
    "information": ("Requests for information", ("information.",)),
    "retention": ("Keeping and disposing", ("retention.", "retention_period.")),
    "server": (
        "The server and reference data",
        (
            "demonstration.",
            "guidance.",
            "helpline.",
            "maintenance.",
            "quorum.",
            "rapid_review_section.",
            "theme.",
        ),
    ),
    "log": ("The log itself, and alerts", ("alert.", "audit.")),
}


def in_words(verb: str, outcome: str = "done") -> str:
    """Return a code as a sentence; one that has none yet as its own words."""
    if verb.startswith(OPENED):
        page = page_words(verb.removeprefix(OPENED))
        if outcome == "denied":
            return f"“{page}” was asked for, of something that is not theirs or not there"
        return f"“{page}” was opened"
    known = ALL.get(verb) or DONE_BY_ADMINISTRATORS.get(verb)
    if known is not None:
        return known.replace("“{stage}”", "another stage")
    if verb.startswith(REFUSED):
        return f"“{page_words(verb.removeprefix(REFUSED))}” was refused"
    return verb.replace(".", ": ").replace("_", " ").capitalize()


def known_verbs() -> Iterator[str]:
    """Yield every code that has a sentence of its own."""
    yield from ALL
    yield from DONE_BY_ADMINISTRATORS


def group_of(verb: str) -> str:
    """Return the key of the group that a code belongs to; empty for the work on cases, which is in none."""
    for key, (_words, beginnings) in GROUPS.items():
        if verb.startswith(beginnings):
            return key
    return ""


def in_group(key: str) -> Q:
    """Return the condition that a row is of a group; of the work on cases where `key` is "cases"."""
    if key != "cases":
        return _begins(GROUPS[key][1])
    found = Q()
    for _words, beginnings in GROUPS.values():
        found &= ~_begins(beginnings)
    return found


def _begins(beginnings: tuple[str, ...]) -> Q:
    found = Q()
    for beginning in beginnings:
        found |= Q(verb__startswith=beginning)
    return found
