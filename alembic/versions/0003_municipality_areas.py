"""The outlines of municipalities, and the credit of what is used beside the sources."""

import sqlalchemy as sa
from geoalchemy2 import Geometry

from alembic import op

revision = "0003"
down_revision = "0002"
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
    op.create_table(
        "material",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column(
            "dated", sa.Date(), nullable=True, comment="the day for which it stands, where the publisher says so"
        ),
        sa.Column("version", sa.Text(), nullable=False, comment="follows from the bytes that were loaded"),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_material")),
        schema="published",
        comment="What is used beside the sources, with the credit that its terms ask for.",
    )


def downgrade() -> None:
    op.drop_table("material", schema="published")
    op.drop_table("municipality_area", schema="published")
