"""How what is brought in is walled: to the agency that brings it."""

from access.policies import Protection

PROTECTIONS = [
    Protection(
        "imports.Import",
        "import",
        updates=("sealed", "columns", "state", "rows", "made", "problems", "would_make", "version"),
    ),
    Protection("imports.Matching", "import", updates=("column", "version")),
]
