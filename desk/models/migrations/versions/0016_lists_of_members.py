"""Lists of members and birthdays are read by an index each"""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.drop_index("ix_member_state_tier", table_name="member")
    op.create_index("ix_member_state", "member", ["state"], unique=False)
    op.create_index("ix_card_state_collected_on", "card", ["state", "collected_on"], unique=False)
    op.create_index(
        "ix_customer_birthday_month_birthday_day", "customer", ["birthday_month", "birthday_day"], unique=False
    )
