"""Every threshold, declared once: those of the guard here, those of a rule in the rule's file.

Day counts and shares are proposals of this product where no rule of law gives any; a bureau puts
its own value in force with its own basis.
"""

from __future__ import annotations

from functools import cache

from flask_babel import lazy_gettext as _l

from tracking.rules._kit import Rule, all_rules
from tracking.thresholds.policy import Declaration, Group, Unit

LONGEST = 3650  # days: no rule looks further back than ten years
MOST = 1000
OUR_PROPOSAL = _l("Proposed by this product; no regulation names a number.")

SHRUNK = _l(
    "A roster is set aside when more than %(share)s %% and at least %(children)s pupils of a "
    "school or a grade are gone without a record."
)
EMPTIED = _l(
    "A roster is set aside when a column that was filled for at least %(filled)s %% of a "
    "school's pupils is filled for at most %(emptied)s %% of them now: identity number, name, "
    "date of birth, sex, grade or guardian's phone."
)
CHANGED = _l(
    "A roster is set aside when more than %(changed)s %% of the pupils who stayed at a school "
    "have another sex, another date of birth, or a grade that promotion does not explain."
)

GUARD = Group(
    _l("Snapshot firewall"),
    _l(
        "A sudden loss is mostly a file that was cut. A roster that is set aside is not compared: "
        "the school is asked for a new one, and nobody of it is called missing meanwhile. Fewer "
        "pupils than the smallest number named here never set a roster aside."
    ),
    (
        Declaration("guard.share", 0.2, Unit.PERCENT, SHRUNK, OUR_PROPOSAL, 0.01, 1),
        Declaration("guard.children", 10, Unit.NUMBER, SHRUNK, OUR_PROPOSAL, 1, MOST),
        Declaration("guard.filled", 0.8, Unit.PERCENT, EMPTIED, OUR_PROPOSAL, 0.5, 1),
        Declaration("guard.emptied", 0.2, Unit.PERCENT, EMPTIED, OUR_PROPOSAL, 0, 0.49),
        Declaration("guard.changed", 0.2, Unit.PERCENT, CHANGED, OUR_PROPOSAL, 0.01, 1),
    ),
)
SWITCH = _l("The rule “%(title)s” is %(on)s.")


def of_rule(rule: Rule) -> Group:
    """Whether a rule is switched on, and its parameters, as the rule declares them."""
    group = f"rule.{rule.code}"
    switch = Declaration(
        f"{group}.on", default=True, unit=Unit.SWITCH, sentence=SWITCH, basis=rule.basis,
        words={"title": rule.title},
    )  # fmt: skip
    parameters = (
        Declaration(
            f"{group}.{name}", default, Unit.PERCENT if isinstance(default, float) else Unit.NUMBER,
            rule.thresholds[name], rule.basis, 0, 1 if isinstance(default, float) else LONGEST,
        )
        for name, default in rule.parameters.items()
    )  # fmt: skip
    return Group(rule.title, rule.basis, (switch, *parameters), rule.code)


@cache
def groups() -> tuple[Group, ...]:
    """All thresholds in the order in which they are read."""
    return (GUARD, *(of_rule(rule) for rule in all_rules().values()))


@cache
def declarations() -> dict[str, Declaration]:
    """All thresholds by key."""
    return {d.key: d for group in groups() for d in group.declarations}


def group_of(declaration: Declaration) -> Group:
    """The group in which a threshold stands."""
    return next(g for g in groups() if declaration in g.declarations)
