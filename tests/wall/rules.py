"""The field's rules R1 to R34, and the test that proves each: `python -m tests.wall.rules > docs/rules.md`.

A test says which rule it proves by `@pytest.mark.rule("R12")`. The marks are read from the sources, so
that one test file run by itself sees them all. What a rule asks for that is not built yet stands in
`LATER`, under the line of the project's roadmap that brings it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]

# As the field states them, where the design's later page amends one as amended.
RULES = {
    "R1": "Nothing is open by default: a live membership of the owning agency, a role and, where the agency says so, "
    "an assignment; across agencies a live share or a copy under a release.",
    "R2": "Every way out asks under the same rule: pages, lists, search, exports, API, jobs.",
    "R3": "What may not be seen answers as what does not exist: same status, text and time.",
    "R4": "No key and no number joins a victim of the police to a provider's client; only a referral or a copy does.",
    "R5": "Numbers that people see are each room's own and show no gap.",
    "R6": "A search never spans rooms.",
    "R7": "Likely doubles are looked for within the own agency only.",
    "R8": "A release is asked when a copy is read, not only when it is given.",
    "R9": "An end comes by the clock; no job has to run.",
    "R10": "A disclosure is a copy of named facts as they stood.",
    "R11": "There is no way to share a whole file.",
    "R12": "What is compelled is recorded: the kind of document (a subpoena is no court order), counsel, attempts to "
    "tell the survivor, protective steps, what was asked for and what was given.",
    "R13": "A mandated report is recorded: the duty, who took it, what was said, whether the survivor was told.",
    "R14": "A survivor can have a printed copy of who was told what, use an alias and refuse any question; none asks "
    "for a Social Security number.",
    "R15": "No break-glass for anyone outside the owning agency; inside it, opening others' clients is told to the "
    "supervisor.",
    "R16": "Somebody with posts on both sides wears one hat a session.",
    "R17": "When a membership ends, all its access ends at once.",
    "R18": "A client can be closed to named people, and a case hidden from one person for a conflict of interest.",
    "R19": "A minor is flagged, and signs with a parent or guardian or, where the law lets them, alone.",
    "R20": "No confidential address stands in a shared row or on a referral's envelope.",
    "R21": "Letters and notices hold no name and no fact.",
    "R22": "A calendar's items hold no name either.",
    "R23": "No stored file can be reached by its address; what was uploaded lies sealed.",
    "R24": "Each agency has its own keys; text is sealed under them.",
    "R25": "There is no admin site, and no superuser passes the wall.",
    "R26": "A job's message holds its number alone, runs with its asker's rights, and its result is kept nowhere.",
    "R27": "An export holds what its maker may see, and is recorded.",
    "R28": "Small counts do not leave a side, by no subtraction either.",
    "R29": "What was to be forgotten is unreadable everywhere while the counts stay.",
    "R30": "The audit only grows, is a chain of hashes, and tells of a provider's clients to that provider alone.",
    "R31": "One leaves at once; titles and addresses are neutral; no browser keeps a page.",
    "R32": "Police are told that the defense may read it; providers are asked not to paste police reports.",
    "R33": "What looks like a criminal-history result is warned about.",
    "R34": "Every question about a person knows “not asked” and “prefers not to say”.",
}

# What a rule asks for besides, and the line of the roadmap that brings it.
LATER = {
    "R14": ("a correction that the survivor asks for", "Casework in depth, victim services: survivor's own view"),
    "R19": ("the rule of each state to choose from", "Casework in depth, victim services: staged intake"),
    "R23": (
        "attachments of records, each scanned, under the agency's key",
        "Casework in depth, victim services: legal matters",
    ),
    "R24": (
        "keys that the operator can't use; two instances that exchange only referrals and totals",
        "Operations: keys held by an agency where the operator can't use them, two instances",
    ),
    "R27": (
        "a whole record out, with reason, watermark and end",
        "Moving in and out: every record out in open formats",
    ),
    "R29": ("an agency's schedule for keeping and purging, and holds", "Operations: retention and holds"),
    "R34": (
        "switching questions off, agency by agency",
        "Casework in depth, victim services: own fields under the wall",
    ),
}


def proofs() -> dict[str, list[str]]:
    """The tests that say that they prove a rule, as `folder/file.py::name`, by rule."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for rule, name in marked(ast.parse(path.read_text())):
            found.setdefault(rule, []).append(f"{path.relative_to(TESTS).as_posix()}::{name}")
    return found


def marked(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(rule, test) of every mark in a file."""
    for test in tree.body:
        if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
            for mark in test.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.rule":
                    for rule in mark.args:
                        yield ast.literal_eval(rule), test.name


def as_markdown() -> str:
    """The page `docs/rules.md`."""
    found = proofs()
    lines = [
        "# The rules of the field, and what proves each",
        "",
        "Made by `python -m tests.wall.rules` from the marks on the tests; `tests/wall/test_rules.py` fails when a "
        "rule has neither a test nor a line of the roadmap, or when this page is not current.",
        "",
        "| rule | says | proven by (under `tests/`) | comes later |",
        "| --- | --- | --- | --- |",
    ]
    for rule, says in RULES.items():
        tests = "<br>".join(f"`{test}`" for test in found.get(rule, []))
        later = "{} (roadmap, “{}”)".format(*LATER[rule]) if rule in LATER else ""
        lines.append(f"| {rule} | {says} | {tests} | {later} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(as_markdown())
