"""What the documentation and the command say of the wall is what the wall is."""

import json
from pathlib import Path

from django.core.management import call_command

from access import matrix
from access.wall import WALL

PAGE = Path(__file__).resolve().parents[2] / "docs" / "wall-table.md"


def test_the_page_of_who_may_see_what_is_made_from_the_wall():
    """Make it anew with `manage.py wall --markdown > docs/wall-table.md`."""
    assert PAGE.read_text().strip() == matrix.as_markdown().strip()


def test_the_command_prints_every_cell_as_json(house, capsys):
    call_command("wall", "--json")
    told = json.loads(capsys.readouterr().out)
    assert {(kind, reader, way) for kind, rows in told.items() for reader, ways in rows.items() for way in ways} == {
        (kind, reader.key, way) for kind in WALL for reader in matrix.READERS for way in matrix.WAYS
    }


def test_the_command_prints_a_page_and_a_text(house, capsys):
    call_command("wall", "--html")
    page = capsys.readouterr().out
    assert all(f"<h2>{kind}</h2>" in page for kind in WALL)
    call_command("wall")
    text = capsys.readouterr().out
    assert "Coordinator: reading: sees; edit: changes" in text
    assert text.endswith("The database agrees with the declarations.\n")
