"""identity links."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("to_person", sa.BigInteger(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("to_snapshot_id", sa.Integer(), nullable=False),
        sa.Column("to_row_no", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("to_name", sa.LargeBinary(), nullable=False),
        sa.Column("school_code", sa.String(length=20), nullable=False),
        sa.Column("to_school_code", sa.String(length=20), nullable=False),
        sa.Column("agrees", sa.JSON(), nullable=False),
        sa.Column("differs", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("scan_id", sa.Integer(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undo_reason", sa.String(length=500), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("joined_case_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "org_path",
            sa.String(length=160).with_variant(sa.String(length=160, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_identity_links_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_identity_links_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["joined_case_id"], ["cases.id"], name=op.f("fk_identity_links_joined_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["scans.id"], name=op.f("fk_identity_links_scan_id_scans")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshots.id"], name=op.f("fk_identity_links_snapshot_id_snapshots")
        ),
        sa.ForeignKeyConstraint(
            ["to_snapshot_id"],
            ["snapshots.id"],
            name=op.f("fk_identity_links_to_snapshot_id_snapshots"),
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["users.id"], name=op.f("fk_identity_links_undone_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_links")),
        sa.UniqueConstraint("person", "to_person", name=op.f("uq_identity_links_person_to_person")),
    )
    with op.batch_alter_table("identity_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_links_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_identity_links_joined_case_id"), ["joined_case_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_identity_links_org_path"), ["org_path"], unique=False)
        batch_op.create_index(
            "ix_identity_links_org_path_state", ["org_path", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_identity_links_to_person"), ["to_person"], unique=False
        )

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_cases_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_cases_merged_into_id_cases"), "cases", ["merged_into_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cases_merged_into_id_cases"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_cases_merged_into_id"))
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("identity_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_links_to_person"))
        batch_op.drop_index("ix_identity_links_org_path_state")
        batch_op.drop_index(batch_op.f("ix_identity_links_org_path"))
        batch_op.drop_index(batch_op.f("ix_identity_links_joined_case_id"))
        batch_op.drop_index(batch_op.f("ix_identity_links_case_id"))

    op.drop_table("identity_links")
