"""The outlines of municipalities."""

import sqlalchemy as sa
from geoalchemy2 import Geometry

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "municipality_area",
        sa.Column(
            "code",
            sa.Text(),
            nullable=False,
            comment="JIS X 0402, five digits; of designated cities the city and its wards",
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("prefecture", sa.String(length=2), nullable=False),
        sa.Column("geom", Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_municipality_area")),
        schema="published",
        comment="Outlines of municipalities, for maps of totals; empty until they are loaded.",
    )
    op.create_index(
        "ix_municipality_area_geom", "municipality_area", ["geom"], schema="published", postgresql_using="gist"
    )


def downgrade() -> None:
    op.drop_table("municipality_area", schema="published")
