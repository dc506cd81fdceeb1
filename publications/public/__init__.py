"""The public site. Nothing here knows of users, sessions or cases: it imports publications and the house only."""
