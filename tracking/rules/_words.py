"""Words that offices write into free columns of lists, as patterns that rules look for."""

from __future__ import annotations

HIGHER = "高中|中职|中专|技工|职高|职业学|大专"  # schools of a higher stage
# outside the city, or at a school of others
ELSEWHERE = "外地|外省|省外|外市|市外|区外|县外|旗外|异地|户籍地|户籍所在地|原籍|老家|他校|外校"
NEGATED = "未|不|失学|辍学|没有|无学"  # what turns a word into its opposite
SPECIAL_SCHOOL = "特殊教育|特教|培智|启智|启聪|盲|聋"  # names of special schools
CLEARED = "排除|误报|销号|不属|未辍学|非辍学|无辍学"  # the suspicion was cleared
ANSWERED = (
    "复学|在校|在读|返校|转学|已转|转入|转出|休学|死亡|出国|出境|毕业|送教|特教|随班|缓学|延缓|超龄|非适龄"
    "|已入学|正常就读|V0[1-9]|V1[0-6]"
)  # where the child is was found out
UNANSWERED = "未|待|不在|失联|无法|疑似|辍学|失学|劝返|核查中"  # it was not
STAYED = "留级|未毕业|重读|降级|不予毕业"  # does not leave primary school
OUT = "不在校|非在校|不在学|未在校|未入学|未上学|未就读|失学|辍学|退学|离校"  # out of school
NOT_OUT = "[无未非否][^,，;；。]?(?:失学|辍学|退学)|没有(?:失学|辍学)"  # says that it is not
NO_CAUSE = (
    "^(?:无|否|不适用|正常|[-—/0]+)?$|在校|在读|已上学|毕业|年龄未到|未到入学"  # no cause given
)
PERMIT_OVER = "注销|失效|过期|流出|迁出|离开|搬离|作废|终止"  # a permit that ended
GUEST = "借读"  # studies at a school without being registered there
BENEFIT_OVER = "停|终止|退出|取消|注销|不再|迁出|结束"  # a benefit that ended
