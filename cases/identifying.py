"""Warns when a text that others read looks as if it told who somebody is; the person decides.

Shared rows hold nothing that identifies a survivor (28 CFR 94.115; 34 U.S.C. 12291(b)(2)), and
nothing from a criminal-history system (CJIS Security Policy; field.md R33). No rule finds every
name, and a warning that can't be overruled would teach people to write around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Capitalised words that stand beside another one without being anybody's name.
ORDINARY = """
January February March April May June July August September October November December
Monday Tuesday Wednesday Thursday Friday Saturday Sunday
County City Township Village State States United Police Sheriff Department Office District Attorney Task Force
Court Bureau Agency Division Unit House Shelter Hospital School University Center Road Street Avenue Highway
Interstate Route Park Lake River North South East West New Los Las San Santa Saint Fort Port Mount El
Federal National Labor Wage Hour Homeland Security Legal Aid Nail Massage Hotel Motel Restaurant Farm Spa Bar
Club Inn Suites American Mexican Chinese Honduran Guatemalan Spanish English Vietnamese Thai Filipino Korean
The A An In On At By For From With And Or Of To After Before One Two Three Four Five Six Seven Eight Nine Ten
Several Some Many Workers Worker Women Men Woman Man Girls Boys They He She It Its Their This That Possible
Alleged No Not Tip Caller Employer Owner Redacted
"""
NOT_NAMES = frozenset(ORDINARY.split())
WORD = r"[A-Z][a-zà-ÿ'\u2019]+(?:-[A-Z][a-zà-ÿ]+)?"
PAIR = re.compile(rf"\b({WORD})\s+(?:[A-Z]\.\s+)?({WORD})\b")
TOLD = re.compile(rf"\b(?:named|called|name is|name was|aka|a\.k\.a\.|alias)\s+[\"“]?({WORD})")
AGE = re.compile(
    r"\b\d{1,2}[\s-]*(?:years?|yrs?)[\s-]*old\b|\b\d{1,2}\s?y/?o\b|\b(?:aged?|age:)\s*\d{1,2}\b"
    r"|\b(?:DOB|date of birth|born (?:on|in))\b",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<!\d)(?:\+?1[\s.-]?)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]\d{4}(?!\d)|(?<!\d)\d{10}(?!\d)")
EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b")
STREET = re.compile(
    r"\b\d{1,6}\s+(?:[NSEW]\.?\s+)?(?:[A-Z0-9][\w'.]*\s+){1,3}"
    r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Dr|Drive|Ln|Lane|Ct|Court|Way|Pl|Place|Pkwy|Hwy|Terrace|Cir)\b"
)
SSN = re.compile(r"(?<!\d)\d{3}[-\s]\d{2}[-\s]\d{4}(?!\d)")
CJI = re.compile(
    r"\b(?:NCIC|NLETS|III (?:hit|check|return|record)|Triple I|UCN|FBI (?:no|number|#)|SID(?: ?(?:no|number|#|:))"
    r"|NIC (?:no|number|#)|NIC/[A-Z]\d+|rap[ -]?sheet|criminal history|CCH|hit confirmation)",
    re.IGNORECASE,
)

KINDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (TOLD, "looks like a name"),
    (AGE, "looks like an age or date of birth"),
    (SSN, "looks like a Social Security number, which is never asked for"),
    (PHONE, "looks like a telephone number"),
    (EMAIL, "looks like an e-mail address"),
    (STREET, "looks like a street address"),
    (CJI, "looks like a criminal-history result, which does not belong here"),
)


def findings(text: str) -> list[str]:
    """A sentence for each thing in `text` that may tell who somebody is; empty when there is none."""
    found = [f"“{name}” looks like a name" for name in names(text)]
    found += [f"“{match.group().strip()}” {says}" for kind, says in KINDS for match in kind.finditer(text)]
    return list(dict.fromkeys(found))


def names(text: str) -> Iterator[str]:
    """Pairs of capitalised words that are no place, agency, month or ordinary word."""
    for match in PAIR.finditer(text):
        if NOT_NAMES.isdisjoint(match.groups()):
            yield match.group()
