"""The front doors of the partnership's areas, for the foot of every page."""

from datetime import date

from cspr_portal.one_statement import Part, rows
from reviews.models import Area


def of_all_areas(day: date) -> Part:
    """Ask for the front door of each area that exists on that day in London, by name (cspr_portal.desk.FrontDoor)."""
    areas = Area.objects.filter(starts_on__lte=day).exclude(ends_on__lt=day).order_by("name")
    return rows(areas, area="name", telephone="front_door_telephone", out_of_hours="out_of_hours_telephone")
