"""What is said of each kind of hit, in a sentence. Words only."""

EXACT, NEAR, SPELLING = "exact", "near", "spelling"

SENTENCES = {
    "name": "A name sealed in this case.",
    "relative": "A relative sealed in this case.",
    "practitioner": "A practitioner sealed in this case.",
    "place": "A school or place sealed in this case.",
    "identifier": "A number or reference sealed in this case.",
    "initials": "The real initials of a child in this case.",
    "date": "A date sealed in this case.",
    "month": "The month of a date sealed in this case.",
    "age": "The exact age of a child in this case.",
    "exact date": "An exact date.",
    "exact age": "An exact age, or the ages of several children together.",
    "NHS number": "An NHS number.",
    "National Insurance number": "A National Insurance number.",
    "postcode": "A postcode.",
    "address": "An address.",
    "position": "A position on the map.",
    "telephone number": "A telephone number.",
    "e-mail address": "An e-mail address.",
    "case reference": "A case reference.",
    "pupil number": "A unique pupil number.",
    "named place": "What looks like the name of a school, hospital or other place.",
    "named person": "What looks like somebody’s name, with a title.",
    "method or injury": "A method or an injury by name. Lists, search and feeds show these words to everybody.",
    "hidden character": "A character that cannot be seen and can hide or turn round other text.",
}
_CLOSE_TO = {
    "name": "a name sealed in this case",
    "relative": "the name of a relative sealed in this case",
    "practitioner": "the name of a practitioner sealed in this case",
    "place": "a school or place sealed in this case",
}


def sentence(kind: str, likeness: str) -> str:
    """Say what a hit of this kind is; `likeness` is how it is like the case's word: EXACT, NEAR or SPELLING."""
    if likeness == NEAR:
        return f"Close to {_CLOSE_TO[kind]}, one letter apart."
    if likeness == SPELLING:
        return f"Another spelling, or a short form, of {_CLOSE_TO[kind]}."
    return SENTENCES[kind]
