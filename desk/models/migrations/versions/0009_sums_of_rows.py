"""What the rows of each table add up to, and its hash in every event"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("audit_event", sa.Column("state", TEXT, nullable=True))
    op.create_table(
        "row_sum",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("total", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_row_sum")),
    )
