"""What every model of the portal shares: a key that tells nothing."""

import uuid

from django.db import models


class Record(models.Model):
    """A row whose key has no order, date or count, so that knowing one key gives no other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
