"""Court orders and reporting restrictions on a case, and who has read each."""

from django.db import models

from cspr_portal.constraints import in_order, together

from .base import Record
from .cases import Case
from .documents import Document
from .people import User


class CourtOrder(Record):
    """A court order or reporting restriction on a case: what it forbids, whom it protects, until when."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="court_orders")
    title = models.CharField(max_length=200, help_text="Such as “reporting restriction order”.")
    court = models.CharField(max_length=200)
    made_on = models.DateField()
    scope = models.TextField(help_text="What may not be said, shown or done.")
    protects = models.CharField(max_length=300, help_text="Whom it protects, by pseudonym.")
    until = models.DateField(null=True, blank=True)
    until_words = models.CharField(max_length=200, blank=True, help_text="Such as “until further order”.")
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="court_orders"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifted_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-made_on"]
        constraints = [
            together("court_order", "lifted_at", "lifted_by"),
            in_order("court_order", "made_on", "until"),
        ]

    def __str__(self) -> str:
        return self.title


class OrderSeen(Record):
    """That somebody with the case has read an order."""

    order = models.ForeignKey(CourtOrder, on_delete=models.PROTECT, related_name="seen_by")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["seen_at"]
        constraints = [models.UniqueConstraint(fields=["order", "user"], name="order_seen_once")]

    def __str__(self) -> str:
        return f"{self.user} has read {self.order}"
