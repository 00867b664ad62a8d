"""ODT, HTML and Markdown: the same report in every form becomes the same records."""

from invented import (
    AS_OF,
    LIST_STYLE,
    TITLE,
    imported,
    lines,
    odt_report,
    one,
    open_document,
    shown,
)

from records.outline import Table

TYPED = ("1. 臺北市：", "(1) 用地取得。", "(2) 施工中：", "A. 甲標。", "B. 乙標。")

SAME = """\
# main: taipei new-taipei
taipei> 1. 用地取得。
taipei> 1. 施工中：
taipei>    1. 甲標。
taipei>    1. 乙標。
new-taipei> 配合辦理。"""


def par(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def entries(*inside: str, style: str = "") -> str:
    named = f' text:style-name="{style}"' if style else ""
    each = "".join(f"<text:list-item>{one_}</text:list-item>" for one_ in inside)
    return f"<text:list{named}>{each}</text:list>"


def page(cell: str, name: str = "河濱自行車道串聯") -> str:
    return (
        f"<!doctype html><html><head><title>x</title></head><body><h1>{TITLE}</h1><p>{AS_OF}</p>"
        "<h2>(一) 交通組</h2><table><tr><th>方案名稱</th><th>最新辦理情形</th></tr>"
        f"<tr><td>{name}</td><td>{cell}</td></tr></table></body></html>"
    )


def test_lists_of_an_open_document_are_read() -> None:
    deepest = entries(par("甲標。"), par("乙標。"))
    cell = entries(
        par("臺北市：") + entries(par("用地取得。"), par("施工中：") + deepest),
        par("新北市：配合辦理。"),
        style="L1",
    )

    assert shown(imported(odt_report(cell, styles=LIST_STYLE), ".odt")) == SAME


def test_a_list_of_an_open_document_that_goes_on_counts_on() -> None:
    on = '<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item>'
    cell = entries(par("甲"), style="L1") + par("補充說明。")
    cell += f"{on}{par('乙')}</text:list-item></text:list>"

    assert shown(imported(odt_report(cell, styles=LIST_STYLE), ".odt")) == lines(
        "# main: joint",
        "joint> 1. 甲",
        "joint> ",
        "joint>    補充說明。",
        "joint> 1. 乙",
    )


def test_bullets_of_an_open_document_are_bullets() -> None:
    cell = entries(par("成果：") + entries(par("甲。"), par("乙。"), style="B1"), style="L1")

    assert "joint>    - 甲。\njoint>    - 乙。" in shown(
        imported(odt_report(cell, styles=LIST_STYLE), ".odt")
    )


def test_typed_markers_of_an_open_document_are_read() -> None:
    cell = "".join(map(par, (*TYPED, "2. 新北市：配合辦理。")))

    assert shown(imported(odt_report(cell), ".odt")) == SAME


def test_headings_of_an_open_document_are_read() -> None:
    body = "".join(
        f'<text:h text:outline-level="{at}">{text}</text:h>'
        for at, text in ((1, TITLE), (2, "(一) 交通組"), (3, "甲案"))
    )
    records = imported(open_document(body + par(AS_OF) + par("完成。")), ".odt")

    assert [project.name for project in records.projects] == ["甲案"]


def test_notes_breaks_and_blanks_of_an_open_document_are_read() -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{par('至 12 月底。')}</text:note-body></text:note>"
    )
    records = imported(
        odt_report(par(f'共<text:s text:c="3"/>3 場。{note}<text:line-break/>完')), ".odt"
    )

    assert shown(records).splitlines()[1:6] == [
        "joint> 共 3 場。",
        "joint> ",
        "joint> 完",
        "joint> ",
        "joint> 至 12 月底。",
    ]


def test_lists_of_a_page_are_read() -> None:
    cell = (
        "<ol><li>臺北市：<ol><li>用地取得。</li><li>施工中：<ol><li>甲標。<li>乙標。</ol></ol>"
        "<li>新北市：配合辦理。</ol>"
    )

    assert shown(imported(page(cell), ".html")) == SAME


