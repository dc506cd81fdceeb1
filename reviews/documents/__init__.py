"""Files on a case: what may be added, where it lies, who opens it, and how it is removed."""
