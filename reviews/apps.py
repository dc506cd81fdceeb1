"""The app of serious cases and their reviews."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        from cspr_portal import desk
        from reviews import front_doors, guidance_in_force, key_rotation
        from reviews.accounts import tasks as accounts_tasks
        from reviews.alerts import access as alerts
        from reviews.alerts import raising
        from reviews.audit import recording
        from reviews.disclosures import tasks as disclosures_tasks
        from reviews.models import InformationRequest
        from reviews.needs import beside
        from reviews.retention import own_records, records
        from reviews.retention import tasks as retention_tasks
        from reviews.returns import tasks as returns_tasks
        from reviews.reviewers import tasks as reviewers_tasks
        from reviews.turns import working_out

        desk.register_front_doors(front_doors.of_all_areas)
        desk.register_guidance(guidance_in_force.of_all_editions)
        recording.register_finisher(working_out.refresh)
        recording.register_watcher(raising.watch)
        recording.register_when_not_noted(raising.not_noted)
        beside.register("alert", beside.Added(alerts.waiting, alerts.task))
        desk.register_panel(retention_tasks.panel)
        desk.register_tasks(beside.of)
        records.register(*own_records.KINDS)
        beside.register("disposal", beside.Added(retention_tasks.waiting, retention_tasks.task))
        desk.register_tasks(returns_tasks.of)
        desk.register_tasks(reviewers_tasks.of)
        beside.register("information", beside.Added(disclosures_tasks.waiting, None, disclosures_tasks.of))
        key_rotation.register_column(InformationRequest, "sealed")
        desk.register_tasks(accounts_tasks.of)
