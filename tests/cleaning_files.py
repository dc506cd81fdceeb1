"""PDFs as they come from elsewhere, with a word of its own in every place that can carry one. No test lives here."""

import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageDraw

from cspr_portal.pdf.tagged import tagged_pdf

HELVETICA = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
SIGN = "ZZCANARY"
TAGGED = """<html lang="en"><head><title>Report</title></head><body>
<h1 id="one">Robin ZZCANARYbookmark</h1>
<p>A first paragraph, with <a href="https://example.invalid/ZZCANARYaddress%20with%20signs">a link</a>.</p>
<table><thead><tr><th>Service</th></tr></thead><tbody><tr><td>School</td></tr></tbody></table>
<p><img src="bundle:plan.svg" alt="ZZCANARYalternative"></p>
<h2 id="two">Second heading</h2><p>More of the report, and <a href="#one">the beginning</a>.</p>
</body></html>"""
PLAN = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><circle cx="40" cy="30" r="20"/></svg>'
)


def canary(name: str) -> str:
    """The word that stands in the place of this name, and nowhere else."""
    return f"{SIGN}{name}"


def paper(*pages: bytes, size: tuple[float, float] = (595, 842)) -> Pdf:
    """A PDF of these pages, each as it is drawn in Helvetica (/F1)."""
    pdf = pikepdf.new()
    for drawn in pages:
        page = pdf.add_blank_page(page_size=size)
        page.obj.Resources = Dictionary(Font=Dictionary(F1=HELVETICA))
        page.obj.Contents = pdf.make_stream(drawn)
    return pdf


def saved(pdf: Pdf, **options: object) -> bytes:
    """The bytes of a PDF."""
    made = io.BytesIO()
    pdf.save(made, **options)
    return made.getvalue()


def line(words: str, up: int, before: str = "", size: float = 12, across: int = 72) -> bytes:
    """Draw words at a height, after what comes `before` them."""
    return f"q {before} BT /F1 {size} Tf {across} {up} Td ({words}) Tj ET Q\n".encode()


