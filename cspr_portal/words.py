"""Small pieces of English that sentences share."""

from collections.abc import Sequence


def listed(parts: Sequence[str]) -> str:
    """Return the parts as English lists them: "a", "a and b", "a, b and c"; an empty text for none."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
