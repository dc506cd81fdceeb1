"""A child's own name in what is published, by decision: proposed, agreed by the three partners, and ended."""
