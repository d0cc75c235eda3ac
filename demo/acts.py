"""What the people of the city do with a case, through the same services as the pages use.

An act that the case's state does not allow any more is left out, as people would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select

from demo.sheets import sheet_of
from demo.staff import Staff
from models.case import Case
from models.database import db
from models.organisation import Organisation
from models.user import User
from models.vocabulary.cases import CaseState
from models.vocabulary.follow_ups import Attitude, ContactResult, FollowUpKind
from models.vocabulary.organisations import Level
from models.vocabulary.outcomes import OutcomeCode as V
from models.vocabulary.placements import AttendanceMark
from tracking.cases import policy
from tracking.cases import service as cases
from tracking.cases.observation import observation_of
from tracking.followups.contact import Contact
from tracking.followups.service import record_contact
from tracking.kernel import clock
from tracking.kernel.settings import Settings
from tracking.outcomes import service as outcomes
from tracking.outcomes.attending import attend
from tracking.outcomes.policy import PLACEMENTS, REQUIRED, WITH_HOURS, Paper
from tracking.outcomes.queries import placement_in_force
from tracking.outcomes.result import Placed, Result, Taught, Verdict
from tracking.outcomes.teaching import teach as give_lesson
from tracking.proofs.sent import Sent
from tracking.proofs.service import add as add_documents


@dataclass(frozen=True)
class Scene:
    """Where an act takes place: the case, and who is there."""

    case: Case
    staff: Staff
    settings: Settings

    @property
    def today(self) -> date:
        """The day of the act."""
        return clock.today()


Act = Callable[[Scene], None]

CALL, VISIT = FollowUpKind.CALL, FollowUpKind.HOME_VISIT
# Finding → who was met, what is written down, attitude, next step.
WORDS: Final[dict[ContactResult, tuple[str, str, Attitude, str]]] = {
    ContactResult.ELSEWHERE: (
        "母亲",
        "母亲说一家随务工迁到外地，孩子九月起在当地学校上学，愿意把就读证明寄来。",
        Attitude.WILLING,
        "等待就读证明，到后提交结果。",
    ),
    ContactResult.WILL_RETURN: (
        "父亲和学生本人",
        "孩子跟亲戚在外帮工，说觉得功课跟不上。说明了义务教育的要求和学校的补课安排，父亲同意下周送回。",
        Attitude.HESITANT,
        "约定返校日期，安排班级和补课。",
    ),
    ContactResult.AT_SCHOOL: (
        "班主任、监护人",
        "查考勤和课堂记录，孩子一直在班上课，是报送名册时漏了一行。",
        Attitude.WILLING,
        "提交在校证明，请学籍管理员补报。",
    ),
    ContactResult.OTHER: (
        "祖母",
        "祖母说孩子住院治疗，医生建议休养一学期，住院材料在家里。",
        Attitude.WILLING,
        "协助补办休学手续。",
    ),
    ContactResult.NOT_REACHED: (
        "未见到人",
        "登记的两个号码都打不通，按地址上门无人，邻居说一家人搬走了，不清楚去向。",
        Attitude.NOT_KNOWN,
        "请社区和派出所协助查找。",
    ),
    ContactResult.REFUSES: (
        "父亲",
        "父亲说孩子不想再读，已在饭馆帮忙。讲明父母送子女入学是法定义务，约定再次上门。",
        Attitude.UNWILLING,
        "下周会同苏木乡镇、街道干部再次上门。",
    ),
}
PROOFS: Final[dict[V, str]] = {
    V.V01: "附近五天点名册，班主任和校长签字；学籍管理员已补报名册。",
    V.V02: "转入学校出具的就读证明，已与对方学籍管理员电话核实，学籍已注册。",
    V.V03: "区内就读学校盖章的就读证明，学籍转接已发起，等待对方确认。",
    V.V05: "休学审批表和医院诊断证明，休学至下学期开学前。",
    V.V07: "残疾人教育专家委员会评估意见和家长同意书，每周送教两次。",
    V.V20: "入户见到监护人和学生本人，确认连续两周未到校，原因为厌学和外出帮工。",
    V.V22: "两次电话、一次入户均无人，邻居和社区证实已搬走；已请派出所协助，继续查找。",
    V.V23: "学生已返校上课，附返校当日起的班级点名册，监护人签字。",
}

HOLDS: Final[dict[V, int]] = {V.V03: 30, V.V05: 90, V.V07: 200}  # days


def contact(kind: FollowUpKind, result: ContactResult) -> Act:
    """The owner telephones or goes there, and writes down what it found."""

    def act(scene: Scene) -> None:
        by = scene.staff.of(scene.case.owner_id)
        if by is None or not policy.can_move("record", scene.case.state):
            return
        met_with, account, attitude, next_step = WORDS[result]
        people = by.display_name if kind is CALL else f"{by.display_name}、社区网格员"
        said = Contact(
            kind, scene.today, people, met_with, account, attitude, result, next_step, None
        )
        record_contact(scene.case, said, by=by)

    return act


def submit(code: V) -> Act:
    """The owner proposes a result with its proof."""

    def act(scene: Scene) -> None:
        by = scene.staff.of(scene.case.owner_id)
        if by is None or not policy.can_move("submit", scene.case.state):
            return
        bring(scene, code, by)
        days = HOLDS.get(code)
        until = scene.today + timedelta(days=days) if days else None
        proposed = Result(code, scene.today, PROOFS[code], until, placed(code, scene.today))
        outcomes.submit(scene.case, proposed, by=by, version=scene.case.version)

    return act


def bring(scene: Scene, code: V, by: User) -> None:
    """Photograph the papers that a result needs and put them into the file."""
    kinds = [line[0].kind for line in REQUIRED[code] if isinstance(line[0], Paper)]
    sent = [Sent(kind, f"{kind.value}.png", sheet_of(kind)) for kind in kinds]
    if sent:
        add_documents(scene.case, sent, by=by, settings=scene.settings)


def placed(code: V, day: date) -> Placed | None:
    """Where such a result places the child."""
    kinds = PLACEMENTS.get(code)
    if not kinds:
        return None
    return Placed(kinds[0], "", day, 4 if kinds[0] in WITH_HOURS else None)


def teach(scene: Scene) -> None:
    """A teacher goes to the child's home for two lessons."""
    by = scene.staff.of(scene.case.owner_id)
    if by is None or placement_in_force(scene.case) is None:
        return
    words = ("语文识字、生活自理训练。", "能跟读短句，注意力保持约二十分钟。")
    given = Taught(scene.today, 4, by.display_name, *words, is_signed=True)
    give_lesson(scene.case, given, by=by)


