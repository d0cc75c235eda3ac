"""The lists of the police: NOT_REGISTERED and RESIDENT_NOT_ENROLLED."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.detection.people import AUTUMN, HOUSEHOLD, RESIDENCE, UNLISTED
from benchmarks.detection.town import Town

REGISTER, PERMIT = "NOT_REGISTERED", "RESIDENT_NOT_ENROLLED"


def is_on_no_roll(town: Town) -> None:
    for grade in (3, 8):
        child = town.stranger(grade, HOUSEHOLD)
        town.find(REGISTER, child, AUTUMN, "in the register, on no roll")
        child = town.stranger(grade, RESIDENCE)
        town.find(PERMIT, child, AUTUMN, "a permit in force, on no roll")


def has_a_namesake_at_school(town: Town) -> None:
    """Name, birth date and sex of a pupil; number and family of its own."""
    pupil = town.pick((1, 2, 3, 4, 7), HOUSEHOLD)
    child = replace(
        town.registrar.renumbered(pupil), tag=town.registrar.tag(), guardian="另一监护",
        phone=town.registrar.phone(),
    )  # fmt: skip
    town.add(child)
    town.find(REGISTER, child, AUTUMN, "a namesake is at school")
    town.trap(REGISTER, pupil, "a namesake is not at school")


def is_at_school_under_another_number(town: Town) -> None:
    """The register has the old number of a pupil; name, birth date, sex and family agree."""
    pupil = town.pick((1, 2, 3, 4, 7), UNLISTED)
    old = town.registrar.number(pupil)
    town.put(HOUSEHOLD, AUTUMN, pupil, 身份证号=old, 人员状态="正常")
    town.trap(REGISTER, pupil, "its number in the register is an old one")
    pupil = town.pick((1, 2, 3, 4, 7), UNLISTED)
    wrong = pupil.number[:-1] + ("0" if pupil.number[-1] != "0" else "1")
    town.put(
        HOUSEHOLD, AUTUMN, pupil, 身份证号=wrong, 监护人姓名="", 监护人电话="", 人员状态="正常"
    )
    town.trap(REGISTER, pupil, "one digit of its number in the register is wrong")


def is_of_another_age(town: Town) -> None:
    for grade in (10, -1):
        town.trap(REGISTER, town.stranger(grade, HOUSEHOLD), "not of compulsory-school age")
        town.trap(PERMIT, town.stranger(grade, RESIDENCE), "not of compulsory-school age")


def has_left_the_register(town: Town) -> None:
    for state, day in (("死亡", "2025-05-01"), ("迁出", "2026-08-20"), ("出国定居", "2026-02-01")):
        child = town.stranger(5)
        town.put(HOUSEHOLD, AUTUMN, child, 人员状态=state, 注销日期=day)
        town.trap(f"{REGISTER} VANISHED", child, f"entry ended: {state}")
    for why in ("死亡", "迁出市外", "重复户口"):
        child = town.stranger(4, HOUSEHOLD)
        town.put("deaths", AUTUMN, child, 注销日期="2026-10-12", 注销原因=why)
        town.trap(REGISTER, child, f"entry cancelled: {why}")


def permit_does_not_count(town: Town) -> None:
    for cells, why in (
        ({"有效期至": "2026-06-30"}, "permit has run out"),
        ({"证件状态": "已注销"}, "permit cancelled"),
        ({"居住地行政区划代码": "150102"}, "lives in another city"),
        ({"就学情况": "在户籍地就读"}, "at school elsewhere"),
        ({"就学情况": "普通高中一年级"}, "at a school of a higher stage"),
        ({"就读学校标识码": "2113100777"}, "names a school of another province"),
    ):
        child = town.stranger(6)
        town.put(RESIDENCE, AUTUMN, child, **{**permit(child.region), **cells})
        town.trap(PERMIT, child, why)
    child = town.stranger(6)
    town.put(RESIDENCE, AUTUMN, child, **{**permit(child.region), "就学情况": "未就学"})
    town.find(PERMIT, child, AUTUMN, "the list itself says that it is at no school")


def permit(region: str) -> dict[str, str]:
    """What a permit in force says."""
    return {
        "居住地行政区划代码": region, "居住证号": f"JZ{region}", "证件状态": "有效",
        "签发日期": "2025-09-01", "有效期至": "2027-08-31", "就学情况": "",
    }  # fmt: skip


PLANTS = (
    is_on_no_roll, has_a_namesake_at_school, is_at_school_under_another_number, is_of_another_age,
    has_left_the_register, permit_does_not_count,
)  # fmt: skip
