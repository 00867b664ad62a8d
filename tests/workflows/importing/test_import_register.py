"""A second report finds what the first one left: projects, sections, groups and themes."""

from invented import ISLANDS, QUARTER, imported, one, plain

from records.platform import Platform, Theme
from records.project import Contact, Group, Project, Section
from records.quarter import Quarter
from workflows.importing import plan
from workflows.importing.read import read_bytes
from workflows.importing.recognise import Imported, recognise

NEXT = QUARTER.next
TOPICS = (
    "1. 訓練：\n(1) 臺北市：甲。\n(2) 新北市：乙。\n2. 觀摩：\n(1) 臺北市：丙。\n(2) 新北市：丁。"
)


def second(text: str, *register: Project, **known: object) -> Imported:
    source = read_bytes(text.encode(), ".txt")
    return recognise(source, NEXT, register=register, **known)  # type: ignore[arg-type]


def project(**changes: object) -> Project:
    facts: dict[str, object] = {
        "project": "riverside-path",
        "name": "河濱自行車道串聯",
        "group": "transport",
        "order": 7,
        "lead": "new-taipei",
        "cities": ("taipei", "new-taipei", "keelung"),
        "contacts": {"taipei": (Contact(agency="臺北市政府工務局"),)},
        "sections": (Section(id="main", by="joint"),),
    }
    return Project.model_validate(facts | changes)


def test_the_same_name_has_the_same_id_everywhere() -> None:
    first, again = imported(one("甲。")), imported(one("乙。", name="河濱 自行車道串聯"))

    assert first.projects[0].project == again.projects[0].project
    assert first.projects[0].project.startswith("p-")


def test_a_project_is_found_by_its_name_whatever_its_width() -> None:
    [found] = second(one("甲。", name="河濱 自行車道串聯"), project()).projects

    assert (found.project, found.lead, found.order) == ("riverside-path", "new-taipei", 1)
    assert found.cities == ("taipei", "new-taipei", "keelung")
    assert found.contacts["taipei"][0].agency == "臺北市政府工務局"


def test_a_project_is_found_by_an_earlier_name() -> None:
    before = project(name="河濱路網", former_names=("河濱自行車道串聯",))
    [found] = second(one("甲。"), before).projects

    assert found.project == "riverside-path"
    assert found.former_names == ("河濱路網",)


def test_a_project_is_found_by_the_name_that_a_remark_states() -> None:
    [found] = second(one("甲。", name="跨市路網（原名「河濱自行車道串聯」）"), project()).projects

    assert (found.project, found.name) == ("riverside-path", "跨市路網")
    assert found.former_names == ("河濱自行車道串聯",)


def test_a_remark_on_a_merger_is_no_earlier_name() -> None:
    [found] = second(
        one("甲。", name="跨市路網（原「河濱自行車道串聯」、「乙案」併入）"), project()
    ).projects

    assert found.project != "riverside-path"
    assert found.former_names == ()


def test_a_coordinator_may_say_which_project_it_is() -> None:
    [found] = second(
        one("甲。", name="全新名稱"), project(), ids={"全新名稱": "riverside-path"}
    ).projects

    assert (found.project, found.former_names) == ("riverside-path", ("河濱自行車道串聯",))


def test_a_coordinator_may_name_the_id_of_a_new_project() -> None:
    [found] = second(one("甲。"), ids={"河濱自行車道串聯": "riverside"}).projects

    assert found.project == "riverside"


def test_two_rows_of_one_name_are_two_projects() -> None:
    text = plain(("交通組", [("甲案", "甲。")]), ("災防組", [("甲案", "乙。")]))
    first, other = imported(text).projects

    assert first.project != other.project
    assert imported(plain(("災防組", [("甲案", "乙。")]))).projects[0].project == first.project
    assert not other.project.endswith("-2")


def test_a_known_name_is_a_name_whatever_it_looks_like() -> None:
    before = project(name="2. 號公園整建：")
    rows = [("甲案", "1. 甲。"), ("2. 號公園整建：", "1. 乙。")]
    records = second(plain(("交通組", rows)), before)

    assert [each.name for each in records.projects] == ["甲案", "2. 號公園整建："]


def test_sections_keep_their_ids_by_their_headings() -> None:
    kept = (
        Section(id="visits", by=("taipei", "new-taipei"), heading="觀摩："),
        Section(id="training", by=("taipei", "new-taipei"), heading="訓練："),
    )
    [found] = second(one(TOPICS), project(sections=kept)).projects

    assert [section.id for section in found.sections] == ["training", "visits"]


def test_a_new_section_never_takes_the_id_of_one_that_is_gone() -> None:
    kept = (Section(id="main", by="joint", heading="沿革："), Section(id="visits", by="joint"))
    [found] = second(one("1. 臺北市：甲。\n2. 新北市：乙。"), project(sections=kept)).projects

    assert [section.id for section in found.sections] == ["main-2"]


