"""Pictures as people send them, with what must never come along ("Canary"), and a report that shows one. No test."""

import io
from typing import Any

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from cspr_portal import clock
from cspr_portal.pictures import cleaned
from reviews.models import Case, ReportPicture, User

NAME = "picture-hkqmzx.png"
GPS, DESCRIPTION, ORIENTATION = 0x8825, 0x010E, 0x0112
TURNED_RIGHT = 6
TAIL = b"PK\x03\x04Canary<script>alert(1)</script>"


def drawn(size: tuple[int, int] = (60, 40), mode: str = "RGB", corner: str = "red") -> Image.Image:
    """A white picture with a coloured corner, above on the left."""
    made = Image.new("RGB", size, "white")
    ImageDraw.Draw(made).rectangle((0, 0, size[0] // 3, size[1] // 3), fill=corner)
    return made.convert(mode)


def saved(picture: Image.Image, kind: str, **how: Any) -> bytes:
    """The picture's file."""
    made = io.BytesIO()
    picture.save(made, kind, **how)
    return made.getvalue()


def photograph() -> bytes:
    """A JPEG that lies on its side, and says where it was taken and more; a second file hangs behind its end."""
    about = Image.Exif()
    about[ORIENTATION] = TURNED_RIGHT
    about[DESCRIPTION] = "Canary description"
    about.get_ifd(GPS)[1] = "Canary N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = saved(drawn(), "JPEG", exif=about, comment=b"Canary comment", icc_profile=profile, quality=95)
    return kept + TAIL


def plan() -> bytes:
    """A PNG with words beside its pixels and a tail."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Canary author")
    words.add_itxt("XML:com.adobe.xmp", "<x>Canary xmp</x>")
    words.add_text("Packed", "Canary packed " * 50, zip=True)
    about = Image.Exif()
    about[DESCRIPTION] = "Canary description"
    return saved(drawn(), "PNG", pnginfo=words, exif=about) + TAIL


def file(content: bytes, name: str = "Zebedee Quarrington.png") -> io.BytesIO:
    """What a browser sends."""
    sent = io.BytesIO(content)
    sent.name = name
    return sent


def keep(case: Case, by: User) -> ReportPicture:
    """Keep a picture with the case's report, shown by its oldest version."""
    made = cleaned(plan())
    return ReportPicture.objects.get_or_create(
        review=case.review,
        sha256=made.sha256,
        defaults={
            "name": NAME,
            "content": made.content,
            "media_type": made.media_type,
            "width": made.width,
            "height": made.height,
            "size": len(made.content),
            "added_at": clock.now(),
            "added_by": by,
            "first_version": case.review.report_versions.last(),
        },
    )[0]
