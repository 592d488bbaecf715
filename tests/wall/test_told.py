"""What the documentation says of the wall is what the wall is."""

from pathlib import Path

from access.management.commands.wall import markdown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "wall-table.md"


def test_the_page_of_who_may_see_what_is_made_from_the_wall():
    """Make it anew with `manage.py wall --markdown > docs/wall-table.md`."""
    assert PAGE.read_text().strip() == markdown().strip()
