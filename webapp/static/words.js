// Words: every sentence that the scripts say, so that another language is another file.

const two = (number) => String(number).padStart(2, "0");

const clock = (at) => {
  const time = new Date(at);
  return `${time.getHours()}:${two(time.getMinutes())}`;
};

const day = (at) => {
  const time = new Date(at);
  return `${time.getMonth() + 1} 月 ${time.getDate()} 日 ${clock(at)}`;
};

export const words = {
  // keeping
  saved: (at) => `已自動保存 ${clock(at)}`,
  typing: "輸入中，稍後自動保存",
  sending: "正在保存…",
  offline: "連不上伺服器，文字先留在這臺電腦，連上後自動保存",
  offlineUnkept: "連不上伺服器，瀏覽器也不讓我們保留副本；請先把文字複製到別處",
  unkept: "瀏覽器不讓我們在這臺電腦保留副本；連線時仍會自動保存",
  refused: "錯誤：這次自動保存沒有成功，文字還在這一頁，請按「儲存」看是哪裡不對。",
  tooLong: "錯誤：文字太長，無法自動保存；文字還在這一頁，請分段或精簡後再存。",
  closed: "這一案現在不能填寫；文字還在這一頁，也留在這臺電腦。",
  elsewhere: "你在另一個分頁也開著這一案；請只在其中一頁填寫，以免兩邊互相蓋過。",

  // signing in again
  signedOut: "登入已逾時",
  signedOutHow: "文字都還在這一頁，也留在這臺電腦。請在新分頁登入，再回到這一頁，就會接著保存。",
  signIn: "在新分頁登入",
  again: "我登入了，接著保存",
  signedIn: "已重新登入，接著保存",
  otherAccount: "現在登入的是另一個帳號；請改用原來的帳號登入，這一頁的文字不會以別人的名義保存。",

  // copies
  found: "找到還沒送到伺服器的文字",
  foundHow: (at) => `這臺電腦留有 ${day(at)} 打的文字，和這一頁的內容不同。`,
  foundOlder: (at) =>
    `這臺電腦留有 ${day(at)} 打的文字；那之後伺服器上的內容已有更新，請先看差異再決定。`,
  show: "顯示差異",
  hide: "收起差異",
  restore: "還原",
  discard: "捨棄",
  restored: "已還原，可以按 Ctrl+Z 復原",
  discarded: "已捨棄這份文字。",
  undoDiscard: "取消捨棄",
  onlyThere: "這一頁原有",
  onlyHere: "留下的文字",
  unchanged: (count) => `（${count} 行相同）`,

  // in the box
  toolbar: "條列工具",
  inward: "降一層",
  outward: "升一層",
  tidy: "整理編號",
  undo: "復原",
  tabFree: "Tab 鍵已恢復為移到下一個欄位",
  box: {
    first: "第一項前面沒有可以歸入的項目，不能再降一層",
    deepest: "最多四層，不能再降一層",
    outermost: "已經是最外層",
    table: "表格不分層次；要改請直接改文字",
    faulty: "有空白的項目、超過四層或欄數不同的表格，請先改好再整理",
    tidied: "已照列印的樣子整理，可以按 Ctrl+Z 復原",
    pasted: "已貼上並整理為條列，可以按 Ctrl+Z 復原",
    taken: "已帶入文末，可以按 Ctrl+Z 復原",
    merged: "沒有貼上：表格有合併的儲存格，請在原來的檔案取消合併後再貼。",
    ragged: "沒有貼上：表格每一列的欄數不同，請在原來的檔案補齊後再貼。",
    wide: (most) => `沒有貼上：表格超過 ${most} 欄，列印放不下；請刪減欄位後再貼，或改寫成條列。`,
    nested: "沒有貼上：儲存格裡還有條列或表格，請只複製儲存格裡的文字。",
  },
  level: (depth, mark) => (depth ? `第 ${depth} 層，${mark}` : "改為不編號的段落"),

  // beside the box
  count: (now, before) =>
    (before === null ? `${now} 字` : `${now} 字（上季 ${before} 字）`),
  previewStale: "預覽暫時無法更新，內容以方框內的文字為準。",
};
