"""Notices to residents"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("number", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("english", TEXT, nullable=False),
        sa.Column("scope", TEXT, nullable=False),
        sa.Column("places", TEXT, nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("category", TEXT, nullable=False),
        sa.Column("late_reason", TEXT, nullable=False),
        sa.Column("allowed", TEXT, nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=True),
        sa.Column("result", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("withdraws_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("up", sa.Integer(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by"], ["staff.id"], name=op.f("fk_notice_approved_by")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_notice_staff_id")),
        sa.ForeignKeyConstraint(["withdraws_id"], ["notice.id"], name=op.f("fk_notice_withdraws_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("number", name=op.f("uq_notice_number")),
    )
    op.create_index("ix_notice_state_until", "notice", ["state", "until"], unique=False)
    op.create_table(
        "notice_place",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=True),
        sa.Column("entrance", TEXT, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name=op.f("fk_notice_place_building_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_place_notice_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_notice_place_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_place")),
    )
    op.create_index(op.f("ix_notice_place_notice_id"), "notice_place", ["notice_id"], unique=False)
    op.create_table(
        "notice_posting",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("posted_at", sa.DateTime(), nullable=False),
        sa.Column("posted_by", TEXT, nullable=False),
        sa.Column("photo", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("down_at", sa.DateTime(), nullable=True),
        sa.Column("down_by", TEXT, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_posting_notice_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_notice_posting_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_posting")),
    )
    op.create_index(op.f("ix_notice_posting_notice_id"), "notice_posting", ["notice_id"], unique=False)
    op.create_table(
        "notice_delivery",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("signer", TEXT, nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("delivered_by", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_delivery_notice_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_notice_delivery_staff_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_notice_delivery_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_delivery")),
        sa.UniqueConstraint("notice_id", "unit_id", name=op.f("uq_notice_delivery_notice_id_unit_id")),
    )
    op.create_index(op.f("ix_notice_delivery_unit_id"), "notice_delivery", ["unit_id"], unique=False)
    op.create_table(
        "notice_incident",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_notice_incident_incident_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_incident_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_incident")),
        sa.UniqueConstraint("incident_id", name=op.f("uq_notice_incident_incident_id")),
    )
    op.create_index(op.f("ix_notice_incident_notice_id"), "notice_incident", ["notice_id"], unique=False)
