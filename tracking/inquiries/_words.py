"""What the names of departments tell: words that stand in them."""

from __future__ import annotations

from models.vocabulary.inquiries import Department

SIGNS: dict[Department, tuple[str, ...]] = {
    Department.POLICE: ("公安", "派出所"),
    Department.CIVIL_AFFAIRS: ("民政",),
    Department.DISABLED: ("残联", "残疾人联合会"),
    Department.LABOUR: ("人社", "人力资源", "社会保障"),
    Department.JUSTICE: ("司法", "法院", "检察"),
    Department.HEALTH: ("卫健", "卫生"),
    Department.COUNTRYSIDE: ("乡村振兴", "农牧"),
}
