"""Copies on request: what somebody wrote, who answers it, and the link that one person may open for a while.

The page on which the public asks, and the one that a link leads to, are in publications/public/copies.py.
"""
