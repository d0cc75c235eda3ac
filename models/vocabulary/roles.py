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
    CITY_OFFICER = (  # 市教育局: thresholds hold for the whole city
        "city_officer",
        _l("City bureau officer"),
        BUREAU_WORK | {P.THRESHOLD_CHANGE},
    )
    TOWNSHIP_OFFICER = (  # 苏木乡镇/街道干部
        "township_officer",
        _l("Township officer"),
        frozenset(
            {P.CASE_READ, P.CASE_REVEAL, P.FOLLOW_UP_RECORD, P.TIP_READ, P.TIP_RECORD},
        ),
    )
    DEPARTMENT_OFFICER = (  # 部门协作员: uploads lists and answers inquiries, sees nothing else
        "department_officer",
        _l("Department officer"),
        frozenset[Permission](),
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
