"""Identity and student numbers of a file: judged, and held against what the row says itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from models.vocabulary.lists import NumberCheck
from tracking.kernel.id_numbers import Fault, IdNumbers, id_numbers, student_numbers
from tracking.snapshots.columns.codes import OTHER_ID_TYPES
from tracking.snapshots.issues import Issues

FAULTS = {
    Fault.NONE: NumberCheck.OK,
    Fault.BLANK: NumberCheck.MISSING,
    Fault.LENGTH: NumberCheck.LENGTH,
    Fault.CHARACTER: NumberCheck.CHARACTER,
    Fault.DATE: NumberCheck.DATE,
    Fault.CHECK: NumberCheck.CHECK,
}
REMARKED = {
    NumberCheck.LENGTH: "id_length",
    NumberCheck.CHARACTER: "id_character",
    NumberCheck.DATE: "id_date",
    NumberCheck.CHECK: "id_check",
    NumberCheck.SEX: "id_sex",
    NumberCheck.BIRTH: "id_birth",
}


@dataclass(frozen=True)
class Judged:
    """The identity numbers of a file: with 18 characters, the verdict, what is in them."""

    long: pa.Array
    check: pa.Array
    sex: pa.Array
    birth: pa.Array

    @property
    def in_order(self) -> pa.Array:
        """The numbers without a fault of their own (region codes may be read from them)."""
        own = pa.array([NumberCheck.OK, NumberCheck.SEX, NumberCheck.BIRTH], pa.string())
        return self.long.filter(pc.is_in(self.check, own))


def judged(number: pa.Array, sex: pa.Array, birth: pa.Array, id_type: pa.Array | None) -> Judged:
    """Judge identity numbers; numbers of passports and the like follow no rule known here."""
    found = id_numbers(number)
    own_sex = pa.array(found.sex, mask=found.sex == 0).cast(pa.string())
    own_birth = pa.array(found.birth, mask=np.isnat(found.birth)).cast(pa.date32())
    names = [str(FAULTS[fault]) for fault in Fault]
    check = pa.array(names, pa.string()).take(pa.array(found.fault))
    check = _if(pc.not_equal(birth, own_birth), NumberCheck.BIRTH, check)
    check = _if(pc.not_equal(sex, own_sex), NumberCheck.SEX, check)
    if id_type is not None:
        other = pc.is_in(id_type, pa.array(sorted(OTHER_ID_TYPES), pa.string()))
        given = pc.not_equal(check, NumberCheck.MISSING.value)
        check = _if(pc.and_(other, given), NumberCheck.OTHER_KIND, check)
        own_sex = pc.if_else(other, None, own_sex)
        own_birth = pc.if_else(other, None, own_birth)
        return Judged(_unless(other, found, number), check, own_sex, own_birth)
    return Judged(found.long, check, own_sex, own_birth)


def _unless(other: pa.Array, found: IdNumbers, number: pa.Array) -> pa.Array:
    return pc.if_else(other, number, found.long)


def _if(condition: pa.Array, verdict: NumberCheck, check: pa.Array) -> pa.Array:
    """The verdict where a condition is known to hold."""
    return pc.if_else(pc.fill_null(condition, False), verdict.value, check)


def remark_ids(judged: Judged, rows: pa.Array, issues: Issues) -> None:
    """Remark each number that is not in order; its text is not repeated."""
    for verdict, code in REMARKED.items():
        where = pc.equal(judged.check, verdict.value)
        if pc.any(where).as_py():
            issues.remark(rows.filter(where), "id_number", code)


def student_columns(
    number: pa.Array, ids: Judged, rows: pa.Array, issues: Issues
) -> dict[str, pa.Array]:
    """Verdict and letter of student numbers; those of another form are remarked.

    A G-number keeps the identity number of the day it was given, so another one in it is a
    verdict for the rules and no remark.
    """
    found = student_numbers(number)
    names = [str(FAULTS[fault]) for fault in Fault]
    check = pa.array(names, pa.string()).take(pa.array(found.fault))
    has_both = pc.and_(pc.equal(found.letter, "G"), pc.not_equal(ids.long, ""))
    other = pc.and_(has_both, pc.not_equal(found.body, ids.long))
    wrong = pc.and_(pa.array(found.fault > Fault.BLANK), pc.not_equal(number, ""))
    if pc.any(wrong).as_py():
        issues.remark(rows.filter(wrong), "student_no", "student_form")
    letter = pc.if_else(pc.equal(found.letter, ""), None, found.letter)
    return {"student_check": _if(other, NumberCheck.OTHER_ID, check), "student_kind": letter}
