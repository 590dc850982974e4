"""Empty tables of the same shape as the facts, for rebuilds that must not touch the real ones."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine, MetaData, Table

from database.olap_tables import FACTS


def copies(bind: Engine, prefix: str, tables: Sequence[Table] = FACTS) -> Mapping[str, Table]:
    """Make empty copies named prefix_table, in place of those that were there; by the name of the original."""
    metadata = MetaData()
    made = {table.name: table.to_metadata(metadata, name=f"{prefix}_{table.name}") for table in tables}
    metadata.drop_all(bind)
    metadata.create_all(bind)
    return made
