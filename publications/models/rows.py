"""What every table of publications shares. No table of its own."""

import uuid

from django.db import models


class Row(models.Model):
    """A row whose key tells no order, date or count."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
