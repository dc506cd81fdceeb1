"""The names of an edition's files, as they stand in addresses. Making them is freezing.py's."""

PDF_NAME = "report.pdf"
COVER_NAME = "cover"
