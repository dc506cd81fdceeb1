"""The kinds of things that can wait on a case: what each is called, and where it is done. Data, no rule."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """A kind of thing that waits: the words after the case's title, the words of its link, its address."""

    words: str
    verb: str
    url_name: str
    needs_subject: bool = False
    # It has a day of its own, `sort_on`; everything else goes by the case's nearest clock
    has_own_day: bool = False


# In the order in which a case lists what waits on the same day.
TASKS: dict[str, Task] = {
    "notify": Task("tell the national Panel", "Record the notification", "notify"),
    "give_view": Task("give your partner’s view", "Give your partner’s view", "give_view"),
    "confirm_view": Task(
        "confirm the view recorded for your partner", "Confirm the view", "confirm_view", needs_subject=True
    ),
    "tell": Task("tell the Secretary of State and Ofsted", "Record who was told", "told"),
    "end_told": Task("end the case: no review is required", "End the case", "end_told"),
    "decide_criteria": Task("decide the criteria", "Record the criteria decision", "decide_criteria"),
    "ask_agencies": Task("ask agencies for what they know", "Ask agencies", "ask_agencies"),
    "name_author": Task(
        "name who writes an agency’s return",
        "Name the author",
        "name_author",
        needs_subject=True,
        has_own_day=True,
    ),
    "name_approver": Task(
        "name who signs an agency’s return off",
        "Name who signs it off",
        "name_approver",
        needs_subject=True,
        has_own_day=True,
    ),
    "read_return": Task(
        "read an agency’s return", "Read the return", "agency_request", needs_subject=True, has_own_day=True
    ),
    "chase_agency": Task(
        "remind an agency of its return",
        "Remind the agency",
        "chase_agency",
        needs_subject=True,
        has_own_day=True,
    ),
    "rapid_review": Task("hold the rapid review", "Record the rapid review", "rapid_review"),
    "decide_review": Task("decide on a review", "Record the decision on a review", "decide_review"),
    "reopen_review": Task("think again, as the national Panel asks", "Reopen the decision", "reopen_review"),
    "respond_to_panel": Task(
        "respond to the national Panel’s answer",
        "Record the response",
        "respond_to_panel",
        needs_subject=True,
    ),
    "challenge_followed": Task(
        "record what followed the challenge", "Record what followed", "challenge_followed", needs_subject=True
    ),
    "commission": Task("commission the review", "Commission the review", "commission"),
    "withdraw_notification": Task(
        "withdraw the notification", "Withdraw the notification", "withdraw_notification"
    ),
    "rapid_review_sent": Task(
        "send the rapid review", "Record that the rapid review was sent", "rapid_review_sent"
    ),
    "scope": Task("set the terms of reference", "Set the terms of reference", "scope"),
    "panel": Task("set up the panel", "Set up the panel", "panel"),
    "appoint": Task("appoint the Independent Reviewer", "Appoint the Independent Reviewer", "appoint"),
    "decide_links": Task(
        "decide on the reviewer’s declared link",
        "Decide on the declared link",
        "decide_links",
        needs_subject=True,
    ),
    "check_declaration": Task(
        "check the reviewer’s declaration", "Check the declaration", "check_declaration", needs_subject=True
    ),
    "extend_appointment": Task(
        "extend the reviewer’s appointment, or let it end",
        "Extend the appointment",
        "extend_appointment",
        needs_subject=True,
        has_own_day=True,
    ),
    "reply_to_request": Task(
        "reply to the safeguarding partners",
        "Reply",
        "reply_to_request",
        needs_subject=True,
        has_own_day=True,
    ),
    "finish_chronology": Task(
        "finish an agency’s chronology", "Finish the chronology", "chronology_file", needs_subject=True
    ),
    "add_key_line": Task("add the key lines of enquiry", "Add a key line of enquiry", "add_key_line"),
    "record_engagement": Task(
        "record engagement with family and practitioners", "Record engagement", "record_engagement"
    ),
    "promised_contact": Task(
        "keep a promise to somebody who takes part",
        "See what was promised",
        "participant",
        needs_subject=True,
        has_own_day=True,
    ),
    "enquiry": Task("answer the key lines of enquiry", "Answer the key lines of enquiry", "enquiry"),
    "write_report": Task("write the report", "Write the report", "write_report"),
    "answer_comments": Task("answer the comments on the report", "Answer the comments", "report"),
    "agree_report": Task(
        "say where you stand on the report", "Say where you stand on the report", "agree_report"
    ),
    "minute_meeting": Task(
        "record the minutes of a meeting",
        "Record the minutes",
        "minute_meeting",
        needs_subject=True,
        has_own_day=True,
    ),
    "move_on": Task("move the review on", "Move the review on", "move_on"),
    "send_back": Task("send the report back to the draft", "Send the report back to the draft", "move_on"),
    "answer_letter": Task(
        "see to a letter", "Mark it answered", "mark_answered", needs_subject=True, has_own_day=True
    ),
    "escalation_outcome": Task(
        "ask what came of an escalation",
        "Record what came of it",
        "escalation_outcome",
        needs_subject=True,
        has_own_day=True,
    ),
    "answer_escalation": Task(
        "answer an escalation",
        "Record your decision",
        "escalation_outcome",
        needs_subject=True,
        has_own_day=True,
    ),
    "respond_to_advice": Task(
        "respond to the scrutineer’s advice", "Record the response", "respond_to_advice", needs_subject=True
    ),
    "read_order": Task(
        "read a court order", "Read the order", "court_order", needs_subject=True, has_own_day=True
    ),
    "contribution": Task("return our contribution", "Record that it was returned", "contribution_returned"),
    "related": Task("look at a case with the same child", "Look at the related case", "related"),
    "late_action": Task(
        "see to a late action",
        "See to a late action",
        "learning_action",
        needs_subject=True,
        has_own_day=True,
    ),
    "blocked_action": Task(
        "see to a blocked action",
        "See to a blocked action",
        "learning_action",
        needs_subject=True,
        has_own_day=True,
    ),
    "verify_action": Task(
        "verify an action", "Verify an action", "learning_action", needs_subject=True, has_own_day=True
    ),
    "look_at_impact": Task(
        "look again at what an action changed",
        "Look again at an action",
        "record_impact",
        needs_subject=True,
        has_own_day=True,
    ),
    "respond_to_recommendation": Task(
        "respond to a recommendation",
        "Respond to a recommendation",
        "respond_to_recommendation",
        needs_subject=True,
    ),
    "look_at_hold": Task("look at the hold again", "Look at the hold again", "end_hold"),
}
PLACES = {task: place for place, task in enumerate(TASKS)}
