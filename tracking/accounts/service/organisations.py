"""Organisations come in as a file or one by one; both ways pass the same checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models import scope
from models.database import db
from models.organisation import Organisation
from models.user import User
from tracking.accounts import queries, tree
from tracking.accounts.organisation_file import read_nodes
from tracking.accounts.tree import Node, OrganisationsRefusedError
from tracking.kernel import audit
from tracking.kernel.transaction import transaction


@dataclass(frozen=True)
class Imported:
    """How many organisations a file made, changed, or only confirmed."""

    created: int
    updated: int
    unchanged: int


def import_organisations(path: Path, by: User | None) -> Imported:
    """Take a list of organisations over whole, or refuse it whole; again changes nothing."""
    nodes = read_nodes(path)
    with transaction():
        result = _store(nodes, by)
        details = {"created": result.created, "updated": result.updated}
        audit.record("organisations.import", by=by, details=details)
    return result


def save_organisation(
    node: Node, *, organisation: Organisation | None, is_active: bool, by: User
) -> Organisation:
    """Make an organisation, or change the given one (its code stays)."""
    with transaction():
        if organisation is None and queries.organisation_by_code(node.code):
            words = tree.TAKEN
            raise OrganisationsRefusedError([tree.Problem(0, "code", words, {"code": node.code})])
        _store([node], by)
        saved = queries.organisation_by_code(node.code)
        assert saved is not None  # noqa: S101 - it was stored two lines above
        saved.is_active = is_active
        action = "organisation.edit" if organisation else "organisation.create"
        audit.record(action, by=by, target=f"organisation:{saved.code}")
    return saved


def _store(changed: Sequence[Node], by: User | None) -> Imported:
    """Lay changed nodes over the tree, check it, write it, and move what stands below."""
    stored = queries.all_organisations()
    placeholder = next((o for o in stored if o.code == queries.PLACEHOLDER), None)
    replaced = placeholder if any(not node.parent_code for node in changed) else None
    codes = {o.id: o.code for o in stored}
    nodes = {o.code: _node(o, codes) for o in stored if o is not replaced}
    before = dict(nodes)
    nodes.update({node.code: node for node in changed})
    allowed = by.organisation.path if by and by.organisation is not replaced else scope.EVERYWHERE
    outside = {o.code for o in stored if not o.path.startswith(allowed)}
    if problems := tree.problems_of(changed, nodes, allowed, outside):
        raise OrganisationsRefusedError(problems)
    _write(nodes, stored, replaced)
    created = sum(node.code not in before for node in changed)
    unchanged = sum(_same(before.get(node.code), node) for node in changed)
    return Imported(created, len(changed) - created - unchanged, unchanged)


def _node(organisation: Organisation, codes: Mapping[int, str]) -> Node:
    return Node(
        code=organisation.code,
        name=organisation.name,
        level=organisation.level,
        parent_code=codes.get(organisation.parent_id or 0, ""),
        stage=organisation.stage,
    )


def _same(before: Node | None, node: Node) -> bool:
    return before is not None and before == Node(
        node.code, node.name, node.level, node.parent_code, node.stage
    )


def _write(
    nodes: dict[str, Node], stored: Sequence[Organisation], replaced: Organisation | None
) -> None:
    """Bring the rows into line with the tree, parents first."""
    rows = {o.code: o for o in stored}
    moves: dict[str, str] = {}
    for code in sorted(nodes, key=lambda code: len(tree.ancestors(code, nodes) or ())):
        node, path = nodes[code], tree.path_of(code, nodes) or ""
        row = rows.get(code)
        if row is None and replaced is not None and not node.parent_code:
            row, replaced.is_active = replaced, True
        if row is None:
            row = Organisation(is_active=True)
            db.session.add(row)
        elif row.path != path:
            moves[row.path] = path
        row.code, row.name, row.level = node.code, node.name, node.level
        row.stage, row.path = node.stage, path
        row.parent = rows.get(node.parent_code)
        rows[code] = row
    db.session.flush()
    scope.relocate(moves)