def photo(kind: str = "JPEG", width: int = 120, height: int = 90) -> bytes:
    """A photograph that says where it was taken, has a comment, and something behind its end."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    ImageDraw.Draw(picture).ellipse((20, 20, 70, 70), fill="orange")
    exif = Image.Exif()
    exif[0x010F] = canary("exif")
    exif.get_ifd(0x8825)[0x001D] = canary("gps")
    made = io.BytesIO()
    if kind == "JPEG":
        picture.save(made, kind, quality=85, progressive=True, exif=exif, comment=canary("comment").encode())
        return made.getvalue() + canary("behind").encode()
    picture.save(made, kind, comment=canary("comment").encode())
    words = canary("box").encode()
    return made.getvalue() + (len(words) + 8).to_bytes(4, "big") + b"xml " + words


def image(pdf: Pdf, data: bytes, **changes: object) -> Stream:
    """A photograph as it stands in a PDF."""
    facts = {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": 120,
        "Height": 90,
        "ColorSpace": Name.DeviceRGB,
        "BitsPerComponent": 8,
        "Filter": Name.DCTDecode,
    }
    return pdf.make_stream(data, **{**facts, **changes})


def tagged() -> Pdf:
    """A tagged report as the portal itself would make it, with bookmarks, links and an alternative text."""
    made = tagged_pdf(TAGGED, stylesheet="", title="x", author="y", files={"plan.svg": PLAN})
    return pikepdf.open(io.BytesIO(made))


def loaded() -> bytes:
    """A tagged report that carries a word in every place that we know of, in two revisions, and one behind its end."""
    pdf = tagged()
    for carry in CARRIERS:
        carry(pdf)
    old = pdf.make_indirect(pdf.make_stream(canary("revision").encode()))
    pdf.Root.Old = old
    whole = saved(
        pdf,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        static_id=True,
        fix_metadata_version=False,
    )
    return revised(whole, canary("revision").encode()) + b"\n<script>ZZCANARYtail</script>\nPK\x03\x04"


def revised(whole: bytes, word: bytes) -> bytes:
    """The file after somebody wrote over the object with this word and saved: the old one is still in it."""
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        number = next(
            one.objgen[0]
            for one in pdf.objects
            if isinstance(one, Stream) and "/Filter" not in one and one.read_bytes() == word
        )
        root, size = pdf.Root.objgen[0], int(pdf.trailer.Size)
    before = int(whole.rsplit(b"startxref", 1)[1].split()[0])
    start = len(whole)
    update = b"%d 0 obj\n<< /Length 3 >>\nstream\nnew\nendstream\nendobj\n" % number
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, start)
    trailer = b"trailer\n<< /Root %d 0 R /Size %d /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return whole + update + table + trailer % (root, size, before, start + len(update))


def _data(pdf: Pdf) -> None:
    pdf.docinfo["/Producer"] = canary("program")
    pdf.docinfo["/Keywords"] = canary("keywords")
    pdf.Root.Metadata.write(canary("xmp").encode())
    pdf.Root.PieceInfo = Dictionary(X=Dictionary(Private=String(canary("piece"))))
    pdf.Root.OutputIntents = Array([Dictionary(S=Name.GTS_PDFX, Info=String(canary("intent")))])
    pdf.trailer.Extra = String(canary("trailer"))
    pdf.Root.Pages.Extra = String(canary("pages"))
    pdf.Root.Threads = Array([pdf.make_indirect(Dictionary(I=Dictionary(Title=String(canary("thread")))))])
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, P=String(canary("label")))]))
    page = pdf.pages[0].obj
    page.Metadata = pdf.make_stream(canary("page").encode())
    page.Thumb = image(pdf, photo(), Extra=String(canary("thumb")))


def _files(pdf: Pdf) -> None:
    pdf.attachments["plan.txt"] = pikepdf.AttachedFileSpec(pdf, canary("attachment").encode())
    for place, name in ((pdf.Root, "associated"), (pdf.pages[0].obj, "paged")):
        file = pdf.make_stream(canary(name).encode(), Type=Name.EmbeddedFile)
        spec = Dictionary(Type=Name.Filespec, F=String("a.txt"), EF=Dictionary(F=file))
        place.AF = Array([pdf.make_indirect(spec)])


def _scripts(pdf: Pdf) -> None:
    def script(name: str) -> Dictionary:
        return Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{canary(name)}')"))

    pdf.Root.OpenAction = script("opening")
    pdf.Root.AA = Dictionary(WC=script("closing"))
    pdf.pages[0].obj.AA = Dictionary(O=script("showing"))
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("x"), script("named")]))


def _appearance(pdf: Pdf, words: str) -> Dictionary:
    drawn = f"BT /F1 10 Tf 2 5 Td ({words}) Tj ET".encode()
    form = pdf.make_stream(
        drawn,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 300, 20]),
        Resources=Dictionary(Font=Dictionary(F1=HELVETICA)),
        PieceInfo=Dictionary(X=String(canary("formed"))),
    )
    return Dictionary(N=form)


def _mark(kind: str, up: int, **more: object) -> Dictionary:
    rect = Array([72, up, 372, up + 20])
    return Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=rect, F=4, **more)


def _marks(pdf: Pdf) -> None:
    field = _mark(
        "Widget",
        60,
        FT=Name.Tx,
        T=String(canary("field")),
        TU=String(canary("hint")),
        V=String("Filled in"),
        AP=_appearance(pdf, "Filled in"),
    )
    field = pdf.make_indirect(field)
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    signed = {"T": String(canary("commenter"))}
    marks = [
        field,
        _mark("Text", 100, Contents=String(canary("said")), **signed),
        _mark("StrikeOut", 120, Contents=String(canary("struck")), **signed),
        _mark(
            "FreeText", 140, Contents=String(canary("typed")), AP=_appearance(pdf, "Typed over it"), **signed
        ),
        _mark("Link", 160, A=Dictionary(S=Name.Launch, F=String(canary("launch")))),
        _mark("Link", 160, A=Dictionary(S=Name.URI, URI=String(f"mailto:{canary('mail')}@demo.invalid"))),
        _mark("Link", 180, Dest=String("named")),
    ]
    pdf.pages[0].obj.Annots.extend([one if one.is_indirect else pdf.make_indirect(one) for one in marks])
    orphan = pdf.make_indirect(
        Dictionary(Type=Name.Page, Contents=pdf.make_stream(canary("orphan").encode()))
    )
    names = pdf.Root.Names.Dests.Names
    names.extend([String("named"), Array([pdf.pages[0].obj, Name.Fit])])
    names.extend([String(canary("destination")), Array([orphan, Name.Fit])])


def _tags(pdf: Pdf) -> None:
    root = pdf.Root.StructTreeRoot
    root.RoleMap = Dictionary({f"/{canary('role')}": Name.P})
    for one in pdf.objects:
        if isinstance(one, Dictionary) and one.get("/S") == Name.P and "/K" in one:
            one.S = Name(f"/{canary('role')}")
            one.ID = String(canary("key"))
            one.T = String(canary("title"))
            private = Dictionary(N=String("x"), V=String(canary("property")))
            one.A = Array([Dictionary(O=Name.UserProperties, P=Array([private]))])
            one.AF = Array([Dictionary(Desc=String(canary("tagging")))])
        if isinstance(one, Dictionary) and one.get("/S") == Name.Table:
            one.A = Dictionary(O=Name.Table, Summary=String(canary("summary")))


def _drawing(pdf: Pdf) -> None:
    page = pdf.pages[0].obj
    profile = pdf.make_stream(b"x" * 128 + canary("profile").encode(), N=3, Alternate=Name.DeviceRGB)
    data = canary("pictured").encode()
    taken = image(pdf, photo(), Metadata=pdf.make_stream(data), ColorSpace=Array([Name.ICCBased, profile]))
    page.Resources.XObject = page.Resources.get("/XObject", Dictionary())
    page.Resources.XObject.Photo = taken
    ink = Array([Name.Separation, Name(f"/{canary('ink')}"), Name.DeviceGray, _tint()])
    page.Resources.ColorSpace = Dictionary(Ink=ink)
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(canary("layer"))))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(Name=String("x"), ON=Array([layer])))
    about = Dictionary(Type=Name.OCMD, OCGs=layer, Extra=String(canary("marked")))
    page.Resources.Properties = Dictionary(L=layer, M=about)
    drawn = (
        f"% {canary('remark')}\nq /Artifact << /Contents ({canary('artifact')}) >> BDC\n"
        f"/X << /Y ({canary('point')}) >> DP ({canary('operand')}) nonsense ({canary('number')}) 1 w EMC Q\n"
        f"/OC /L BDC q 80 0 0 60 400 700 cm /Photo Do Q EMC /Ink cs 1 scn\n"
        f"/Span << /ActualText ({canary('instead')}) >> BDC BT /F9 9 Tf 72 40 Td (Seen) Tj ET EMC\n"
    )
    data = pdf.make_stream(canary("font").encode())
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Metadata=data)
    page.Resources.Font.F9 = pdf.make_indirect(font)
    pdf.pages[0].contents_add(drawn.encode(), prepend=True)


def _tint() -> Dictionary:
    return Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([0]), N=1)


CARRIERS: tuple[Callable[[Pdf], None], ...] = (_data, _files, _scripts, _marks, _tags, _drawing)
# Words that stay in the file, so the check has to be given them.
STAY = {
    "bookmark",
    "address",
    "alternative",
    "label",
    "title",
    "summary",
    "instead",
}


def bomb(megabytes: int = 400) -> bytes:
    """A PDF whose page unpacks to far more than anybody draws."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _number in range(megabytes)) + packer.flush()
    pdf = paper(b"")
    pdf.pages[0].obj.Contents = pdf.make_stream(packed, Filter=Name.FlateDecode)
    return saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
