"""Privacy: what names a private person, before the first commit keeps it for ever.

個人資料的規則. 《個人資料保護法》第 2 條第 1 款 names what is personal: name, ID number, contact;
第 5 條 allows no more than the purpose needs. The report goes to people outside the office.

>>> valid_id("A123456789"), valid_id("A123456780"), valid_id("A800000014")
(True, False, True)
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from workflows.checks.context import Context
from workflows.checks.finding import Level
from workflows.checks.manuscript import Passage
from workflows.checks.numerals import narrow
from workflows.checks.rule import Hit, Reads, Rule, each_passage

READER = "114Q4 報告的獨立審閱（六組）"
ACT = "《個人資料保護法》第 2 條、第 5 條"
BOTH = Reads.TEXT | Reads.FRONT

LETTERS = {each: at for at, each in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO", 10)}
"""The number of the county letter of an ID: A 10, B 11 … Z 33, I 34, O 35
(內政部戶政司，國民身分證統一編號編碼)."""

ID = re.compile("(?<![0-9A-Za-z])[A-Za-z][0-9A-Da-d][0-9]{8}(?![0-9A-Za-z])")
PHONE = re.compile(
    r"(?<![0-9\-])(?:"
    r"09[0-9]{2}[ \-]?[0-9]{3}[ \-]?[0-9]{3}"
    r"|\(?0[2-8][0-9]{0,2}\)?[ \-]?[0-9]{3,4}[ \-][0-9]{3,4}"
    r"|\(?0[2-8]\)?[ \-]?[0-9]{8}"
    r"|\+886[ \-]?[0-9]{1,3}[ \-]?[0-9]{3,4}[ \-]?[0-9]{3,4}"
    r")(?![0-9\-])"
)
MAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}", re.ASCII)
PLATE = re.compile(
    "(?<![0-9A-Za-z-])(?:[A-Z]{3}-[0-9]{4}|[A-Z]{2,3}-[0-9]{3,4}|[0-9]{3,4}-[A-Z]{2,3})"
    "(?![0-9A-Za-z-])"
)
NO_PLATE = re.compile("^(?:ISO|CNS|PM|COVID|SARS|GB|EN|IEC|IEEE|UN|RFC|ASTM|JIS|BS|DIN)-")
VEHICLE = re.compile("車牌|車號|號車|牌照")
VEHICLE_NEAR = 12


def valid_id(number: str) -> bool:
    """Tell whether a national ID or a resident's number passes its checksum.

    國民身分證統一編號: the letter's two digits and the nine that follow, weighted 1, 9 down to 1,
    and 1, add up to a multiple of ten (內政部戶政司). 新式統一證號 of residents since 2021 (second
    digit 8 or 9) is reckoned the same way; the older one has a second letter A to D, of which the
    last digit of its number counts (內政部移民署，外來人口統一證號編碼原則).
    """
    number = number.upper()
    if not ID.fullmatch(number) or number[1] not in "1289ABCD":
        return False
    county = LETTERS[number[0]]
    second = LETTERS[number[1]] % 10 if number[1].isalpha() else int(number[1])
    digits = (county // 10, county % 10, second, *map(int, number[2:]))
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(a * b for a, b in zip(digits, weights, strict=True)) % 10 == 0


def _id(passage: Passage, _: Context) -> Iterator[Hit]:
    for found in ID.finditer(narrow(passage.text)):
        if valid_id(found[0]):
            said = "這是身分證或居留證統一編號，請刪除；報告不需要個人資料。"
            yield Hit(passage, found.start(), found.end(), said)


def _phone(passage: Passage, _: Context) -> Iterator[Hit]:
    for found in PHONE.finditer(narrow(passage.text)):
        said = "報告裡有電話號碼，請確認是機關公開的電話，否則請刪除。"
        yield Hit(passage, found.start(), found.end(), said)


def _mail(passage: Passage, _: Context) -> Iterator[Hit]:
    for found in MAIL.finditer(passage.text):
        said = "報告裡有電子郵件地址，請確認是機關公開的信箱，否則請刪除。"
        yield Hit(passage, found.start(), found.end(), said)


def _plate(passage: Passage, _: Context) -> Iterator[Hit]:
    for found in PLATE.finditer(passage.text):
        near = passage.text[max(found.start() - VEHICLE_NEAR, 0) : found.end() + VEHICLE_NEAR]
        if NO_PLATE.match(found[0]) or not VEHICLE.search(near):
            continue
        said = "這像是車牌號碼，查得到車主，請刪除。"
        yield Hit(passage, found.start(), found.end(), said)


# -- Names beside ranks --------------------------------------------------------------------------

SURNAMES = (
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴徐周葉蘇莊呂江何羅高潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁"
    "魏孫戴范宋方鄧杜傅侯曹薛丁卓馬董唐藍石紀蔣姚連馮古歐程湯黎康田姜白汪塗尤巫鐘韓龔嚴袁童阮甘"
    "夏錢倪涂粘辛駱龐金祝柳陶管錡伍溫樊"
)
"""The commoner surnames of Taiwan, 九成以上 of its people (內政部《全國姓名統計分析》)."""

PLACES = "組局處科隊區里鄉鎮村路街站港校院"
NO_NAME = (
    f"的之及與和等各本該其於在由已將為是有會議員工派參率帶赴至並或共辦擔出任兼執負協配課{PLACES}"
)
"""Characters that hardly stand in a given name, and often behind a rank."""

NO_PERSON = (
    "高(?:風險|齡|級|度|中|職|階)|方(?:案|面|式|法|便|向)|連(?:絡|同|續|線|結)|簡(?:報|介|化|訊|易)"
    "|周(?:邊|圍|知|末)|程(?:式|序|度)|許(?:可|多)|古(?:蹟|典)|白(?:天|色)|金(?:額|融|屬|鐘)|石(?:油|材)"
    "|施(?:作|工|行|測|政)|溫(?:度|馨|暖)|康復|夏季|童軍|尤其|龍舟|游泳|何(?:時|種|者)|余額|葉片|田(?:間|野)"
    "|江河|湯屋|曾經|藍(?:圖|色|帶)|紀(?:錄|念)|祝福|管(?:理|制|道|線|轄)|駱駝"
)
"""Words that begin with a surname and are no name."""

NAME = f"(?!{NO_PERSON})[{SURNAMES}][^{NO_NAME}\\W0-9A-Za-z_]{{1,2}}"


@lru_cache(maxsize=16)
def _ranks(ranks: tuple[str, ...]) -> "re.Pattern[str]":
    names = "|".join(map(re.escape, sorted(ranks, key=len, reverse=True))) or "(?!)"
    return re.compile(
        f"(?P<rank>{names})(?P<behind>{NAME})"
        f"|(?P<before>(?!{NO_PERSON})[{SURNAMES}][^{NO_NAME}\\W0-9A-Za-z_]{{2}})(?={names})"
    )


def _person(passage: Passage, context: Context) -> Iterator[Hit]:
    public = context.words.words("public")
    for found in _ranks(context.words.words("ranks")).finditer(passage.text):
        group = "behind" if found["behind"] else "before"
        name = found[group]
        if any(each in name or name in each for each in public):
            continue
        said = f"「{name}」像是同仁的姓名；報告寫職稱即可，如為公眾人物請加入名單。"
        yield Hit(passage, found.start(group), found.end(group), said)


RULES = (
    Rule(
        id="privacy-id",
        level=Level.WARN,
        sentence="身分證或居留證統一編號（檢查碼正確）",
        rationale="查得到一個人；寫進紀錄後，要另行處理才能從歷程移除（docs/privacy.md）。",
        source=f"{ACT}；內政部戶政司、移民署的編碼原則",
        find=each_passage(_id),
        reads=BOTH,
    ),
    Rule(
        id="privacy-phone",
        level=Level.WARN,
        sentence="電話號碼",
        rationale="個人的聯絡方式不需要出現在報告；機關公開的電話可以說明後保留。",
        source=ACT,
        find=each_passage(_phone),
        reads=BOTH,
    ),
    Rule(
        id="privacy-mail",
        level=Level.WARN,
        sentence="電子郵件地址",
        rationale="個人的聯絡方式不需要出現在報告；機關公開的信箱可以說明後保留。",
        source=ACT,
        find=each_passage(_mail),
        reads=BOTH,
    ),
    Rule(
        id="privacy-plate",
        level=Level.WARN,
        sentence="車牌號碼",
        rationale="由車牌查得到車主。",
        source=f"{ACT}；交通部公路局車牌編號原則",
        find=each_passage(_plate),
    ),
    Rule(
        id="privacy-person",
        level=Level.WARN,
        sentence="職稱旁邊的姓名",
        rationale="報告說的是機關做了什麼；基層同仁與志工的姓名不需要公開。",
        source=f"{READER}：I1、I2、I3；{ACT}",
        find=each_passage(_person),
        reads=BOTH,
    ),
)
