"""The table of visits: what was new on a desk when somebody last looked at it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "visits",
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.id"], name="fk_visits_account", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account", "quarter", name="pk_visits"),
    )


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("visits")
