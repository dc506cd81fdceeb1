"""The app of serious cases and their reviews."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        from cspr_portal import desk
        from reviews import front_doors, guidance_in_force
        from reviews.audit import recording
        from reviews.needs import beside
        from reviews.returns import tasks as returns_tasks
        from reviews.reviewers import tasks as reviewers_tasks
        from reviews.turns import working_out

        desk.register_front_doors(front_doors.of_all_areas)
        desk.register_guidance(guidance_in_force.of_all_editions)
        recording.register_finisher(working_out.refresh)
        desk.register_tasks(beside.of)
        desk.register_tasks(returns_tasks.of)
        desk.register_tasks(reviewers_tasks.of)
