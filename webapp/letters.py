"""Letters: what the platform writes to people, as plain text.

信件. A link in a letter begins with the address of the settings, never with what a browser said.
"""

from records.register import QuarterRecord
from webapp.spoken import moment
from workflows.receipts import Receipt


def receipt_letter(
    found: Receipt, record: QuarterRecord, *, to: str, address: str
) -> dict[str, str]:
    """Return the letter about a receipt: ``to``, ``name``, ``subject`` and ``body``.

    ``address``: where the receipt's page is, whole or from the root.
    """
    label = found.number.label(record)
    texts = (f"{at}. {each.project}（{each.owner}）" for at, each in enumerate(found.sent, start=1))
    lines = (
        f"{found.by.name}您好：",
        "",
        f"您在 {moment(found.on)} 送審 {len(found.sent)} 篇，回執編號 {label}：",
        "",
        *texts,
        "",
        "彙整窗口開始審查以前，您可以在「我的方案」撤回。",
        f"回執：{address}",
        "",
        f"{record.title}",
    )
    subject = f"{record.quarter.label}送審回執 {label}（{len(found.sent)} 篇）"
    return {"to": to, "name": found.by.name, "subject": subject, "body": "\n".join(lines) + "\n"}
