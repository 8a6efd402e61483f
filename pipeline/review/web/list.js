// The list of values: only the rows in view are elements, so that thousands cost no more than twenty.

const HEAD = 40, ROW = 54, AROUND = 6;
const GROUPS = ["Unsure", "Failed checks", "Another page or a rule disagrees", "Empty", "The rest"];
const [DOUBTED, BROKEN, DISPUTED, EMPTY, REST] = GROUPS.keys();
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
      const cell = row && this.cells.find((c) => String(c.n) === row.dataset.cell);
      if (cell?.fold && cell === now.cell) unfold(cell);
      else if (cell) choose(cell);
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
    const inside = cells.filter((c) => c.group === group), unsure = group === DOUBTED ? `: below ${percent(DATA.bar)}` : "";
    const entries = (group === EMPTY ? folded(inside) : inside).map((cell) => ({ cell }));
    return inside.length ? [{ head: head + unsure, count: inside.length }, ...entries] : [];
  });
}

const FOLDS = new Map(); // "table/field" -> its fold

/** The empty cells of a field as one, a fold, which looks like its first cell; behind it all of them if it is open. Those of added rows are for filling, and come first. */
function folded(cells) {
  const inside = new Map();
  for (const cell of cells.filter((c) => !c.added)) {
    const key = `${cell.table}/${cell.field}`;
    inside.has(key) ? inside.get(key).push(cell) : inside.set(key, [cell]);
  }
  const folds = [...inside].flatMap(([key, some]) => {
    if (some.length === 1) return some;
    const fold = Object.assign(FOLDS.get(key) ?? { ...some[0], n: "fold " + key, open: false }, { fold: some });
    FOLDS.set(key, fold);
    return [fold, ...(fold.open ? some : [])];
  });
  return [...cells.filter((c) => c.added), ...folds];
}

function unfold(fold) {
  fold.open = !fold.open;
  refill();
  list.show(fold);
}

const documentsOf = (fold) => new Set(fold.fold.map((c) => c.document)).size;
const foldedIn = (fold) => `empty in ${many(documentsOf(fold), "document")}`;

function byDocument(cells) {
  const entries = [], sorted = [...cells].sort((a, b) => a.place - b.place);
  let document_, table;
  for (const cell of sorted) {
    if (cell.document !== document_) entries.push({ head: cell.document, high: true, count: sorted.filter((c) => c.document === cell.document).length });
    if (cell.document !== document_ || cell.table !== table) entries.push({ head: title(cell.table) });
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
  const made = make("div", cell.fold ? "row fold" : "row"), names = make("div", "names");
  const under = cell.fold ? [foldedIn(cell), title(cell.table)] : [rowOf(cell), title(cell.table), cell.document];
  names.append(make("p", "name", title(cell.table, cell.field)), make("p", "under", under.filter(Boolean).join(" · ")));
  made.append(mark(cell, decision), names, make("p", value === null ? "figure none" : "figure", cell.fold ? `${cell.fold.length} ${cell.open ? "▾" : "▸"}` : shown(cell, value)));
  made.id = "cell-" + cell.n;
  made.dataset.cell = cell.n;
  made.role = "option";
  made.ariaSelected = String(cell === now.cell);
  return made;
}

function mark(cell, decision) {
  const action = decision?.action ?? { accepted: "accept", corrected: "correct", rejected: "reject" }[/^\w+/.exec(cell.status)[0]];
  const name = action ?? (/check failed/.test(cell.status) ? "check" : ["unsure", "check", "unsure", "question", ""][cell.group]);
  return make("span", "mark " + name, MARKS[action] ?? { check: "!", question: "?", unsure: "?" }[name]);
}
