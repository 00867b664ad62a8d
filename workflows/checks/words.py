"""Word lists: what the rules know of the language of reports; a coordinator adds and takes out.

詞表. Each list has a name. The program ships the words below; ``checks.words`` in platform.md adds
to a list, ``checks.without`` takes out of it. A pair is written ``其它→其他``: what stands there,
and what the reports write.

>>> WordLists.of({"done": ("揭牌",)}, {"done": ("完竣",)}).words("done")[-2:]
('修畢', '揭牌')
"""

from collections.abc import Mapping
from dataclasses import dataclass

ARROW = "→"

DEFAULTS: Mapping[str, tuple[str, ...]] = {
    # Told as done.
    "done": (
        "已",
        "業於",
        "業經",
        "業已",
        "業依",
        "業獲",
        "完竣",
        "完畢",
        "辦竣",
        "順利完成",
        "修畢",
    ),
    # Not yet done. A word behind 「!」 is none, though it holds one (邀請 holds 請).
    "planned": (
        "預計",
        "預定",
        "預期",
        "規劃",
        "擬",
        "將",
        "俟",
        "排定",
        "訂於",
        "訂定於",
        "定於",
        "暫定",
        "屆時",
        "後續",
        "未來",
        "到期",
        "屆期",
        "屆滿",
        "起開放",
        "目標",
        "期程",
        "即可",
        "請",
        "應於",
        "決定",
        "!擬定",
        "!擬訂",
        "!模擬",
        "!虛擬",
        "!研擬",
        "!邀請",
        "!聘請",
        "!申請",
        "!敬請",
        "!將軍",
        "!健將",
        "!規劃師",
        "!規劃案",
        "!綜合規劃",
        "!整體規劃",
        "!規劃書",
        "!規劃設計",
        "!先期規劃",
        "!請益",
        "!請領",
        "!獎請",
    ),
    # Promised: what the next quarter is asked about.
    "promised": ("預計", "預定", "預期", "規劃於", "擬於", "將於", "訂於", "排定", "暫定"),
    # Ended, and so no part of the next report.
    "ended": ("終止執行", "終止辦理", "停止辦理", "停辦", "取消辦理", "不再辦理", "撤案"),
    # Counts from the beginning of something: they never fall.
    "cumulative": ("累計", "累積", "迄今", "歷年"),
    # Two sides of one movement between the cities: what goes out of one comes into another.
    "opposites": ("轉出→轉入", "移出→移入", "借出→借入", "輸出→輸入", "撥出→撥入"),
    # Written one way and read another (scanned, or picked out of the input method's list).
    "confusable": (
        "兒領→兌領",
        "追縱→追蹤",
        "既使→即使",
        "布署→部署",
        "部份→部分",
        "週全→周全",
        "帳蓬→帳篷",
        "渡假→度假",
        "迫不急待→迫不及待",
        "按裝→安裝",
        "座落→坐落",
    ),
    # Two ways to write one word, of which official letters use the second.
    "variants": (
        "其它→其他",
        "函覆→函復",
        "回覆→回復",
        "核覆→核復",
        "佔比→占比",
        "佈建→布建",
        "佈置→布置",
        "公佈→公布",
        "發佈→發布",
        "週邊→周邊",
        "連絡→聯絡",
        "做為→作為",
        "份量→分量",
        "舖設→鋪設",
        "煙害→菸害",
        "身份→身分",
        "啟始→啟動",
    ),
    # Ways of which each is right, but not both in one project.
    "either": ("復訓→複訓", "工業區→產業園區", "無薪假→減班休息", "研商會議→協調會議"),
    # Ranks of staff: a name beside one of them is a person's.
    "ranks": (
        "專員",
        "隊員",
        "技術長",
        "科員",
        "股長",
        "分隊長",
        "小隊長",
        "大隊長",
        "中隊長",
        "視察",
        "科長",
        "技士",
        "技正",
        "技佐",
        "課長",
        "課員",
        "辦事員",
        "書記",
        "組員",
        "幹事",
        "承辦人",
        "社工師",
        "社工員",
        "護理師",
        "替代役",
        "約聘僱人員",
        "督導員",
        "教官",
    ),
    # People whose names may stand in a report: they hold a public office.
    "public": (),
    # 台 that is right: registered names (the platform record's ``names`` count as well).
    "tai": (
        "台灣經濟研究院",
        "台灣長期照顧感染預防暨控制學會",
        "台北打擊樂團",
        "台灣大哥大",
        "台灣高鐵",
        "台灣電力公司",
        "台灣自來水公司",
        "台灣中油",
        "台積電",
        "台鐵",
        "台電",
        "台糖",
        "台鹽",
        "台大",
        "台水",
        "月台",
        "舞台",
        "講台",
        "櫃台",
        "燈台",
        "天台",
        "台階",
        "台語",
        "兩台",
        "台車",
        "台斤",
    ),
}
"""What the program ships; the names of the lists are what ``checks.words`` may name."""

LABELS: Mapping[str, str] = {
    "done": "已辦理的字眼",
    "planned": "預定的字眼",
    "promised": "許諾的字眼",
    "ended": "終止的字眼",
    "cumulative": "累計的字眼",
    "opposites": "一出一入",
    "confusable": "易混的字",
    "variants": "異體與慣用寫法",
    "either": "兩種都對、同一方案擇一",
    "ranks": "職稱",
    "public": "可以寫出姓名的公眾人物",
    "tai": "正確的「台」",
}
"""What the lists are called on the page."""


@dataclass(frozen=True, slots=True)
class WordLists:
    """The lists as they hold for a platform: a value, so that rules may keep what they made."""

    lists: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(
        cls, added: Mapping[str, tuple[str, ...]], without: Mapping[str, tuple[str, ...]]
    ) -> "WordLists":
        """Return the shipped lists with what a platform adds and takes out."""
        return cls(
            tuple(
                (name, _changed(words, added.get(name, ()), without.get(name, ())))
                for name, words in DEFAULTS.items()
            )
        )

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list's words, without its exceptions (``!``)."""
        return tuple(word for word in self._list(name) if not word.startswith("!"))

    def exceptions(self, name: str) -> tuple[str, ...]:
        """Return what holds a word of the list and is none."""
        return tuple(word[1:] for word in self._list(name) if word.startswith("!"))

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return a list's pairs; what is no pair is left out."""
        split = (word.partition(ARROW) for word in self._list(name))
        return tuple((left, right) for left, _, right in split if left and right and left != right)

    def _list(self, name: str) -> tuple[str, ...]:
        return next(words for of, words in self.lists if of == name)


def _changed(
    words: tuple[str, ...], added: tuple[str, ...], without: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in (*words, *added) if word not in without))


SHIPPED = WordLists.of({}, {})