def test_typed_markers_of_a_page_are_read() -> None:
    cell = (
        '<ol style="list-style-type: none"><li>1. 臺北市：<ol style="list-style: none"><li>(1) 用地'
        "取得。</li><li>(2) 施工中：<p>A. 甲標。</p><p>B. 乙標。</p></li></ol></li>"
        "<li>2. 新北市：配合辦理。</li></ol>"
    )

    assert shown(imported(page(cell), ".htm")) == SAME


def test_lists_that_only_count_go_with_typed_markers_elsewhere() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td><ol><li>甲<li>乙</ol></td></tr>" for name in ("丙案", "丁案")
    )
    typed = "<p>1. 甲</p><p>2. 乙</p>"
    first, *others = imported(page(typed).replace("</table>", f"{rows}</table>"), ".html").filings

    assert [other.parts for other in others] == [first.parts, first.parts]


def test_a_closing_paragraph_of_a_page_is_joint() -> None:
    cell = "<ol><li>臺北市：甲。</li><li>新北市：乙。</li></ol><p>以上由兩市共同辦理。</p>"

    assert shown(imported(page(cell), ".html")) == lines(
        "# cities: taipei new-taipei",
        "taipei> 甲。",
        "new-taipei> 乙。",
        "# shared: joint",
        "joint> 以上由兩市共同辦理。",
    )


def test_letters_entities_and_breaks_of_a_page_are_read() -> None:
    cell = "<div>1. 甲 &amp; 乙<br>2. 丙<b>丁</b></div><style>p{}</style><!-- 註 -->"

    assert shown(imported(page(cell), ".html")) == lines(
        "# main: joint",
        "joint> 1. 甲 \\& 乙",
        "joint> 1. 丙丁",
    )


def test_a_table_inside_a_cell_of_a_page_stays_a_table() -> None:
    cell = "<p>1. 統計：</p><table><tr><th>市</th><th>件</th></tr><tr><td>臺北市<td>3</table>"
    records = imported(page(cell), ".html")

    assert (
        Table(("市", "件"), (("臺北市", "3"),)) in records.filings[0].parts[""][0].items[0].blocks
    )


def test_hidden_text_of_a_page_is_mentioned() -> None:
    records = imported(page("完成。<span hidden>內部註記</span>"), ".html")

    assert [doubt.text for doubt in records.doubts] == ["內部註記"]


def test_markdown_with_lists_is_read() -> None:
    text = f"""# {TITLE}

{AS_OF}

## (一) 交通組

### 河濱自行車道串聯

1. **臺北市：**
   1. 用地
      取得。
   2. 施工中：
      1. 甲標。
      2. 乙標。
2. 新北市：配合辦理。
"""

    assert shown(imported(text, ".md")) == SAME


def test_markdown_with_a_table_is_read() -> None:
    cell = "<br>".join((*TYPED, "2. 新北市：配合辦理。"))
    text = f"""# {TITLE}

{AS_OF}

## (一) 交通組

| 方案名稱 | 最新辦理情形 |
|---|---|
| 河濱自行車道串聯 | {cell} |
"""

    assert shown(imported(text, ".md")) == SAME


def test_markdown_that_goes_on_behind_a_paragraph_counts_on() -> None:
    head = f"# {TITLE}\n\n{AS_OF}\n\n## (一) 交通組\n\n### 甲案\n\n"

    assert shown(imported(f"{head}1. 甲\n\n說明。\n\n2. 乙\n", ".md")) == lines(
        "# main: joint", "joint> 1. 甲", "joint> ", "joint>    說明。", "joint> 1. 乙"
    )


def test_the_plain_text_is_read() -> None:
    text = "\n".join((*TYPED, "2. 新北市：配合辦理。"))

    assert shown(imported(one(text))) == SAME