def test_groups_and_themes_keep_their_ids() -> None:
    theme = Theme(id="heat", label="共同議題—「高溫調適」")
    text = one("甲。", name="河濱自行車道串聯(共同議題─「高溫調適」)")
    records = second(text, groups=(Group(id="traffic", label="交通組"),), themes=(theme,))

    assert records.record.groups[0].id == "traffic"
    assert records.projects[0].themes == ("heat",)
    assert theme in records.record.themes


def test_a_new_theme_has_an_id_of_its_own() -> None:
    records = imported(one("甲。", name="河濱自行車道串聯（共同議題—「淨零轉型」）"))
    [theme] = records.projects[0].themes

    assert theme.startswith("t-")
    assert [t.label for t in records.record.themes if t.id == theme] == ["共同議題—「淨零轉型」"]


def test_who_takes_part_is_who_wrote_and_everybody_where_nobody_knows() -> None:
    by_city = imported(one("1. 臺北市：甲。\n2. 桃園市：乙。"))
    joint = imported(one("與基隆市共同辦理。"))

    assert by_city.projects[0].cities == ("taipei", "taoyuan")
    assert joint.projects[0].cities == ("taipei", "new-taipei", "keelung", "taoyuan")
    assert {by_city.projects[0].lead, joint.projects[0].lead} == {""}


def test_a_city_is_called_as_the_report_calls_it() -> None:
    records = imported(one("1. 台北市：甲。\n2. 新北市：乙。"))

    assert records.record.cities[0].label == "台北市"
    assert records.projects[0].sections[0].by == ("taipei", "new-taipei")
    assert "報告寫「台北市」" in records.doubts[0].sentence


def test_a_label_that_is_written_in_two_ways_stays_in_a_joint_text() -> None:
    rows = [
        ("甲案", "1. 臺北市：甲。\n2. 新北市：乙。"),
        ("乙案", "1. 台北市：甲。\n2. 新北市：乙。"),
    ]
    first, other = imported(plain(("交通組", rows))).projects

    assert not first.sections[0].joint
    assert other.sections[0].joint


def test_another_platform_is_read_with_its_own_cities() -> None:
    rows = [
        (
            "離島接駁（共同議題—「永續觀光」）",
            "1. 金門縣：增班。\n2. 澎湖縣：\n(1) 換船。\n(2) 整修碼頭。",
        ),
        ("綠電", "1. 現況：\n(1) 連江縣：設置 3 處。\n(2) 臺東縣：無。\n2. 由屏東縣主辦研討會。"),
    ]
    text = plain(
        ("海運組", rows),
        ("能源組", [("儲能", "規劃中。")]),
        ("文化組", [("石滬", "【民俗】\n測繪。")]),
    )
    records = imported(text, platform=ISLANDS)

    assert [group.label for group in records.record.groups] == ["海運組", "能源組", "文化組"]
    assert all(group.id.startswith("g-") for group in records.record.groups)
    assert records.projects[0].sections[0].by == ("kinmen", "penghu")
    assert records.projects[1].sections[0].by == ("lienchiang", "taitung")
    assert [city.id for city in records.record.cities] == [city.id for city in ISLANDS.cities]


def test_the_plan_shows_every_project_and_its_shape() -> None:
    rows = plan.plan_table(imported(plain(("交通組", [("甲案", "甲乙丙。"), ("乙案", TOPICS)]))))

    assert [(row.group, row.name, row.shape, row.writers, row.length) for row in rows] == [
        ("交通組", "甲案", "合併", "合併", 4),
        ("交通組", "乙案", "段落分市×2", "臺北市、新北市", 8),
    ]


def test_the_records_are_written_a_group_at_a_time() -> None:
    text = plain(("交通組", [("甲案", "甲。")]), ("災防組", [("乙案", "1. 臺北市：乙。")]))
    records = imported(text)
    first, other = records.projects
    batches = plan.batches(records)

    assert [(batch.label, list(batch.files)) for batch in batches] == [
        (records.record.title, ["114Q4/quarter.md"]),
        ("交通組", [f"114Q4/{first.project}/project.md", f"114Q4/{first.project}/joint.md"]),
        ("災防組", [f"114Q4/{other.project}/project.md", f"114Q4/{other.project}/taipei.md"]),
    ]
    assert plan.files(records) == {p: raw for batch in batches for p, raw in batch.files.items()}


def test_progress_is_told_row_by_row() -> None:
    told: list[tuple[int, int]] = []
    text = plain(("交通組", [("甲案", "甲。"), ("乙案", "乙。")]))
    recognise(read_bytes(text.encode(), ".txt"), QUARTER, progress=lambda *done: told.append(done))

    assert told == [(1, 2), (2, 2)]


def test_the_numbering_of_the_platform_stands_where_the_report_has_no_lists() -> None:
    records = imported(one("甲。"), platform=Platform(numbering="official"))

    assert records.record.numbering == "official"


def test_an_earlier_quarter_is_read_as_one() -> None:
    records = recognise(read_bytes(one("甲。").encode(), ".txt"), Quarter(113, 3))

    assert records.record.quarter == Quarter(113, 3)
    assert "資料時間不是 113 年第 3 季的最後一日" in records.doubts[0].sentence
