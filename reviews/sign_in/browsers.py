"""What a browser calls itself, in plain words: its family and the kind of machine. No version is kept."""

UNKNOWN = "A browser that does not say what it is"
# The first that fits: most browsers claim to be several others.
FAMILIES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
MACHINES = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "a Chromebook"),
    ("Mac OS X", "a Mac"),
    ("Linux", "Linux"),
)


def browser_words(user_agent: str) -> str:
    """Return words like "Firefox on Windows" for the header that a browser sends."""
    family = next((words for mark, words in FAMILIES if mark in user_agent), None)
    machine = next((words for mark, words in MACHINES if mark in user_agent), None)
    if family is None:
        return UNKNOWN
    return f"{family} on {machine}" if machine else family
