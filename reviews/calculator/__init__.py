"""The deadlines page: clocks for dates that somebody types in. It keeps nothing and knows no case."""
