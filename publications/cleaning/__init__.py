"""Finished files from elsewhere, cleaned to known-good: PDFs and recordings. Pure: bytes in, bytes out, no model."""

from .faults import MOST_BYTES, MOST_PAGES, NotClean
from .finished import CleanPdf, Hidden, cleaned_pdf
from .sound import MOST_SOUND, cleaned_mp3

__all__ = [
    "MOST_BYTES",
    "MOST_PAGES",
    "MOST_SOUND",
    "CleanPdf",
    "Hidden",
    "NotClean",
    "cleaned_mp3",
    "cleaned_pdf",
]
