"""Writes anew what is drawn on a page, in a form, a pattern or a glyph: known operators, and no remarks or notes.

What stands in their place for a reader who can't see the page (ActualText, Alt, E) stays, and is handed out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import ContentStreamInlineImage, ContentStreamInstruction, Dictionary, Name, Operator, String

from .faults import Fault, Unclean
from .tags import LANGUAGE, ROLES

# ISO 32000-1, table 51, but for points of marked content (MP, DP), which draw nothing.
OPERATORS = (
    "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do EMC ET EX f F f* G g gs h i j J K k l M m n q Q re RG rg ri "
    "s S SC sc SCN scn sh T* Tc Td TD Tf TL Tm Tr Ts Tw Tz v w W W* y"
)
SHOWING = frozenset(("Tj", "TJ", "'", '"'))
KNOWN = SHOWING.union(OPERATORS.split())
# Words of no size are in the file, and in no text layer: made a little larger, they are found.
SMALLEST = {"Tf": 0.1, "Tz": 1}
IN_PLACE = ("/ActualText", "/Alt", "/E")
MARKED = frozenset(("/MCID", "/Type", "/Subtype", "/BBox", "/Attached", "/Lang", *IN_PLACE))
TAGS = ROLES | {"Artifact", "ReversedChars", "Clip"}
JPEGS = {"/DCTDecode", "/DCT", "/JPXDecode"}


@dataclass
class Drawn:
    """What is drawn; the same without the text that stands in place of it, or None when there is no such text."""

    content: bytes = b""
    as_seen: bytes | None = None
    words: list[str] = field(default_factory=list)
    has_text: bool = False


Instruction = ContentStreamInstruction | ContentStreamInlineImage


def drawn_again(found: pikepdf.Page | pikepdf.Object) -> Drawn:
    """Return what a page or a stream draws, written anew. Raises Unclean, and pikepdf's errors for what is broken."""
    instructions = pikepdf.parse_content_stream(found)
    drawn = Drawn()
    drawn.content = pikepdf.unparse_content_stream(list(_kept(instructions, drawn)))
    if drawn.words:
        kept = _kept(instructions, Drawn())
        drawn.as_seen = pikepdf.unparse_content_stream([_bare(one) for one in kept])
    return drawn


def _kept(instructions: list[Instruction], drawn: Drawn) -> Iterator[Instruction]:
    for instruction in instructions:
        name = str(instruction.operator)
        if name in SHOWING:
            drawn.has_text = True
            yield instruction
        elif isinstance(instruction, ContentStreamInlineImage):
            if JPEGS & {str(one) for one in instruction.iimage.filters}:
                raise Unclean(Fault.PICTURE)
            yield instruction
        elif name == "BDC" and len(instruction.operands) == 2:
            tag, about = instruction.operands
            yield _marked(tag, about)
            if isinstance(about, Dictionary) and tag != Name.OC:
                drawn.words += (str(about[key]) for key in IN_PLACE if key in about)
        elif name == "BMC":
            yield ContentStreamInstruction([_tag(*instruction.operands)], instruction.operator)
        elif name in SMALLEST and len(instruction.operands) and instruction.operands[-1] == 0:
            yield ContentStreamInstruction([*instruction.operands[:-1], SMALLEST[name]], instruction.operator)
        elif name in KNOWN:
            kept = [one for one in instruction.operands if not isinstance(one, (String, Dictionary))]
            is_same = len(kept) == len(instruction.operands)
            yield instruction if is_same else ContentStreamInstruction(kept, instruction.operator)


def _marked(tag: object, about: object) -> Instruction:
    """The beginning of marked content. Layers are gone, so what was in one belongs to none."""
    if tag == Name.OC or not isinstance(about, (Dictionary, Name)):
        return ContentStreamInstruction([Name.Span], Operator("BMC"))
    if isinstance(about, Dictionary):
        for key in list(about.keys()):
            value = about[key]
            is_text = isinstance(value, String) and (
                key in IN_PLACE or (key == "/Lang" and LANGUAGE.fullmatch(str(value)) is not None)
            )
            if key not in MARKED or (isinstance(value, (String, Dictionary)) and not is_text):
                del about[key]
    return ContentStreamInstruction([_tag(tag), about], Operator("BDC"))


def _tag(tag: object) -> Name:
    """The tag of a passage: one of somebody's own tells who that was, and no reader knows it."""
    return tag if isinstance(tag, Name) and str(tag)[1:] in TAGS else Name.Span


def _bare(instruction: Instruction) -> Instruction:
    if str(instruction.operator) == "BDC":
        return ContentStreamInstruction([instruction.operands[0]], Operator("BMC"))
    return instruction
