"""The federal offenses of the field, with the class that reports count by.

The class is domain.md's ("Offences"): chapter 77 of title 18 is trafficking; the Mann Act (2421 to 2423)
is not a trafficking statute in the study's sense. Forced labor law that serves either form is counted as
labor. States differ, so each task force adds its own table (`Statute`).
"""

from __future__ import annotations

# (citation, title, class, group of measure G-04)
FEDERAL = (
    ("18 U.S.C. 1581", "Peonage", "labor", "trafficking"),
    ("18 U.S.C. 1583", "Enticement into slavery", "labor", "trafficking"),
    ("18 U.S.C. 1584", "Sale into involuntary servitude", "labor", "trafficking"),
    ("18 U.S.C. 1589", "Forced labor", "labor", "trafficking"),
    ("18 U.S.C. 1590", "Trafficking into servitude or forced labor", "labor", "trafficking"),
    ("18 U.S.C. 1591", "Sex trafficking of children or by force, fraud or coercion", "sex", "trafficking"),
    ("18 U.S.C. 1592", "Unlawful conduct with respect to documents", "labor", "trafficking"),
    ("18 U.S.C. 1594 (sex)", "Attempt or conspiracy, sex trafficking", "sex", "trafficking"),
    ("18 U.S.C. 1594 (labor)", "Attempt or conspiracy, labor trafficking", "labor", "trafficking"),
    ("18 U.S.C. 1597", "Unlawful conduct with respect to immigration documents", "labor", "trafficking"),
    ("18 U.S.C. 2421", "Transportation for prostitution (Mann Act)", "other", "promoting"),
    ("18 U.S.C. 2422", "Coercion and enticement (Mann Act)", "other", "promoting"),
    ("18 U.S.C. 2423", "Transportation of minors (Mann Act)", "other", "promoting"),
    ("18 U.S.C. 1952", "Interstate travel in aid of racketeering", "other", "promoting"),
    ("18 U.S.C. 2241", "Aggravated sexual abuse", "other", "assault"),
    ("18 U.S.C. 2251", "Sexual exploitation of children", "other", "child"),
    ("18 U.S.C. 1201", "Kidnapping", "other", "kidnapping"),
    ("18 U.S.C. 1546", "Fraud and misuse of visas and permits", "other", "documents"),
    ("18 U.S.C. 1351", "Fraud in foreign labor contracting", "other", "documents"),
    ("29 U.S.C. 216", "Violation of the Fair Labor Standards Act", "other", "wages"),
    ("18 U.S.C. 1956", "Laundering of monetary instruments", "other", "money"),
    ("21 U.S.C. 841", "Distribution of a controlled substance", "other", "drugs"),
    ("18 U.S.C. 924(c)", "Firearm in a crime of violence", "other", "weapons"),
)
