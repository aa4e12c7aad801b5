"""A printing counts once the printer took it; what was logged so far counts"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("print_log", sa.Column("taken", sa.Boolean(), nullable=False, server_default=sa.true()))
