"""Official papers (控辍保学文书): their kinds, how they are delivered, what they can hold.

What each kind needs and says is data: `tracking/papers/kinds.toml` and `tracking/papers/sheets/`.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class PaperKind(Term):
    """A kind of paper; the delivery receipt goes with every other and has no number."""

    ENROLMENT_NOTICE = "enrolment_notice", _l("Notice of enrolment")  # 入学通知书
    DROPOUT_REPORT = "dropout_report", _l("Written report of a pupil who left")  # 报告表
    PERSUASION_NOTICE = "persuasion_notice", _l("Notice of persuasion")  # 劝学(劝返)通知书
    RETURN_NOTICE = "return_notice", _l("Notice to return by a day")  # 限期返校(复学)通知书
    ORDER = "order", _l("Order to comply by a day")  # 责令限期改正通知书
    REMINDER = "reminder", _l("Reminder to carry out the order")  # 履行行政决定催告书
    PENALTY = "penalty", _l("Decision of an administrative penalty")  # 行政处罚决定书
    ENFORCEMENT = "enforcement", _l("Application for enforcement by the court")  # 强制执行申请书
    COMPLAINT = "complaint", _l("Civil complaint")  # 民事起诉状
    INQUIRY_LETTER = "inquiry_letter", _l("Letter of inquiry")  # 协查函
    LEAVE_APPROVAL = "leave_approval", _l("Approval of leave or deferral")  # 休学/延缓入学审批表
    HOME_TEACHING = "home_teaching", _l("Plan of teaching at home, with consent")  # 送教上门方案
    RETURN_CERTIFICATE = "return_certificate", _l("Certificate of return")  # 复学证明
    CLOSING_APPROVAL = "closing_approval", _l("Approval of closing")  # 销号审批表
    DUTY_LETTER = "duty_letter", _l("Letter of responsibility")  # 控辍保学责任书
    DELIVERY_RECEIPT = "delivery_receipt", _l("Receipt of delivery")  # 送达回证


class PaperState(Term):
    """Where a paper stands; a void one keeps its number."""

    ISSUED = "issued", _l("issued")  # 已制发
    DELIVERED = "delivered", _l("delivered")  # 已送达
    VOID = "void", _l("void")  # 已作废


class DeliveryMethod(Term):
    """How a paper reached its receiver."""

    DIRECT = "direct", _l("Handed over in person")  # 直接送达
    LEFT = "left", _l("Left at the home before a witness")  # 留置送达
    POST = "post", _l("By post")  # 邮寄送达
    PUBLIC = "public", _l("By public notice")  # 公告送达
    ELECTRONIC = "electronic", _l("Electronically")  # 电子送达


class PaperInput(Term):
    """What a person writes when a paper is issued; the rest comes from the file."""

    RECEIVER = "receiver", _l("Addressee")  # 受送达人
    ADDRESS = "address", _l("Address of the receiver")  # 地址
    FACTS = "facts", _l("Facts and reasons")  # 事实与理由
    MEASURES = "measures", _l("Measures and arrangement")  # 措施与安排
    REQUEST = "request", _l("What is asked for")  # 请求事项
    COURT = "court", _l("Court or department addressed")  # 致送机关
    STARTS_ON = "starts_on", _l("From")  # 起始日期
    ENDS_ON = "ends_on", _l("Until")  # 截止日期
    DAYS = "days", _l("School days to comply")  # 期限天数
    CONTACT = "contact", _l("Contact person and telephone of the office")  # 联系人及电话


class PaperField(Term):
    """A field that a template may hold, filled from the file, the office or the form."""

    TITLE = "title", _l("Title of the paper")  # 文书名称
    REFERENCE = "reference", _l("Number of the paper")  # 文号
    OFFICE = "office", _l("Issuing office")  # 制发机关
    ISSUED_ON = "issued_on", _l("Day of issue")  # 制发日期
    BASIS = "basis", _l("Basis articles")  # 法律依据
    LOCAL_BASIS = "local_basis", _l("Local basis from the settings")  # 地方依据
    CASE_NUMBER = "case_number", _l("Case number")  # 个案编号
    CHILD_NAME = "child_name", _l("Name of the child")  # 学生姓名
    SEX = "sex", _l("Sex")  # 性别
    BIRTH_DATE = "birth_date", _l("Date of birth")  # 出生日期
    ID_NUMBER = "id_number", _l("Identity number")  # 身份证件号
    STUDENT_NO = "student_no", _l("Student number")  # 学籍号
    SCHOOL = "school", _l("School of record")  # 学籍学校
    CLASS_NAME = "class_name", _l("Grade and class")  # 年级班级
    GUARDIAN = "guardian", _l("Guardian")  # 监护人姓名
    RELATION = "relation", _l("Relation to the child")  # 与学生关系
    PHONE = "phone", _l("Telephone of the family")  # 联系电话
    HOME = "home", _l("Home address")  # 家庭住址
    CONTACTS = "contacts", _l("Number of contacts so far")  # 劝返次数
    LAST_CONTACT = "last_contact", _l("Day of the last contact")  # 最近劝返日期
    STATE = "state", _l("State of the case")  # 当前阶段
    RESULT = "result", _l("Approved result")  # 核查结果
    SCHOOL_YEAR = "school_year", _l("School year")  # 学年
    FORMER = "former", _l("Number of the paper before")  # 前序文书文号
    FORMER_ON = "former_on", _l("Day the paper before was delivered")  # 前序文书送达日期
    RECEIVER = "receiver", _l("Addressee")  # 受送达人
    ADDRESS = "address", _l("Address of the receiver")  # 送达地址
    FACTS = "facts", _l("Facts and reasons")  # 事实与理由
    MEASURES = "measures", _l("Measures and arrangement")  # 措施与安排
    REQUEST = "request", _l("What is asked for")  # 请求事项
    COURT = "court", _l("Court or department addressed")  # 致送机关
    STARTS_ON = "starts_on", _l("From")  # 起始日期
    ENDS_ON = "ends_on", _l("Until")  # 截止日期
    DAYS = "days", _l("School days to comply")  # 期限天数
    CONTACT = "contact", _l("Contact person and telephone of the office")  # 联系人及电话
    DELIVERED_ON = "delivered_on", _l("Day of delivery")  # 送达日期
    METHOD = "method", _l("Way of delivery")  # 送达方式
    TAKEN_BY = "taken_by", _l("Who took it")  # 签收人
    TAKEN_RELATION = "taken_relation", _l("Relation of who took it")  # 签收人关系
    PLACE = "place", _l("Place of delivery")  # 送达地点
    REFUSED = "refused", _l("Whether it was refused")  # 是否拒收
    WITNESS = "witness", _l("Witness")  # 见证人
    DELIVERER = "deliverer", _l("Who delivered it")  # 送达人
