"""What visitors call the kinds of publication, in a list, in a filter and in a sentence. Words only."""

from publications.models import Kind

IN_LIST = {
    Kind.CSPR: "Practice review",
    Kind.SCR: "Serious case review",
    Kind.BRIEF: "Learning brief",
    Kind.STATEMENT: "Improvement statement",
    Kind.RESPONSE: "Partnership response",
}
IN_FILTER = IN_LIST | {
    Kind.CSPR: "Practice review (CSPR)",
    Kind.SCR: "Serious case review, before 2019",
}
IN_SENTENCE = {
    Kind.CSPR: "report",
    Kind.SCR: "report",
    Kind.BRIEF: "brief",
    Kind.STATEMENT: "statement",
    Kind.RESPONSE: "response",
}
