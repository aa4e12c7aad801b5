"""Members, their cards, and what happened to them"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "member",
        sa.Column("number", TEXT, nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Integer(), nullable=True),
        sa.Column("scheme", TEXT, nullable=False),
        sa.Column("tier", TEXT, nullable=False),
        sa.Column("tier_since", sa.Date(), nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("how", TEXT, nullable=False),
        sa.Column("proposed_by", TEXT, nullable=False),
        sa.Column("latin_name", TEXT, nullable=False),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("work_address", TEXT, nullable=False),
        sa.Column("goods", TEXT, nullable=False),
        sa.Column("identity", TEXT, nullable=False),
        sa.Column("consent_version", TEXT, nullable=False),
        sa.Column("consented_at", sa.DateTime(), nullable=True),
        sa.Column("opted_out", sa.Boolean(), nullable=False),
        sa.Column("last_use_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", TEXT, nullable=False),
        sa.Column("points_said", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_member_customer_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_member_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("holder", name=op.f("uq_member_holder")),
        sa.UniqueConstraint("number", name=op.f("uq_member_number")),
    )
    op.create_index(op.f("ix_member_customer_id"), "member", ["customer_id"], unique=False)
    op.create_index("ix_member_state_last_use_on", "member", ["state", "last_use_on"], unique=False)
    op.create_index("ix_member_state_tier", "member", ["state", "tier"], unique=False)
    op.create_table(
        "card",
        sa.Column("number", TEXT, nullable=False),
        sa.Column("serial", TEXT, nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("living", sa.Integer(), nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("tier", TEXT, nullable=False),
        sa.Column("vip", sa.Boolean(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("cause", TEXT, nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=True),
        sa.Column("collected_by", TEXT, nullable=False),
        sa.Column("lost_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("expires_on >= issued_on", name=op.f("ck_card_period")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_card_member_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["card.id"], name=op.f("fk_card_replaces_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_card_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("living", name=op.f("uq_card_living")),
        sa.UniqueConstraint("number", name=op.f("uq_card_number")),
        sa.UniqueConstraint("serial", name=op.f("uq_card_serial")),
    )
    op.create_index(op.f("ix_card_member_id"), "card", ["member_id"], unique=False)
    op.create_index("ix_card_state_expires_on", "card", ["state", "expires_on"], unique=False)
    op.create_table(
        "member_event",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("data", TEXT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_member_event_card_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_event_member_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_member_event_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_event")),
    )
    op.create_index(op.f("ix_member_event_member_id"), "member_event", ["member_id"], unique=False)
