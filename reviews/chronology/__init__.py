"""An agency's chronology: read from a file into rows, compared with its earlier rows, put in order, written out.

What is here so far is pure: bytes and texts in, rows out. No model, form, view or address, and no machine clock.
"""
