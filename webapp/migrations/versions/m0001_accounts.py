"""The first tables: accounts, what people are writing, what is waiting."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("city", sa.String(64), nullable=False),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("password", sa.String(255), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_in", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("email", name="uq_accounts_email"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("to", sa.String(320), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("given_up", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "throttle",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_throttle"),
    )
    op.create_table(
        "builds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column(
            "by",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_builds_by", ondelete="SET NULL"),
            nullable=True,
        ),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_builds"),
        sa.UniqueConstraint("key", name="uq_builds_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "downloads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "account",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_downloads_account", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("edition", sa.String(80), nullable=False),
        sa.Column("form", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_downloads"),
        sa.UniqueConstraint(
            "account", "edition", "form", "at", name="uq_downloads_account_edition_form_at"
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column(
            "giver",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_handovers_giver", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column(
            "taker",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_handovers_taker", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("allowed_by", sa.String(400), nullable=False),
        sa.Column("allowed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(400), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_handovers"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_handovers_taker", "handovers", ["taker"])
    op.create_table(
        "links",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column(
            "account",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_links_account", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
    )
    op.create_index("ix_links_account", "links", ["account"])
    op.create_table(
        "presence",
        sa.Column(
            "account",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_presence_account", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("quarter", sa.String(8), nullable=False),
        sa.Column("project", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", "quarter", "project", "owner", name="pk_presence"),
    )
    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column(
            "account",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_receipts_account", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("quarter", sa.String(8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_receipts"),
        sa.UniqueConstraint("number", name="uq_receipts_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_receipts_account", "receipts", ["account"])
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column(
            "account",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_sessions_account", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])
    op.create_table(
        "traces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(400), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column(
            "account",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_traces_account", ondelete="SET NULL"),
            nullable=True,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_traces"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_traces_account", "traces", ["account"])
    op.create_table(
        "unsent",
        sa.Column(
            "account",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_unsent_account", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("quarter", sa.String(8), nullable=False),
        sa.Column("project", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("base", sa.String(40), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", "quarter", "project", "owner", name="pk_unsent"),
    )


def downgrade() -> None:
    """Take the tables away."""
    for table in (
        "unsent",
        "traces",
        "sessions",
        "receipts",
        "presence",
        "links",
        "handovers",
        "downloads",
        "builds",
        "throttle",
        "outbox",
        "accounts",
    ):
        op.drop_table(table)
