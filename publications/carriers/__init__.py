"""Whatever carries words out: text, PDF, Word files and pictures, read part by part for the disclosure check."""
