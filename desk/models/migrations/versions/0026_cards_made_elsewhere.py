"""Cards made elsewhere keep the number that stands on them"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.add_column("card", sa.Column("own", sa.Boolean(), nullable=True))
    op.execute(sa.update(sa.table("card", sa.column("own", sa.Boolean()))).values(own=True))
    with op.batch_alter_table("card") as batch:
        batch.alter_column("own", existing_type=sa.Boolean(), nullable=False)
