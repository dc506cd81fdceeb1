"""Texts that a spreadsheet would take for a formula: the apostrophe that stops it, put before them and taken away.

Source: the usual advice against formulas in CSV; security case I03 names the signs, also after spaces and quotation
marks and in full width.
"""

SIGNS = "=+-@\t\r＝＋－＠"
BEFORE = " \n'\"“”‘’"
APOSTROPHE = "'"


def neutralised(text: str) -> str:
    """Return the text with an apostrophe before it where a spreadsheet might take it for a formula."""
    return f"{APOSTROPHE}{text}" if _is_risky(text) else text


def as_written(text: str) -> str:
    """Return the text without the apostrophe that `neutralised` puts before it; any other stays."""
    return text[1:] if text.startswith(APOSTROPHE) and _is_risky(text[1:]) else text


def _is_risky(text: str) -> bool:
    return text.lstrip(BEFORE).startswith(tuple(SIGNS))
