"""Households and complaints say more: contact persons, leases, guardians' signatures, analyses; looks are found by their act"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TEXTS = (
    ("customer", "contact_name"),
    ("customer", "contact_rhythm"),
    ("consent", "signed_by"),
    ("consent", "signed_as"),
    ("request", "analysis"),
    ("request", "summary"),
)
DAYS = (("consent", "signed_on"), ("occupancy", "lease_until"), ("request", "answer_by"))


def upgrade() -> None:
    for table, name in TEXTS:
        op.add_column(table, sa.Column(name, TEXT, nullable=True))
        op.execute(sa.update(sa.table(table, sa.column(name))).values({name: ""}))
    for table in dict.fromkeys(table for table, _name in TEXTS):
        with op.batch_alter_table(table) as batch:
            for name in (name for of, name in TEXTS if of == table):
                batch.alter_column(name, existing_type=TEXT, nullable=False)
    for table, name in DAYS:
        op.add_column(table, sa.Column(name, sa.Date(), nullable=True))
    op.create_index(op.f("ix_occupancy_lease_until"), "occupancy", ["lease_until"], unique=False)
    op.create_index("ix_audit_event_act_at", "audit_event", ["act", "at"], unique=False)
