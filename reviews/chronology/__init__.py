"""The merged chronology: an agency's file read into rows, mended, compared, confirmed; events typed in; comments.

Pure are those modules that name no model: bytes and texts in, rows out, and no machine clock.
"""
