"""Owner and seal of an investigation stand on every part and history of it, kept equal by the database.

A composite foreign key that follows its parent: a row with another owner or seal cannot be written, and
sealing or handing over moves all rows in the same statement (wall.md, "History tables").
"""

from django.db import migrations

PARENT = "investigations_investigation (id, owner_id, sealed)"

# table: (column of the investigation, column of its owner)
FOLLOWS = {
    **{
        f"investigations_{name}": ("investigation_id", "owner_id")
        for name in (
            *("statuschange", "formassessment", "victimdisclosure", "victimreferral", "task"),
            *("victim", "victimhistory", "suspect", "suspecthistory", "arrest", "arresthistory"),
            *("survivorarrest", "survivorarresthistory", "note", "notehistory", "operation", "operationhistory"),
        )
    },
    **{
        f"investigations_{name}": ("investigation_id", "investigating_id")
        for name in (
            *("charge", "chargehistory", "chargingdecision", "chargingdecisionhistory"),
            *("disposition", "dispositionhistory", "hearing", "hearinghistory"),
        )
    },
    "investigations_investigationhistory": ("pgh_obj_id", "owner_id"),
    "investigations_investigationagencygrant": ("content_object_id", "owner_id"),
    "investigations_investigationpersongrant": ("content_object_id", "owner_id"),
}


def following(table: str, investigation: str, owner: str) -> migrations.RunSQL:
    """The key of one table."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT walls_follow"
        f" FOREIGN KEY ({investigation}, {owner}, sealed) REFERENCES {PARENT} ON UPDATE CASCADE",
        f"ALTER TABLE {table} DROP CONSTRAINT walls_follow",
    )


class Migration(migrations.Migration):
    dependencies = [("investigations", "0001_initial")]
    operations = [following(table, *columns) for table, columns in FOLLOWS.items()]
