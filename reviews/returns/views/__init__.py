"""Pages of requests to agencies: asking.py for those who ask, writing.py for the agency's author."""
