"""The public site, and the only door to what is published: shelf.py, which every outlet asks.

Nothing here knows of users, sessions or cases; it imports publications and the house only.
"""
