"""Sizes of files in words, and what is said of a file that has too many bytes."""

KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE


def in_words(size: int) -> str:
    """Return a size in bytes as a person reads it: "340 KB", "1.2 MB"."""
    if size < KILOBYTE:
        return f"{size} bytes"
    if size < MEGABYTE:
        return f"{round(size / KILOBYTE)} KB"
    return f"{size / MEGABYTE:.1f} MB"


def too_large(size: int, limit: int, advice: str) -> str:
    """Say that a file of `size` bytes has more than `limit`, and what to do."""
    return f"The file must have {limit // MEGABYTE} MB or less; it has {size / MEGABYTE:.1f} MB. {advice}"
