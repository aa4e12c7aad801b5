"""Living in a home apart from the role there (handbook C-21); moves, what was handed out at them, residence passes

Who was registered without a last day lived there, but for an owner whose home is let or stands empty: then the owner owns it and
lives elsewhere. Whoever had a last day lived there until then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _residence()
    _moves()


def _residence() -> None:
    op.add_column("occupancy", sa.Column("lives", sa.Boolean(), nullable=True))
    op.add_column("occupancy", sa.Column("lives_since", sa.Date(), nullable=True))
    op.add_column("occupancy", sa.Column("lives_until", sa.Date(), nullable=True))
    op.add_column("occupancy", sa.Column("end_paper", TEXT, nullable=True))
    date = sa.Date()
    stay = sa.table(
        "occupancy", sa.column("id"), sa.column("unit_id"), sa.column("role"), sa.column("since", date),
        sa.column("until", date), sa.column("lives", sa.Boolean()), sa.column("lives_since", date),
        sa.column("lives_until", date), sa.column("end_paper"),
    )  # fmt: skip
    unit = sa.table("unit", sa.column("id"), sa.column("state"))
    op.execute(stay.update().values(lives=sa.true(), lives_since=stay.c.since, lives_until=stay.c.until, end_paper=""))
    other = stay.alias("other")
    let = sa.select(other.c.unit_id).where(other.c.role == "tenant", other.c.until.is_(None))
    empty = sa.select(unit.c.id).where(unit.c.state.in_(("let", "vacant")))
    op.execute(
        stay.update()
        .where(
            stay.c.role == "owner",
            stay.c.until.is_(None),
            sa.or_(stay.c.unit_id.in_(let), stay.c.unit_id.in_(empty)),
        )
        .values(lives=sa.false(), lives_since=None)
    )
    with op.batch_alter_table("occupancy") as batch_op:
        batch_op.alter_column("lives", existing_type=sa.Boolean(), nullable=False)
        batch_op.alter_column("end_paper", existing_type=sa.Text(), nullable=False)


def _moves() -> None:
    op.create_table(
        "move",
        sa.Column("number", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("open_unit", TEXT, nullable=True),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("fees_from", sa.Date(), nullable=True),
        sa.Column("lease_until", sa.Date(), nullable=True),
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("owner_word", TEXT, nullable=False),
        sa.Column("owner_signed", sa.Boolean(), nullable=False),
        sa.Column("owner_phone", TEXT, nullable=False),
        sa.Column("deed_number", TEXT, nullable=False),
        sa.Column("deed_holder", TEXT, nullable=False),
        sa.Column("company", TEXT, nullable=False),
        sa.Column("rooms", TEXT, nullable=False),
        sa.Column("utilities", TEXT, nullable=False),
        sa.Column("waived", TEXT, nullable=False),
        sa.Column("forwarding", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_move_staff_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_move_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
        sa.UniqueConstraint("number", name=op.f("uq_move_number")),
        sa.UniqueConstraint("open_unit", name=op.f("uq_move_open_unit")),
    )
    op.create_index("ix_move_state_day", "move", ["state", "day"], unique=False)
    op.create_index(op.f("ix_move_unit_id"), "move", ["unit_id"], unique=False)

    op.create_table(
        "move_defect",
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("room", TEXT, nullable=False),
        sa.Column("item", TEXT, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_move_defect_move_id")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_move_defect_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_defect")),
    )
    op.create_index(op.f("ix_move_defect_move_id"), "move_defect", ["move_id"], unique=False)
    op.create_index(op.f("ix_move_defect_request_id"), "move_defect", ["request_id"], unique=False)

    op.create_table(
        "move_event",
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("data", TEXT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_move_event_move_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_move_event_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_event")),
    )
    op.create_index(op.f("ix_move_event_move_id"), "move_event", ["move_id"], unique=False)

    op.create_table(
        "move_handout",
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("signed_by", TEXT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_move_handout_pieces")),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_move_handout_move_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_handout")),
        sa.UniqueConstraint("move_id", "code", name=op.f("uq_move_handout_move_id_code")),
    )
    op.create_index(op.f("ix_move_handout_move_id"), "move_handout", ["move_id"], unique=False)

    op.create_table(
        "move_key",
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("signed_by", TEXT, nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("back", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("pieces > 0 AND back >= 0 AND back <= pieces", name=op.f("ck_move_key_pieces")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_move_key_customer_id")),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_move_key_move_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_move_key_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_key")),
    )
    op.create_index(op.f("ix_move_key_move_id"), "move_key", ["move_id"], unique=False)
    op.create_index(op.f("ix_move_key_unit_id"), "move_key", ["unit_id"], unique=False)

    op.create_table(
        "move_paper",
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_move_paper_move_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_paper")),
        sa.UniqueConstraint("move_id", "code", name=op.f("uq_move_paper_move_id_code")),
    )
    op.create_index(op.f("ix_move_paper_move_id"), "move_paper", ["move_id"], unique=False)

    op.create_table(
        "move_person",
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("occupancy_id", sa.Integer(), nullable=True),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("relation", TEXT, nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("photos", sa.Integer(), nullable=False),
        sa.Column("identity", sa.Boolean(), nullable=False),
        sa.Column("before", TEXT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("photos >= 0", name=op.f("ck_move_person_photos")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_move_person_customer_id")),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_move_person_move_id")),
        sa.ForeignKeyConstraint(["occupancy_id"], ["occupancy.id"], name=op.f("fk_move_person_occupancy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_person")),
        sa.UniqueConstraint("move_id", "customer_id", name=op.f("uq_move_person_move_id_customer_id")),
    )
    op.create_index(op.f("ix_move_person_customer_id"), "move_person", ["customer_id"], unique=False)
    op.create_index(op.f("ix_move_person_move_id"), "move_person", ["move_id"], unique=False)

    op.create_table(
        "move_reading",
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("meter", TEXT, nullable=False),
        sa.Column("serial", TEXT, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_move_reading_value")),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_move_reading_move_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_reading")),
        sa.UniqueConstraint("move_id", "meter", name=op.f("uq_move_reading_move_id_meter")),
    )
    op.create_index(op.f("ix_move_reading_move_id"), "move_reading", ["move_id"], unique=False)

    op.create_table(
        "move_station",
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("signer", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("waived", TEXT, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_move_station_move_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_move_station_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_station")),
        sa.UniqueConstraint("move_id", "code", name=op.f("uq_move_station_move_id_code")),
    )
    op.create_index(op.f("ix_move_station_move_id"), "move_station", ["move_id"], unique=False)

    op.create_table(
        "past_residence",
        sa.Column("occupancy_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["occupancy_id"], ["occupancy.id"], name=op.f("fk_past_residence_occupancy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_residence")),
    )
    op.create_index(op.f("ix_past_residence_occupancy_id"), "past_residence", ["occupancy_id"], unique=False)

    op.create_table(
        "resident_pass",
        sa.Column("number", TEXT, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("occupancy_id", sa.Integer(), nullable=False),
        sa.Column("move_id", sa.Integer(), nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("bearer", TEXT, nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("replaces", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= first_day", name=op.f("ck_resident_pass_period")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_resident_pass_customer_id")),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_resident_pass_move_id")),
        sa.ForeignKeyConstraint(["occupancy_id"], ["occupancy.id"], name=op.f("fk_resident_pass_occupancy_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_resident_pass_staff_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_resident_pass_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_pass")),
        sa.UniqueConstraint("bearer", name=op.f("uq_resident_pass_bearer")),
        sa.UniqueConstraint("number", name=op.f("uq_resident_pass_number")),
    )
    op.create_index(op.f("ix_resident_pass_customer_id"), "resident_pass", ["customer_id"], unique=False)
    op.create_index(op.f("ix_resident_pass_occupancy_id"), "resident_pass", ["occupancy_id"], unique=False)
    op.create_index("ix_resident_pass_state_until", "resident_pass", ["state", "until"], unique=False)
    op.create_index("ix_resident_pass_unit_state", "resident_pass", ["unit_id", "state"], unique=False)
