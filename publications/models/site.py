"""The words of the site's own pages as staff have changed them, and the helplines that pages name.

The words that the portal ships with are files (publications/site/texts); no rule and no page lives here.
"""

from django.conf import settings
from django.db import models

from cspr_portal.constraints import one_of
from publications.models.rows import Row


class SitePage(models.TextChoices):
    """The pages whose words staff may change. The key is the name of the file with the words shipped."""

    HOME = "home", "Home page"
    ABOUT_REVIEWS = "about-reviews", "About reviews"
    QUESTIONS = "questions", "Questions"
    REQUEST_A_COPY = "request-a-copy", "Ask for a copy"
    CONTACT = "contact", "Contact"
    ACCESSIBILITY = "accessibility", "Accessibility statement"
    PRIVACY = "privacy", "Privacy"


class SiteText(Row):
    """One version of a page's words. Never changed: the newest one holds, and a new one follows."""

    is_only_added = True

    page = models.CharField(max_length=20, choices=SitePage.choices)
    number = models.PositiveIntegerField(
        help_text="From 1; 0 stands for the words shipped, which have no row."
    )
    text = models.TextField()
    reason = models.TextField(help_text="Why the words were changed, for the history.")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["page", "-number"]
        constraints = [
            one_of("site_text", "page", SitePage),
            models.UniqueConstraint(fields=["page", "number"], name="site_text_number_once"),
            models.CheckConstraint(name="site_text_number_from_one", condition=models.Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.get_page_display()}, version {self.number}"


class Helpline(Row):
    """Somebody to talk to. Every page that shows helplines shows all of them, so that none says where a child lived."""

    name = models.CharField(max_length=80, unique=True)
    for_whom = models.CharField(
        max_length=160, help_text="Who it is for, in one line, such as “Children and young people”."
    )
    telephone = models.CharField(max_length=30, blank=True, help_text="As it is read, with spaces.")
    writing = models.CharField(
        "text or chat",
        max_length=160,
        blank=True,
        help_text="How one writes to it, such as “Chat on its website”.",
    )
    url = models.URLField(
        "website", max_length=200, blank=True, help_text="Its own page, beginning with https://."
    )
    hours = models.CharField(max_length=120, blank=True, help_text="Such as “Every day, at any hour”.")
    order = models.PositiveSmallIntegerField(default=100, help_text="Low numbers come first.")
    is_shown = models.BooleanField("shown on the public site", default=True)

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                name="helpline_can_be_reached",
                condition=~models.Q(telephone="", writing="", url=""),
                violation_error_message="Say how it can be reached: its number, how one writes to it, or its website.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