def note_attendance(scene: Scene) -> None:
    """The class teacher copies the roll call of the days since the child came back."""
    by, observed = scene.staff.of(scene.case.owner_id), observation_of(scene.case)
    if by is None or observed is None or not policy.can_move("attend", scene.case.state):
        return
    days = [day.day for day in observed.past]
    marks = dict.fromkeys(days, AttendanceMark.PRESENT)
    if len(days) > 2:
        marks[days[1]] = AttendanceMark.EXCUSED
    attend(scene.case, marks, by=by)


def approve(scene: Scene) -> None:
    """The bureau above the owner approves what waits."""
    _decide(scene, Verdict(approve=True, reason="材料齐全，情况属实。"))


def send_back(scene: Scene) -> None:
    """The bureau above the owner wants better proof."""
    reason = "证明没有写明起止日期，也没有盖章，请补齐后再报。"
    _decide(scene, Verdict(approve=False, reason=reason))


def _decide(scene: Scene, verdict: Verdict) -> None:
    by = scene.staff.above(scene.case.owner_id)
    if by is not None and policy.can_move("approve", scene.case.state):
        outcomes.decide(scene.case, verdict, by=by, version=scene.case.version)


def assign(scene: Scene) -> None:
    """The county bureau gives a clue to the last school of record."""
    case = scene.case
    by = scene.staff.of(case.owner_id)
    if by is not None and case.school is not None and case.state is CaseState.CLUE:
        cases.assign(case, case.school, by=by, version=case.version)


def ask_township(scene: Scene) -> None:
    """The county bureau asks a township to go on looking."""
    by = scene.staff.above(scene.case.owner_id)
    if by is None or not policy.can_move("reassign", scene.case.state):
        return
    query = select(Organisation).where(
        Organisation.level == Level.TOWNSHIP, Organisation.parent_id == by.organisation_id
    )
    owner = db.session.scalars(query.order_by(Organisation.code)).first()
    if owner is not None:
        reason = "学校多次查找未见，请属地协助入户核实。"
        cases.assign(scene.case, owner, by=by, version=scene.case.version, reason=reason)
