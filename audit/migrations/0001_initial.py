"""The entries lie in a partition a month, which Django has no word for; a default one takes what is older."""

import uuid

import django.utils.timezone
from django.db import migrations, models

TABLE = """
CREATE TABLE audit_entry (
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    person_id integer,
    agency_id integer,
    part varchar(20) NOT NULL,
    owner_id integer,
    verb varchar(40) NOT NULL,
    kind varchar(60) NOT NULL,
    object_id varchar(40) NOT NULL,
    outcome varchar(10) NOT NULL,
    detail jsonb NOT NULL,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE audit_entry_rest PARTITION OF audit_entry DEFAULT;
CREATE INDEX entry_owner_at ON audit_entry (owner_id, at DESC);
CREATE INDEX entry_person_at ON audit_entry (person_id, at DESC);
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TABLE, "DROP TABLE audit_entry")],
            state_operations=[
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("person_id", models.IntegerField(null=True)),
                        ("agency_id", models.IntegerField(null=True)),
                        ("part", models.CharField(blank=True, max_length=20)),
                        ("owner_id", models.IntegerField(null=True)),
                        ("verb", models.CharField(max_length=40)),
                        ("kind", models.CharField(max_length=60)),
                        ("object_id", models.CharField(blank=True, max_length=40)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("done", "Done"), ("refused", "Refused"), ("failed", "Failed")],
                                default="done",
                                max_length=10,
                            ),
                        ),
                        ("detail", models.JSONField(default=dict)),
                    ],
                    options={
                        "verbose_name_plural": "entries",
                        "indexes": [
                            models.Index(fields=["owner_id", "-at"], name="entry_owner_at"),
                            models.Index(fields=["person_id", "-at"], name="entry_person_at"),
                        ],
                    },
                ),
            ],
        ),
    ]
