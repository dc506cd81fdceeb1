"""Letters, mails and calls about a case: in or out, with whom, and what still wants an answer."""
