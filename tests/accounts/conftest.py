"""The door's stories begin without earlier attempts."""

from tests.office.conftest import nobody_has_tried_yet  # noqa: F401
