"""The names of the files that the portal makes for an edition, as they stand in addresses."""

PDF_NAME = "report.pdf"
COVER_NAME = "cover"
CARD_NAME = "card.png"
EDITABLE_NAME = "editable-copy.docx"
MADE_HERE = (PDF_NAME, COVER_NAME, CARD_NAME)
