"""Key rotation: every column of sealed words is sealed again under the newest key."""

from django.db.models import Model

from reviews import sealed
from reviews.audit.recording import action, record
from reviews.models import SealedItem

# Where ciphertexts lie: a model and its column. Empty ones hold nothing.
_columns: list[tuple[type[Model], str]] = [(SealedItem, "ciphertext")]


def register_column(model: type[Model], name: str) -> None:
    """Add a column of sealed words, so that it is sealed again when keys are rotated."""
    if (model, name) not in _columns:
        _columns.append((model, name))


@action
def rotate() -> int:
    """Seal everything again under the newest key and return how many items there were. Raises sealed.Unreadable."""
    count = 0
    for model, name in _columns:
        rows = model._default_manager.select_for_update().exclude(**{name: b""})
        for row in rows.iterator(chunk_size=500):
            setattr(row, name, sealed.seal_again(getattr(row, name)))
            row.save(update_fields=[name])
            count += 1
    record(None, "sealed.rotated", items=count)
    return count
