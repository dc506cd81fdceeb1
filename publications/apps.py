"""The app of what is published: frozen texts and their windows."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "publications"
    verbose_name = "Publications"

    def ready(self) -> None:
        from cspr_portal import desk as house
        from publications import desk

        house.register_tasks(desk.tasks)
        house.register_panel(desk.panel)
