"""Every page of the documentation leads somewhere: what it links to is in the house."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def links(page: Path) -> list[str]:
    """Where a page leads within the house: neither to other sites nor to a heading of its own."""
    elsewhere = ("http://", "https://", "mailto:", "#")
    return [target.split("#")[0] for target in LINK.findall(page.read_text()) if not target.startswith(elsewhere)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_points_to_something_that_exists(page: Path) -> None:
    assert [target for target in links(page) if not (page.parent / target).exists()] == []


def test_the_index_names_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    named = {(index.parent / target).resolve() for target in links(index)}
    assert [page for page in PAGES if page not in named | {index}] == []
