"""A migration's step that creates many models at once. Used by the squashed migrations alone."""

from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation


class CreateModels(Operation):
    """Create tables for all of an app's models in one step.

    One CreateModel after the other renders every related model anew each time, here all of them: half a minute
    for a new database, and for each run of the tests. In one step they are rendered once.
    """

    def __init__(self, *models: migrations.CreateModel) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Add the models to the state, which is rendered when it is next asked for."""
        state.__dict__.pop("apps", None)
        for one in self.models:
            one.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the tables with their constraints and indexes; foreign keys are tied when all are there."""
        for one in self.models:
            model = to_state.apps.get_model(app_label, one.name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the tables again."""
        for one in reversed(self.models):
            schema_editor.delete_model(from_state.apps.get_model(app_label, one.name))

    def describe(self) -> str:
        """Say what it does, for `migrate`."""
        return f"Create {len(self.models)} models"
