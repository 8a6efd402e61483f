// The list of values: only the rows in view are elements, so that thousands cost no more than twenty.

const HEAD = 40, ROW = 54, AROUND = 6;
const GROUPS = ["Failed checks", "Questions without answer", "Unsure", "The rest"];
const MARKS = { accept: "✓", reject: "✕", remove: "✕", correct: "✎" };

const make = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text ?? "" });

/** Entries are {cell} or {head, high, count}, each with its `top`. */
class List {
  constructor(list, rows, choose) {
    Object.assign(this, { list, rows, entries: [], tops: new Map() });
    list.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(list);
    rows.addEventListener("click", (event) => {
      const row = event.target.closest(".row");
      if (row) choose(CELLS[row.dataset.cell]);
    });
  }

  fill(cells, order) {
    this.entries = order === "queue" ? byGroup(cells) : byDocument(cells);
    this.cells = this.entries.filter((e) => e.cell).map((e) => e.cell);
    let top = 0;
    this.tops.clear();
    for (const entry of this.entries) {
      entry.top = top;
      if (entry.cell) this.tops.set(entry.cell, top);
      top += entry.cell ? ROW : HEAD;
    }
    this.rows.style.height = top + "px";
    this.draw();
  }

  show(cell) {
    const top = this.tops.get(cell), { scrollTop, clientHeight } = this.list;
    if (top !== undefined && (top < scrollTop + HEAD || top + ROW > scrollTop + clientHeight)) this.list.scrollTop = top - clientHeight / 3;
    this.draw();
  }

  draw() {
    const from = this.list.scrollTop - AROUND * ROW, to = this.list.scrollTop + this.list.clientHeight + AROUND * ROW;
    this.rows.replaceChildren(...this.entries.filter((e) => e.top >= from && e.top <= to).map(element));
  }
}

function byGroup(cells) {
  return GROUPS.flatMap((head, group) => {
    const inside = cells.filter((c) => c.group === group);
    return inside.length ? [{ head, count: inside.length }, ...inside.map((cell) => ({ cell }))] : [];
  });
}

function byDocument(cells) {
  const entries = [], sorted = [...cells].sort((a, b) => a.place - b.place);
  let document_, table;
  for (const cell of sorted) {
    if (cell.document !== document_) entries.push({ head: cell.document, high: true, count: sorted.filter((c) => c.document === cell.document).length });
    if (cell.document !== document_ || cell.table !== table) entries.push({ head: words(cell.table) });
    ({ document: document_, table } = cell);
    entries.push({ cell });
  }
  return entries;
}

function element(entry) {
  const made = entry.cell ? row(entry.cell) : make("div", entry.high ? "head high" : "head", entry.head);
  if (entry.count) made.append(make("span", "", entry.count.toLocaleString("en")));
  made.style.top = entry.top + "px";
  return made;
}

function row(cell) {
  const decision = decisionOf(cell), value = decision ? decision.value : cell.value;
  const made = make("div", "row"), names = make("div", "names");
  names.append(make("p", "name", words(cell.field)), make("p", "under", [rowOf(cell), words(cell.table), cell.document].filter(Boolean).join(" · ")));
  made.append(mark(cell, decision), names, make("p", value === null ? "figure none" : "figure", shown(cell, value)));
  made.id = "cell-" + cell.n;
  made.dataset.cell = cell.n;
  made.role = "option";
  made.ariaSelected = String(cell === now.cell);
  return made;
}

function mark(cell, decision) {
  const action = decision?.action ?? { accepted: "accept", corrected: "correct", rejected: "reject" }[/^\w+/.exec(cell.status)[0]];
  const name = action ?? ["check", "question", "unsure", ""][cell.group];
  return make("span", "mark " + name, MARKS[action] ?? { check: "!", question: "?" }[name]);
}
