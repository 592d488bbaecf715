"""The survivor's ledger as a tagged PDF (PDF/UA-1) in their language, to print or to take along."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from ui.pdf import typeset
from victims.telling import Line, Story

LAYOUT = Path(__file__).parent / "told.typ"


def data(story: Story) -> str:
    """What the layout prints, as JSON."""
    say = story.say

    def section(title: str, lines: list[Line], nothing: str) -> dict[str, object]:
        return {"title": title, "lines": [asdict(line) for line in lines], "nothing": nothing}

    return json.dumps(
        {
            "lang": story.code,
            "title": say.title,
            "intro": story.intro,
            "sections": [
                section(say.signed_title, story.signed, say.nothing_signed),
                section(say.told_title, story.told, say.nobody_told),
                section(say.demands_title, story.demanded, say.nothing_demanded),
            ],
            "rights": story.rights,
            "printed": story.printed,
            "page": say.page,
        }
    )


def make(story: Story) -> bytes:
    """The file."""
    return typeset(LAYOUT, "story", data(story))
