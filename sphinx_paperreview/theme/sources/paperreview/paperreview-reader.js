// What a reader keeps in this browser: marks of papers, and the day of the last visit. Nothing is sent anywhere.
(() => {
  "use strict";
  const words = document.currentScript.dataset;
  const on = new Set(words.on.split(" "));
  // Several sites can share one origin, and so one storage.
  const root = new URL(document.documentElement.dataset.content_root || "./", location.href).pathname;
  const load = (name) => { try { return JSON.parse(localStorage.getItem(`paperreview-${name}:${root}`)) || {}; } catch { return {}; } };
  const keep = (name, value) => { try { localStorage.setItem(`paperreview-${name}:${root}`, JSON.stringify(value)); } catch { /* no storage: nothing is kept */ } };
  const make = (tag, values, ...children) => {
    const node = Object.assign(document.createElement(tag), values);
    node.append(...children);
    return node;
  };
  const titles = [...document.querySelectorAll("main :is(.pr-row-title, .pr-entry-papers a, .pr-digest-title)")];
  const rowOf = (link) => link.closest("tr, li");

  // -- what is new since the last visit: days of posts are compared, not hours
  let fresh = () => false;
  if (on.has("news")) {
    const today = new Date().toLocaleDateString("sv");
    const visit = load("visit");
    const now = visit.now === today ? visit : { now: today, before: visit.now || "" };
    keep("visit", now);
    const day = (time) => (time?.dateTime || time?.textContent || "").slice(0, 10);
    fresh = (row) => !!now.before && day(row.querySelector("time")) > now.before;
  }

  // -- marks
  const marks = on.has("marks") ? load("marks") : {};
  const show = () => {
    for (const link of titles) {
      const row = rowOf(link);
      const mark = marks[decodeURIComponent(link.hash.slice(1))]?.mark;
      const kind = mark || (fresh(row) ? "new" : "");
      if ((row.dataset.mark || "") === kind) continue;
      row.querySelector(":scope .pr-marked")?.remove();
      if (kind) row.dataset.mark = kind; else delete row.dataset.mark;
      if (kind) link.after(make("span", { className: "pr-marked visually-hidden" }, ` (${words[kind]})`));
    }
  };
  show();
  if (!on.has("marks")) return;
  for (const paper of document.querySelectorAll("section.pr-paper[id]")) {
    const facts = paper.querySelector(":scope > .pr-facts");
    if (!facts) continue;
    const buttons = ["read", "later"].map((mark) => {
      const button = make("button", { type: "button", ariaPressed: String(marks[paper.id]?.mark === mark) }, words[mark]);
      button.addEventListener("click", () => {
        if (marks[paper.id]?.mark === mark) delete marks[paper.id];
        else {
          const title = paper.querySelector(".pr-title")?.textContent ?? paper.id;
          marks[paper.id] = { mark, title, url: location.pathname.slice(root.length) + `#${paper.id}`, date: new Date().toISOString().slice(0, 10) };
        }
        keep("marks", marks);
        buttons.forEach((each, at) => { each.ariaPressed = String(marks[paper.id]?.mark === ["read", "later"][at]); });
        show();
      });
      return button;
    });
    facts.append(make("span", { className: "pr-marks" }, ...buttons));
  }

  // -- the list of marks, and its export
  const list = make("div");
  const close = make("button", {}, words.close);
  const save = make("button", { type: "button" }, words.save);
  const heading = make("h2", { id: "pr-marked" }, words.marks);
  const box = make("dialog", { className: "pr-keys" }, heading, list, make("form", { method: "dialog" }, save, close));
  box.setAttribute("aria-labelledby", heading.id);
  save.addEventListener("click", () => {
    const data = Object.entries(marks).map(([id, mark]) => ({ id, ...mark, url: new URL(root + mark.url, location.href).href }));
    const link = make("a", { href: URL.createObjectURL(new Blob([JSON.stringify(data, null, 1)], { type: "application/json" })), download: "papers-marked.json" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  });
  const open = make("button", { type: "button", className: "pr-marks-open" }, words.marks);
  open.addEventListener("click", () => {
    const groups = ["later", "read"].map((kind) => [kind, Object.values(marks).filter(({ mark }) => mark === kind)]).filter(([, found]) => found.length);
    list.replaceChildren(...groups.flatMap(([kind, found]) => [
      make("h3", {}, words[kind]),
      make("ul", {}, ...found.map(({ title, url }) => make("li", {}, make("a", { href: new URL(root + url, location.href).href }, title)))),
    ]), ...(groups.length ? [] : [make("p", {}, words.none)]));
    save.hidden = !groups.length;
    if (!box.isConnected) document.body.append(box);
    box.showModal();
  });
  list.addEventListener("click", (event) => { if (event.target.closest("a")) box.close(); });
  document.querySelector(".pr-footer-inner")?.append(open);
})();
