"""The app of what is published: frozen texts and their windows."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "publications"
    verbose_name = "Publications"

    def ready(self) -> None:
        from cspr_portal import desk as house
        from publications import desk, disposing, redacted_copies, retention
        from publications.copies import due
        from publications.models import CopyRequest
        from publications.own_names import access as own_names
        from publications.own_names import due as own_names_due
        from publications.public.helplines import helplines
        from publications.restoring import due as held
        from publications.restoring import journal
        from reviews import key_rotation, sealed
        from reviews.audit import recording
        from reviews.disclosures import unseen
        from reviews.needs import beside
        from reviews.retention import contents as retained
        from reviews.retention import due as retention_due
        from reviews.retention import holds, records

        house.register_tasks(desk.tasks)
        beside.register("copy", beside.Added(due.waiting, due.task))
        beside.register("own-name", beside.Added(own_names_due.waiting, own_names_due.task))
        beside.register("held", beside.Added(held.waiting, None, held.tasks))
        sealed.register_own_name(own_names.is_decided)
        unseen.register_reader(redacted_copies.refuse_pdf)
        key_rotation.register_column(CopyRequest, "sealed")
        house.register_panel(desk.panel)
        house.register_helplines(helplines)
        retained.register(retention.ELSEWHERE)
        retention_due.register_stop(retention.stop)
        retention.register_held()
        holds.register(disposing.CARRIERS, disposing.WITHIN)
        records.register(*disposing.KINDS)
        recording.register_witness(journal.witness)
