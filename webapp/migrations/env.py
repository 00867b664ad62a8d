"""What Alembic runs around every step: the connection is passed in, the transaction is ours."""

from alembic import context

from webapp.tables import TABLES


def run() -> None:
    """Run the steps that were asked for, on the connection that was passed in."""
    connection = context.config.attributes["connection"]
    # SQLite changes a column by making its table anew.
    context.configure(
        connection=connection,
        target_metadata=TABLES,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=False,
    )
    context.run_migrations()


run()
