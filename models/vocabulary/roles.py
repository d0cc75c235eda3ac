"""What one may do (permissions) and who may do it (roles): the single table of rights.

A permission is named `noun:verb` after the stage that guards it. The three administrators
(三员分立) hold no permission on cases, flags or snapshots, and none holds another's.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class Permission(Term):
    """One right."""

    CASE_READ = "case:read", _l("Read cases")  # 查看个案
    CASE_ASSIGN = "case:assign", _l("Assign and reassign cases")  # 派发与改派
    CASE_REVEAL = "case:reveal", _l("See personal data for a stated purpose")  # 查看敏感信息
    CASE_EXPORT = "case:export", _l("Export lists")  # 导出名单
    FLAG_READ = "flag:read", _l("Read flags")  # 查看线索
    FLAG_JUDGE = "flag:judge", _l("Mark flags wrong")  # 标记误报
    TASK_READ = "data_task:read", _l("Read data tasks of the registry")  # 查看数据任务
    TASK_EXPLAIN = "data_task:explain", _l("Explain data tasks")  # 说明数据任务
    TIP_READ = "tip:read", _l("Read tips from the public")  # 查看举报线索
    TIP_RECORD = "tip:record", _l("Write tips down")  # 登记举报线索
    TIP_DECIDE = "tip:decide", _l("Accept or decline tips")  # 受理举报线索
    TIP_SOURCE = "tip:source", _l("See who gave a tip")  # 查看举报人
    IDENTITY_DECIDE = "identity:decide", _l("Decide who is the same child")  # 确认同一人
    FOLLOW_UP_RECORD = "follow_up:record", _l("Record contacts and visits")  # 登记核查
    OUTCOME_SUBMIT = "outcome:submit", _l("Submit results")  # 提交结果
    OUTCOME_DECIDE = "outcome:decide", _l("Approve or return results")  # 审核结果
    PROOF_READ = "proof:read", _l("Open documents of a case")  # 查看材料
    PROOF_ADD = "proof:add", _l("Add documents to a case")  # 上传材料
    NOTE_WRITE = "note:write", _l("Write notes and corrections")  # 填写备注与更正
    NOTE_RESTRICTED = "note:restricted", _l("Read restricted notes")  # 查看限阅备注
    LINE_NAME = "line:name", _l("Name responsible persons")  # 确定责任人
    LINE_ACKNOWLEDGE = "line:acknowledge", _l("Acknowledge a child's file")  # 确认收悉
    INQUIRY_ASK = "inquiry:ask", _l("Ask other departments")  # 发出协查
    INQUIRY_ANSWER = "inquiry:answer", _l("Answer inquiries")  # 回复协查
    PAPER_READ = "paper:read", _l("Read papers and registers")  # 查看文书
    PAPER_ISSUE = "paper:issue", _l("Issue papers")  # 制发文书
    PAPER_TEMPLATE = "paper:template", _l("Change templates of papers")  # 维护文书模板
    HANDOVER_SEND = "handover:send", _l("Hand children over")  # 发出移交
    HANDOVER_RECEIVE = "handover:receive", _l("Answer hand-overs")  # 接收移交
    CONTEST_FILE = "contest:file", _l("Contest flags and records")  # 提出异议
    CONTEST_DECIDE = "contest:decide", _l("Decide about contests")  # 处理异议
    CALENDAR_READ = "calendar:read", _l("See the school calendar")  # 查看校历
    CALENDAR_CHANGE = "calendar:change", _l("Change the school calendar")  # 维护校历
    ZERO_REPORT = "zero_report:send", _l("Send the monthly report")  # 报送月报
    SNAPSHOT_READ = "snapshot:read", _l("Read snapshots and scans")  # 查看快照
    SNAPSHOT_IMPORT = "snapshot:import", _l("Upload snapshots")  # 上传快照
    SNAPSHOT_RELEASE = "snapshot:release", _l("Release parts set aside")  # 解除隔离
    THRESHOLD_READ = "threshold:read", _l("See thresholds and their basis")  # 查看阈值
    THRESHOLD_CHANGE = "threshold:change", _l("Change thresholds")  # 调整阈值
    RUN_READ = "run:read", _l("See runs of the machine")  # 查看运行记录
    ORGANISATION_MANAGE = "organisation:manage", _l("Manage organisations")  # 机构管理
    ACCOUNT_READ = "account:read", _l("See accounts")  # 查看账号
    ACCOUNT_MANAGE = "account:manage", _l("Create and disable accounts")  # 账号管理
    ROLE_GRANT = "role:grant", _l("Grant roles")  # 授权
    AUDIT_READ = "audit:read", _l("Read the audit log")  # 查看审计日志


P = Permission
SCHOOL_WORK = frozenset(
    {
        P.CASE_READ,
        P.CASE_REVEAL,
        P.FOLLOW_UP_RECORD,
        P.OUTCOME_SUBMIT,
        P.TASK_READ,
        P.TASK_EXPLAIN,
        P.PROOF_READ,
        P.PROOF_ADD,
        P.NOTE_WRITE,
        P.LINE_NAME,
        P.LINE_ACKNOWLEDGE,
        P.PAPER_READ,
        P.PAPER_ISSUE,
        P.CONTEST_FILE,
        P.CALENDAR_READ,
        P.ZERO_REPORT,
    }
)
BUREAU_WORK = frozenset(
    {
        P.CASE_READ,
        P.CASE_ASSIGN,
        P.CASE_REVEAL,
        P.CASE_EXPORT,
        P.FLAG_READ,
        P.FLAG_JUDGE,
        P.TASK_READ,
        P.TASK_EXPLAIN,
        P.TIP_READ,
        P.TIP_RECORD,
        P.TIP_DECIDE,
        P.TIP_SOURCE,
        P.IDENTITY_DECIDE,
        P.OUTCOME_DECIDE,
        P.SNAPSHOT_READ,
        P.SNAPSHOT_IMPORT,
        P.SNAPSHOT_RELEASE,
        P.THRESHOLD_READ,
        P.RUN_READ,
        P.PROOF_READ,
        P.PROOF_ADD,
        P.NOTE_WRITE,
        P.NOTE_RESTRICTED,
        P.LINE_NAME,
        P.LINE_ACKNOWLEDGE,
        P.INQUIRY_ASK,
        P.PAPER_READ,
        P.PAPER_ISSUE,
        P.HANDOVER_SEND,
        P.HANDOVER_RECEIVE,
        P.CONTEST_FILE,
        P.CONTEST_DECIDE,
        P.CALENDAR_READ,
    }
)


class Role(Term):
    """A set of permissions that an account holds within its organisation's scope."""

    permissions: frozenset[Permission]

    def __init__(
        self,
        _code: str,
        _label: Any = None,
        permissions: frozenset[Permission] = frozenset(),
    ) -> None:
        super().__init__()
        self.permissions = permissions

    SCHOOL_ADMIN = "school_admin", _l("School administrator"), SCHOOL_WORK  # 学校管理员
    COUNTY_OFFICER = "county_officer", _l("County bureau officer"), BUREAU_WORK  # 旗县区教育局
    CITY_OFFICER = (  # 市教育局: thresholds, calendar and templates hold for the whole city
        "city_officer",
        _l("City bureau officer"),
        BUREAU_WORK | {P.THRESHOLD_CHANGE, P.CALENDAR_CHANGE, P.PAPER_TEMPLATE},
    )
    TOWNSHIP_OFFICER = (  # 苏木乡镇/街道干部
        "township_officer",
        _l("Township officer"),
        frozenset(
            {
                P.CASE_READ,
                P.CASE_REVEAL,
                P.FOLLOW_UP_RECORD,
                P.TIP_READ,
                P.TIP_RECORD,
                P.PROOF_READ,
                P.PROOF_ADD,
                P.NOTE_WRITE,
                P.LINE_NAME,
                P.LINE_ACKNOWLEDGE,
                P.PAPER_READ,
                P.PAPER_ISSUE,
                P.CALENDAR_READ,
            },
        ),
    )
    DEPARTMENT_OFFICER = (  # 部门协作员: uploads lists and answers inquiries, sees nothing else
        "department_officer",
        _l("Department officer"),
        frozenset({P.INQUIRY_ANSWER}),
    )
    INSPECTOR = (  # 督查(只读)
        "inspector",
        _l("Inspector (read only)"),
        frozenset(
            {
                P.CASE_READ,
                P.FLAG_READ,
                P.TASK_READ,
                P.SNAPSHOT_READ,
                P.THRESHOLD_READ,
                P.RUN_READ,
                P.PROOF_READ,
                P.PAPER_READ,
                P.CALENDAR_READ,
            }
        ),
    )
    SYSTEM_ADMIN = (  # 系统管理员
        "system_admin",
        _l("System administrator"),
        frozenset({P.ACCOUNT_READ, P.ACCOUNT_MANAGE, P.ORGANISATION_MANAGE, P.RUN_READ}),
    )
    SECURITY_ADMIN = (  # 安全管理员
        "security_admin",
        _l("Security administrator"),
        frozenset({P.ACCOUNT_READ, P.ROLE_GRANT}),
    )
    AUDITOR = (  # 审计员
        "auditor",
        _l("Auditor"),
        frozenset({P.AUDIT_READ, P.ACCOUNT_READ}),
    )
