"""Opens a PDF or a picture in a process of its own, whose memory and time have an end.

A file of 600 KB can make qpdf take more than a gigabyte, and readers written in C can crash: neither may stop
the server. `state_of` starts this same module as a program, which knows nothing of Django or the settings.
"""

import io
import resource
import subprocess
import sys
from pathlib import Path

MOST_PAGES = 5_000
MOST_PIXELS = 50_000_000
MEMORY = 600 * 1024 * 1024
CPU_SECONDS = 5
PATIENCE = 20

FINE, LOCKED, TOO_MANY_PAGES, TOO_MANY_PIXELS, BROKEN = "fine", "locked", "pages", "pixels", "broken"


def state_of(extension: str, data: bytes) -> str:
    """Return FINE, or which of the other words above is true of the PDF (or else picture) in `data`.

    A reader that crashes, hangs, or wants more than MEMORY bytes or CPU_SECONDS says BROKEN.
    """
    command = [sys.executable, "-I", str(Path(__file__).resolve()), extension]
    try:
        # No environment: the settings' secrets are none of a reader's business.
        done = subprocess.run(  # noqa: S603 – our own file, and one of our own words
            command, input=data, capture_output=True, timeout=PATIENCE, check=False, env={}, cwd="/"
        )
    except subprocess.TimeoutExpired:
        return BROKEN
    said = done.stdout.decode("ascii", "replace").strip()
    return (
        said if done.returncode == 0 and said in {FINE, LOCKED, TOO_MANY_PAGES, TOO_MANY_PIXELS} else BROKEN
    )


def _pdf(data: bytes) -> str:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        return LOCKED
    if pages > MOST_PAGES:
        return TOO_MANY_PAGES
    return FINE if pages else BROKEN


def _picture(data: bytes) -> str:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # the limit below is ours
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            return TOO_MANY_PIXELS
        picture.draft("L", (1, 1))  # a JPEG is read at an eighth of its size: enough to see that it is whole
        picture.load()
    return FINE


def main() -> None:
    """Say on standard output what is true of the file on standard input; any fault ends with status 1."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    data = sys.stdin.buffer.read()
    print(_pdf(data) if sys.argv[1] == "pdf" else _picture(data))


if __name__ == "__main__":
    main()
