"""The app of serious cases and their reviews."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        from cspr_portal import desk
        from reviews import front_doors
        from reviews.needs import tasks
        from reviews.people import tasks as people_tasks

        desk.register_front_doors(front_doors.of_all_areas)
        desk.register_tasks(tasks.of)
        desk.register_tasks(people_tasks.of)
