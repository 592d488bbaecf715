"""The entries lie in a partition a month, which Django has no word for; a default one takes what is older."""

import datetime
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
        migrations.CreateModel(
            name="Watch",
            fields=[
                ("owner_id", models.IntegerField(primary_key=True, serialize=False)),
                (
                    "opened_a_day",
                    models.PositiveSmallIntegerField(default=60, verbose_name="records opened by one person on a day"),
                ),
                (
                    "outside_a_day",
                    models.PositiveSmallIntegerField(
                        default=15, verbose_name="of those, outside the person's own cases"
                    ),
                ),
                ("night_from", models.TimeField(default=datetime.time(21, 0), verbose_name="night begins at")),
                ("night_until", models.TimeField(default=datetime.time(6, 0), verbose_name="night ends at")),
            ],
            options={"verbose_name_plural": "watches"},
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("owner_id", models.IntegerField()),
                ("person_id", models.IntegerField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("many", "Opened more records than usual"),
                            ("outside", "Opened records outside their own cases"),
                            ("night", "Exported at night"),
                            ("recovered", "Was let back in with a new password"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                ("count", models.PositiveIntegerField()),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(null=True)),
                ("seen_by_id", models.IntegerField(null=True)),
            ],
            options={
                "ordering": ("-on", "-found_at"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner_id", "person_id", "what", "on"), name="one_alert_a_person_and_day"
                    )
                ],
            },
        ),
    ]
