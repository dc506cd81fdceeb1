"""Backups: database and files together in one encrypted archive, and the way back. Knows neither app.

What has to be repeated after a restore, so that nothing withdrawn comes back, is in publications/restoring/.
"""
