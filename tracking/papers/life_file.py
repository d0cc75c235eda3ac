"""The whole file of one child (一生一案) as one PDF: cover, contents, thirteen parts, attachments.

It is masked unless a purpose was given, and every page says who printed it, when and for what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from flask_babel import gettext as _

from models.case import Case
from models.user import User
from tracking.cases.page import CasePage, page_of
from tracking.cases.purposes import purpose_label
from tracking.kernel import audit, clock
from tracking.kernel.masking import masked_name
from tracking.kernel.settings import Settings
from tracking.kernel.transaction import transaction
from tracking.kernel.web.filters import moment
from tracking.papers import life_parts, pictures
from tracking.papers.life_parts import Part
from tracking.papers.pdf import compiled
from tracking.proofs.queries import documents_of


@dataclass(frozen=True)
class Cover:
    """What the first page says."""

    title: str
    name: str
    number: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class Whole:
    """The file as typst lays it out."""

    cover: Cover
    footer: str
    contents: str
    page: str
    nothing: str
    parts: list[Part]
    pictures: list[dict[str, Any]] = field(default_factory=list)


def printed(case: Case, *, by: User, purpose: str, settings: Settings) -> bytes:
    """The PDF; who made it is recorded before anybody holds it."""
    page = page_of(case, by, reveal=bool(purpose), whole=True)
    whole = asdict(laid_out(case, page, by, purpose))
    whole["pictures"] = pictures.of(documents_of(case), settings) if purpose else []
    content = compiled("file.typ", whole, settings.fonts_dir)
    with transaction():
        details = {"purpose": purpose or "masked"}
        audit.record("case.print", by=by, target=f"case:{case.id}", details=details)
    return content


def laid_out(case: Case, page: CasePage, by: User, purpose: str) -> Whole:
    """Everything but the pictures."""
    name = case.child.name if purpose else masked_name(case.child.name)
    return Whole(
        cover=Cover(str(_("One file per child")), name, case.number, facts_of(case, page)),
        footer=str(
            _(
                "Printed by %(who)s, %(organisation)s, %(when)s · %(purpose)s",
                who=by.display_name,
                organisation=by.organisation.name,
                when=moment(clock.now()),
                purpose=purpose_label(purpose) if purpose else _("masked"),
            )
        ),
        contents=str(_("Contents")),
        page=str(_("Page")),
        nothing=str(_("Nothing on file.")),
        parts=numbered(life_parts.parts_of(case, page)),
    )


def facts_of(case: Case, page: CasePage) -> list[tuple[str, str]]:
    """The facts on the cover."""
    return [
        (str(_("School")), case.school.name if case.school else str(_("School not known"))),
        (str(_("Grade and class")), page.grade),
        (str(_("State")), str(case.state.label)),
        (str(_("Episode")), str(case.episode)),
        (str(_("Responsible")), case.owner.name),
        (str(_("Opened")), case.opened_on.isoformat()),
    ]


def numbered(parts: Sequence[Part]) -> list[Part]:
    """Parts with their numbers; the cover with its contents is the first, attachments have none."""
    counted = [Part(f"{n} {part.title}", part.items) for n, part in enumerate(parts[:-1], 2)]
    return [*counted, parts[-1]]
