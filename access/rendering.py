"""Spares `migrate` half its time: adding an index, a constraint or a trigger need not render every model anew.

Django renders all related models again after each of these, though their classes change in nothing that a migration
reads. Whatever changes a field renders them as always.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


@contextmanager
def sparing() -> Iterator[None]:
    """While this is open, options of a model are noted on its class as it stands."""
    # Django's stubs leave out what is its own (attr-defined); a method can't be replaced in types (assignment).
    append, add_trigger = ProjectState._append_option, AddTrigger.state_forwards  # type: ignore[attr-defined]
    ProjectState._append_option = _note  # type: ignore[attr-defined]
    AddTrigger.state_forwards = _note_trigger  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        ProjectState._append_option = append  # type: ignore[attr-defined]
        AddTrigger.state_forwards = add_trigger  # type: ignore[method-assign]


def _note(state: ProjectState, app_label: str, model_name: str, option: str, added: Any) -> None:
    options = state.models[app_label, model_name].options
    options[option] = [*options.get(option, []), added]
    if "apps" in state.__dict__:  # asking for the property would render every model
        meta = state.apps.get_model(app_label, model_name)._meta
        setattr(meta, option, [*getattr(meta, option, []), added])


def _note_trigger(operation: AddTrigger, app_label: str, state: ProjectState) -> None:
    _note(state, app_label, operation.model_name, "triggers", operation.trigger)
