"""Mails that pages write: kept sealed in the database until the mail server has taken them, each once."""
