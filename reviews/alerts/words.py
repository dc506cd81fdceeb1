"""What an alert says, and what to do about it, in words that blame nobody."""

from reviews.models import Alert, AlertKind


def title(alert: Alert) -> str:
    """Return in one line what was noticed."""
    who = alert.person.name if alert.person else ""
    whom = alert.other.name if alert.other else ""
    return {
        AlertKind.MANY_CASES: f"{who} opened {alert.count} different cases within an hour",
        AlertKind.MANY_SEALED: f"{who} opened sealed identities {alert.count} times within an hour",
        AlertKind.ACCESS_GIVEN: f"{who} gave access in the administration",
        AlertKind.CONFIRMED_ON_SERVER: f"The access of {whom} was confirmed on the server, in the name of {who}",
        AlertKind.FACTOR_REMOVED: f"{who} removed the second factor of {whom}",
        AlertKind.NOT_NOTED: "The end of the audit log could not be noted outside the database",
    }[AlertKind(alert.kind)]


WHAT_TO_DO = {
    AlertKind.MANY_CASES: (
        "There may be a good reason: a handover, a meeting that was prepared, a yearly return. Ask them what they "
        "were doing. If it wasn’t them, have an administrator close the account and end its sessions."
    ),
    AlertKind.MANY_SEALED: (
        "There may be a good reason, such as an urgent strategy meeting. Each opening has its reason on the case’s "
        "page of sealed identities. Ask them what they needed."
    ),
    AlertKind.ACCESS_GIVEN: (
        "A role, an area, a delegation or a seat was given or changed. It opens nothing until a coordinator or the "
        "chair of the case confirms it. Do you know who was given what, and why?"
    ),
    AlertKind.CONFIRMED_ON_SERVER: (
        "This is how the first coordinator is made, and how an area gets one that has none. It should be rare. Was "
        "it agreed?"
    ),
    AlertKind.FACTOR_REMOVED: (
        "This is done for somebody who lost their telephone. They set up a new one at the next sign-in. Ask them, "
        "not by mail, whether it was they who asked."
    ),
    AlertKind.NOT_NOTED: (
        "Everything that was done is in the log, and the portal goes on. Until the file can be written again, nothing "
        "outside the database proves that the log’s end is whole. Tell whoever runs the server."
    ),
}


def what_to_do(alert: Alert) -> str:
    """Return what a person should ask."""
    return WHAT_TO_DO[AlertKind(alert.kind)]
