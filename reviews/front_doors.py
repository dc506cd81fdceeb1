"""The front doors of the partnership's areas, for the foot of every page."""

from cspr_portal import clock
from cspr_portal.desk import FrontDoor
from reviews.models import Area


def of_all_areas() -> list[FrontDoor]:
    """Return the front door of each area that exists today, by name."""
    day = clock.today(clock.now())
    areas = Area.objects.filter(starts_on__lte=day).exclude(ends_on__lt=day).order_by("name")
    return [FrontDoor(area.name, area.front_door_telephone, area.out_of_hours_telephone) for area in areas]
