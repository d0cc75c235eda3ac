"""Documents of a case: what they are, and the forms in which they are kept."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from models.vocabulary.term import Term


class DocumentKind(Term):
    """What a document is; which result needs which stands in `tracking/outcomes/policy.py`."""

    ATTENDANCE = "attendance", _l("Attendance list or roll call")  # 考勤表/点名册
    ENROLMENT = "enrolment", _l("Certificate of attendance")  # 在读证明
    LEAVE = "leave", _l("Approval of leave")  # 休学审批表
    HOSPITAL = "hospital", _l("Hospital certificate")  # 医院证明
    DEFERRAL = "deferral", _l("Approval of deferral")  # 延缓入学批复
    ASSESSMENT = "assessment", _l("Assessment of the experts")  # 评估意见
    CONSENT = "consent", _l("Consent of the parents")  # 家长同意书
    GRADUATION = "graduation", _l("Graduation certificate")  # 毕业证
    DEPARTURE = "departure", _l("Proof of departure abroad")  # 出境证明
    DEATH = "death", _l("Proof of death or deregistration")  # 死亡/户籍注销证明
    POLICE = "police", _l("Reply of the police station")  # 派出所回复
    HOUSEHOLD = "household", _l("Household book")  # 户口簿
    SCHOOL = "school", _l("Confirmation of the school")  # 学校确认函
    OFFICIAL = "official", _l("Official document")  # 公文
    REPORT = "report", _l("Written report")  # 书面报告
    DELIVERY = "delivery", _l("Receipt of delivery")  # 送达回证
    VISIT_PHOTO = "visit_photo", _l("Photo of a home visit")  # 家访照片
    RECORDING = "recording", _l("Recording")  # 录音
    OTHER = "other", _l("Another document")  # 其他


class Media(Term):
    """The form in which a document is kept: told by its content, never by its name."""

    media_type: str
    ending: str

    def __init__(
        self, _code: str, _label: Any = None, media_type: str = "", ending: str = ""
    ) -> None:
        super().__init__()
        self.media_type = media_type
        self.ending = ending

    IMAGE = "image", _l("Image"), "image/jpeg", "jpg"  # 图片
    PDF = "pdf", _l("PDF"), "application/pdf", "pdf"  # PDF
    MP3 = "mp3", _l("Recording (MP3)"), "audio/mpeg", "mp3"  # 录音(MP3)
    M4A = "m4a", _l("Recording (M4A)"), "audio/mp4", "m4a"  # 录音(M4A)
    OGG = "ogg", _l("Recording (OGG)"), "audio/ogg", "ogg"  # 录音(OGG)
    WAV = "wav", _l("Recording (WAV)"), "audio/wav", "wav"  # 录音(WAV)
    AMR = "amr", _l("Recording (AMR)"), "audio/amr", "amr"  # 录音(AMR), no browser plays it

    @property
    def is_recording(self) -> bool:
        """Whether it is listened to."""
        return self.media_type.startswith("audio/")
