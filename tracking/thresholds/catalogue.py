"""Every threshold, declared once: those of the guard here, those of a rule in the rule's file.

Day counts and shares are proposals of this product where no rule of law gives any; a bureau puts
its own value in force with its own basis.
"""

from __future__ import annotations

from functools import cache

from flask_babel import lazy_gettext as _l

from tracking.rules._kit import Rule, all_rules
from tracking.thresholds import deadlines, ladder, packets, papers, proofs, sharing
from tracking.thresholds.policy import Declaration, Group, Unit

LONGEST = 3650  # days: no rule looks further back than ten years
MOST = 1000
OUR_PROPOSAL = _l("Proposed by this product; no regulation names a number.")

TERM_BASIS = _l("The school year begins on 1 September; each bureau names its first days of term.")

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
    "have another sex, another date of birth, a grade that promotion does not explain, or are not "
    "on the roll any more without a record; graduation in summer needs none."
)
ABSENT = _l(
    "A file with at least %(covers)s %% of a county's schools counts as the county's: a school "
    "that is missing from it is set aside."
)

GUARD = Group(
    _l("Snapshot firewall"),
    _l(
        "A sudden loss is mostly a file that was cut. A roster that is set aside is not compared: "
        "the school is asked for a new one, and nobody of it is called missing meanwhile. A loss "
        "or a change of fewer pupils than named here is always believed."
    ),
    (
        Declaration("guard.share", 0.2, Unit.PERCENT, SHRUNK, OUR_PROPOSAL, 0.01, 1),
        Declaration("guard.children", 10, Unit.NUMBER, SHRUNK, OUR_PROPOSAL, 1, MOST),
        Declaration("guard.filled", 0.8, Unit.PERCENT, EMPTIED, OUR_PROPOSAL, 0.5, 1),
        Declaration("guard.emptied", 0.2, Unit.PERCENT, EMPTIED, OUR_PROPOSAL, 0, 0.49),
        Declaration("guard.changed", 0.2, Unit.PERCENT, CHANGED, OUR_PROPOSAL, 0.01, 1),
        Declaration("guard.covers", 0.5, Unit.PERCENT, ABSENT, OUR_PROPOSAL, 0.01, 1),
    ),
)
ORIGINALS = _l(
    "Original files, and the original rows in error beside them, are deleted %(originals)s days "
    "after they came."
)
DEPARTMENT_ROWS = _l(
    "Lists of other departments are deleted, rows and original file, %(department_rows)s days "
    "after the first scan that matched them."
)
KEPT_FOR_PROOF = _l(
    "Records of processing and of providing personal data are kept for at least three years "
    "(Network Data Security Regulations, art. 12; Personal Information Protection Law, art. 56), "
    "and data no longer than its purpose needs (same law, art. 19, 47). Proposed: the same years."
)
KEPT_FOR_MATCHING = _l(
    "Personal Information Protection Law, art. 19, 47: deleted when the purpose is reached, which "
    "is the matching. The number of days is proposed by this product."
)
RETENTION = Group(
    _l("Keeping and deleting"),
    _l(
        "What is deleted is written down in the audit log and on the page of the file. Registry "
        "rosters stay in the archive in their sealed form: flags prove themselves by them."
    ),
    (
        Declaration("archive.originals", 1095, Unit.NUMBER, ORIGINALS, KEPT_FOR_PROOF, 30, LONGEST),
        Declaration(
            "archive.department_rows", 30, Unit.NUMBER, DEPARTMENT_ROWS, KEPT_FOR_MATCHING, 1, 365
        ),
    ),
)
TERMS = _l(
    "The autumn term begins on %(autumn_day)s/%(autumn_month)s and the spring term on "
    "%(spring_day)s/%(spring_month)s (day/month)."
)
LISTS = _l(
    "A list of another department counts for at most %(days)s days, unless its sender brings a "
    "newer one."
)
CALENDAR = Group(
    _l("School year"),
    _l("From these days count what is due after the beginning of a term."),
    (
        Declaration("calendar.autumn_month", 9, Unit.NUMBER, TERMS, TERM_BASIS, 8, 9),
        Declaration("calendar.autumn_day", 1, Unit.NUMBER, TERMS, TERM_BASIS, 1, 30),
        Declaration("calendar.spring_month", 3, Unit.NUMBER, TERMS, TERM_BASIS, 2, 3),
        Declaration("calendar.spring_day", 1, Unit.NUMBER, TERMS, TERM_BASIS, 1, 28),
    ),
)
COMPARED = Group(
    _l("Lists of departments"),
    _l("What a list says about a child is true on its day, and less so with every week."),
    (Declaration("lists.days", 400, Unit.NUMBER, LISTS, OUR_PROPOSAL, 30, LONGEST),),
)
DECIDED = _l("A tip from the public is accepted or declined within %(days)s school days.")
TIPS = Group(
    _l("Time for tips"),
    _l("The days count from the day on which the tip was written down."),
    (Declaration("tips.days", 5, Unit.NUMBER, DECIDED, OUR_PROPOSAL, 1, 60),),
)
RULED = _l("The bureau decides about a contest within %(days)s school days.")
CONTESTS = Group(
    _l("Time for contests"),
    _l("A school or a guardian may contest a flag or a record; it counts in no figure meanwhile."),
    (
        Declaration(
            "contests.days",
            10,
            Unit.NUMBER,
            RULED,
            _l(
                "Personal Information Protection Law, art. 46: whoever finds data wrong may ask "
                "for its correction, which is checked without delay. The number is proposed by "
                "this product."
            ),
            1,
            60,
        ),
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
    rules = (of_rule(rule) for rule in all_rules().values())
    return (
        GUARD,
        CALENDAR,
        COMPARED,
        deadlines.STEPS,
        ladder.LADDER,
        deadlines.ESCALATION,
        deadlines.SILENCE,
        deadlines.REPORTS,
        TIPS,
        sharing.LINES,
        sharing.INQUIRIES,
        CONTESTS,
        proofs.RESULTS,
        proofs.DOCUMENTS,
        papers.PAPERS,
        packets.PACKETS,
        RETENTION,
        *rules,
    )


@cache
def declarations() -> dict[str, Declaration]:
    """All thresholds by key."""
    return {d.key: d for group in groups() for d in group.declarations}


def group_of(declaration: Declaration) -> Group:
    """The group in which a threshold stands."""
    return next(g for g in groups() if declaration in g.declarations)
