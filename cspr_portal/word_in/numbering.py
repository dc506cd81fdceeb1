"""The numbers that Word draws before paragraphs: worked out here, since the file holds only how to count."""

from dataclasses import dataclass, field

from .names import Element, flag, number, val, w

LEVELS = 9
PLAIN_LABELS = ("%{0}.", "%{0})", "(%{0})", "%{0}", "%{0}.)", "%{0}:")
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@dataclass(frozen=True)
class Label:
    """What stands before a paragraph: a bullet, or a number, with the words that Word draws for it."""

    is_bullet: bool
    number: int
    words: str  # as drawn, such as "(a)", "1.2" or "Recommendation 3:"; empty for a bullet
    is_plain: bool  # whether a numbered list draws the same: 1, 2, 3


@dataclass
class _Level:
    format: str
    text: str
    start: int
    is_legal: bool  # all its numbers in digits, whatever the levels above say
    restarts: bool


@dataclass
class _Counting:
    """Where the counting of one list stands. Lists of the same definition go on counting for each other."""

    numbers: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


class Numbering:
    """The lists of one file; made of its numbering part, or of None where it has none."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        self._definitions: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counting: dict[str, _Counting] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        by_style = {}
        for definition in root.iter(w("abstractNum")):
            key = val(definition, "abstractNumId")
            self._read_levels(key, definition)
            if link := val(definition.find(w("styleLink"))):
                by_style[link] = key
        # A definition may only say: as that list style
        linked = {
            val(each, "abstractNumId"): by_style.get(val(each.find(w("numStyleLink"))))
            for each in root.iter(w("abstractNum"))
        }
        for one in root.iter(w("num")):
            key, definition = val(one, "numId"), val(one.find(w("abstractNumId")))
            self._definitions[key] = linked.get(definition) or definition
            for change in one.iter(w("lvlOverride")):
                level = number(val(change, "ilvl"))
                if (start := change.find(w("startOverride"))) is not None:
                    self._starts[key, level] = number(val(start), 1)

    def label(self, key: str, level: int) -> Label | None:
        """Count one paragraph of the list `key` at `level` (from 0) and return what stands before it, if anything."""
        definition = self._definitions.get(key, "")
        found = self._levels.get((definition, level))
        if found is None:
            return None
        numbers = self._counting.setdefault(definition, _Counting()).numbers
        if (key, level) in self._starts and (key, level) not in self._begun:
            numbers[level] = None
            found_start = self._starts[key, level]
        else:
            found_start = found.start
        self._begun.add((key, level))
        now = found_start if numbers[level] is None else (numbers[level] or 0) + 1
        numbers[level] = now
        for above in range(level):
            if numbers[above] is None:
                numbers[above] = self._start(definition, above)
        for below in range(level + 1, LEVELS):
            deeper = self._levels.get((definition, below))
            if deeper is None or deeper.restarts:
                numbers[below] = None
        if found.format == "bullet":
            return Label(True, 0, "", True)
        if found.format == "none" and not found.text.strip():
            return None
        is_plain = found.format in ("decimal", "decimalZero") and found.text.strip() in (
            each.format(level + 1) for each in PLAIN_LABELS
        )
        return Label(False, now, self._words(definition, found, numbers), is_plain)

    def _read_levels(self, key: str, definition: Element) -> None:
        for element in definition.iter(w("lvl")):
            level = number(val(element, "ilvl"))
            self._levels[key, level] = _Level(
                format=val(element.find(w("numFmt"))) or "decimal",
                text=val(element.find(w("lvlText")))[:200],
                start=number(val(element.find(w("start"))), 1),
                is_legal=bool(flag(element, "isLgl")),
                restarts=val(element.find(w("lvlRestart"))) != "0",
            )

    def _start(self, definition: str, level: int) -> int:
        found = self._levels.get((definition, level))
        return found.start if found else 1

    def _words(self, definition: str, found: _Level, numbers: list[int | None]) -> str:
        words = found.text
        for level in range(LEVELS):
            place = f"%{level + 1}"
            if place in words:
                own = self._levels.get((definition, level))
                form = "decimal" if found.is_legal or own is None else own.format
                words = words.replace(place, drawn(numbers[level] or 0, form))
        return words.strip()


def drawn(count: int, form: str) -> str:
    """The number as Word draws it in one of its forms; digits for forms of other scripts."""
    if form in ("lowerLetter", "upperLetter") and 0 < count <= 26 * 20:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        letters = ""
        for worth, letter in ROMAN:
            times, count = divmod(count, worth)
            letters += letter * times
        return letters.upper() if form == "upperRoman" else letters
    if form in ("none", "bullet"):
        return ""
    return f"{count:02}" if form == "decimalZero" else str(count)
