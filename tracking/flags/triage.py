"""What the queue and the page of a flag show of each flag, put together for one reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from models.flag import Flag
from models.user import User
from models.vocabulary.cases import CaseState
from models.vocabulary.flags import FlagStatus
from models.vocabulary.outcomes import Decision
from models.vocabulary.roles import Permission as P
from tracking.flags.evidence import Proof, proofs_of
from tracking.flags.policy import is_judgeable, makes_of
from tracking.flags.sentences import (
    class_words,
    rule_title,
    school_name,
    sentence,
)
from tracking.kernel.masking import masked_name
from tracking.kernel.web.filters import day, moment
from tracking.rules._kit import all_rules


@dataclass(frozen=True)
class Line:
    """One flag as the reader sees it, and what the reader may do about it."""

    flag: Flag
    name: str
    school: str
    class_name: str
    rule: str
    sentence: str
    proof: Proof
    last_result: str
    may_assign: bool
    may_judge: bool


@dataclass(frozen=True)
class Other:
    """Another flag of the same child."""

    flag: Flag
    title: str


def lines_of(flags: Iterable[Flag], user: User) -> list[Line]:
    """The flags of one page, with their proofs read at once."""
    flags = list(flags)
    proofs = proofs_of(flags) if flags else {}
    return [line_of(flag, proofs[flag.id], user) for flag in flags]


def line_of(flag: Flag, proof: Proof, user: User) -> Line:
    """One flag with its proof."""
    state = flag.case.state
    is_led = flag.case.merged_into_id is None
    return Line(
        flag=flag,
        name=masked_name(flag.child.name),
        school=school_name(flag.school_code),
        class_name=class_words(flag.child.grade, flag.child.class_no),
        rule=rule_title(flag.rule),
        sentence=sentence(flag),
        proof=proof,
        last_result=last_result(flag),
        may_assign=is_led and state is CaseState.CLUE and user.can(P.CASE_ASSIGN),
        may_judge=is_led
        and is_judgeable(flag.status, state, makes_of(flag.rule))
        and user.can(P.FLAG_JUDGE),
    )


def last_result(flag: Flag) -> str:
    """What the last verification of this child came to; "" when there was none."""
    for outcome in flag.case.outcomes:
        if outcome.decision is not Decision.PENDING:
            return f"{outcome.code.value} {outcome.code.label} ({outcome.decision.label})"
        waiting = _("waiting for review")
        return f"{outcome.code.value} {outcome.code.label} ({waiting})"
    judged = [f for f in flag.case.flags if f.status is not FlagStatus.OPEN and f.id != flag.id]
    for other in judged[:1]:
        return f"{rule_title(other.rule)}, {day(other.as_of)}: {other.status.label}"
    return ""


def explained(flag: Flag) -> list[tuple[str, str]]:
    """The rule behind a flag, as it stood when the flag was raised, by label."""
    rule = all_rules().get(flag.rule)
    words = rule.thresholds if rule else {}
    given = [
        str(words[name]) % {**rule.parameters, **flag.parameters}
        if rule and name in words
        else f"{name}{_(': ')}{value}"
        for name, value in flag.parameters.items()
    ]
    pairs = [
        (_("Rule"), f"{rule_title(flag.rule)} ({flag.rule})"),
        (_("Version"), str(flag.rule_version)),
        (_("Thresholds"), " ".join(given) or _("none")),
    ]
    return [*pairs, (_("Basis"), str(rule.basis))] if rule else pairs


def history_of(flag: Flag) -> list[tuple[str, str]]:
    """When the flag was found, seen again and judged, by label."""
    pairs: list[tuple[str, Any]] = [
        (_("First found"), day(flag.as_of)),
        (_("Last found"), day(flag.last_as_of)),
        (_("Status"), flag.status.label),
    ]
    if flag.decided_at:
        who = flag.decided_by.display_name if flag.decided_by else _("The system")
        pairs += [(_("Judged"), f"{moment(flag.decided_at)}, {who}")]
    if flag.decision_reason:
        pairs += [(_("Reason"), flag.decision_reason)]
    return [(label, str(text)) for label, text in pairs]


def others_of(flag: Flag) -> list[Other]:
    """The other flags of the same child, newest first."""
    return [Other(f, rule_title(f.rule)) for f in flag.case.flags if f.id != flag.id]
