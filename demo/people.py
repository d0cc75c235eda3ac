"""Invented families: names of several peoples, guardians and telephone numbers.

Names are drawn from lists of common parts, so that they look right and mean nobody. A family is
one row of each array; siblings and twins point at the same family.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from demo.numbers import Integers, Texts

Booleans = NDArray[np.bool_]

HAN, MONGOLIAN, DOTTED = 0, 1, 2
_SHARES: Final = (0.86, 0.11, 0.03)


def _parts(text: str) -> Texts:
    return np.array(text.split(), dtype=object)


_SURNAMES: Final = _parts(
    "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 "
    "冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 "
    "杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康"
)
_GIVEN: Final = (
    _parts(
        "丽 静 梅 婷 雪 怡 佳 欣 萱 琳 玉 娜 思 涵 晨 彤 雨 兰 颖 洁 莹 雯 婧 悦 瑶 桐 娟 燕 红 芳 "
        "霖 然 嘉 诗 若 语 一 子 梓 可"
    ),
    _parts(
        "伟 强 磊 军 勇 杰 涛 明 超 志 浩 轩 宇 泽 博 鹏 飞 林 峰 刚 宏 铭 宸 昊 凯 睿 诚 智 远 翔 "
        "皓 辰 俊 然 嘉 文 一 子 梓 天"
    ),
)
HOMOPHONES: Final = {
    **dict(zip("丽静佳怡欣琳萱玉梅洁雯婧霖", "莉婧嘉宜昕林轩育玫杰文静琳", strict=True)),
    **dict(zip("伟明志浩轩宇泽红宏铭智皓辰", "玮铭智皓萱雨择宏红明志浩晨", strict=True)),
}
"""Last character of a given name → another that sounds the same, as a correction would bring."""

_MONGOLIAN: Final = (
    _parts(
        "其木格 萨仁高娃 乌云其其格 阿拉坦其其格 苏日娜 娜仁托娅 乌日娜 萨日娜 格日乐 托娅 "
        "高娃 塔娜 琪琪格 哈斯其其格 乌仁图雅 斯琴高娃 阿茹娜 娜荷芽 敖登高娃 萨如拉 通拉嘎 "
        "珠拉 其其格玛 乌兰图雅 阿拉坦高娃 诺敏"
    ),
    _parts(
        "巴特尔 那日苏 乌云毕力格 朝鲁 巴雅尔 苏和 布和 格日勒图 阿古拉 特木尔 孟和 宝音 "
        "斯琴巴特尔 哈斯巴根 巴图 额尔敦 敖特根 达来 牧仁 呼和 吉日嘎拉 满都拉 青格勒 乌力吉 "
        "白音 恩和"
    ),
)
_DOTTED: Final = (
    _parts("阿依古丽 古丽娜尔 热依汗 帕提古丽 米热古丽 迪丽努尔 阿依努尔 祖丽菲娅 玛依拉 努尔古丽"),
    _parts("买买提 阿不都热依木 艾力 吐尔逊 努尔买买提 玉素甫 阿迪力 依明 艾山 库尔班"),
)


@dataclass(frozen=True)
class Families:
    """What members of one family share; every array has one entry per family."""

    people: Integers
    surnames: Integers
    guardians: Texts
    relations: Texts
    phones: Texts
    addresses: Texts


def families(count: int, rng: np.random.Generator) -> Families:
    """So many families, each with one guardian, a telephone and an address."""
    people = rng.choice(3, size=count, p=_SHARES)
    surnames = rng.integers(0, len(_SURNAMES), size=count)
    fathers = rng.random(count) < 0.6
    # A mother bears her own father's name, so only fathers share the child's.
    own = np.where(fathers, surnames, rng.integers(0, len(_SURNAMES), size=count))
    streets = rng.integers(1, 200, size=count).astype(np.str_).astype(object)
    return Families(
        people=people,
        surnames=surnames,
        guardians=names(people, own, fathers, rng),
        relations=np.where(fathers, "父亲", "母亲").astype(object),
        phones=phones(count, rng),
        addresses=np.asarray("虚构市虚构区虚构路" + streets + "号", dtype=object),
    )


def phones(count: int, rng: np.random.Generator) -> Texts:
    """Mobile numbers 1990xxxxxxx."""
    numbers = 19_900_000_000 + rng.integers(0, 10**7, size=count)
    return np.asarray(numbers.astype(np.str_).astype(object))


def names(people: Integers, surnames: Integers, boys: Booleans, rng: np.random.Generator) -> Texts:
    """One name each: `people` chooses the kind of name, `surnames` matters for Han names only."""
    found = np.empty(len(people), dtype=object)
    for boy in (False, True):
        han = (people == HAN) & (boys == boy)
        found[han] = _SURNAMES[surnames[han]] + _given(int(boy), int(han.sum()), rng)
        mongolian = (people == MONGOLIAN) & (boys == boy)
        found[mongolian] = _mongolian(int(boy), int(mongolian.sum()), rng)
        dotted = (people == DOTTED) & (boys == boy)
        count = int(dotted.sum())
        found[dotted] = _draw(_DOTTED[boy], count, rng) + "·" + _draw(_DOTTED[1], count, rng)
    return found


def _given(boy: int, count: int, rng: np.random.Generator) -> Texts:
    first, second = _draw(_GIVEN[boy], count, rng), _draw(_GIVEN[boy], count, rng)
    return np.asarray(np.where(rng.random(count) < 0.2, "", first) + second, dtype=object)


def _mongolian(boy: int, count: int, rng: np.random.Generator) -> Texts:
    own, father = _draw(_MONGOLIAN[boy], count, rng), _draw(_MONGOLIAN[1], count, rng)
    return np.where(rng.random(count) < 0.25, father + "·" + own, own)


def _draw(parts: Texts, count: int, rng: np.random.Generator) -> Texts:
    drawn: Texts = parts[rng.integers(0, len(parts), size=count)]
    return drawn
