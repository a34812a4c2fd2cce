// Shows the results of paperreview-search.js: on the search page of any theme, and in a dialog that
// a theme opens by paperreview.openSearch().
(() => {
"use strict";
const here = document.currentScript.src;
const beside = (name) => new URL(name, here).href;
const KINDS = ["org", "tag", "year", "venue"];
const TOKEN = /(^|\s)(org|tag|year|venue):("[^"]*"|\S+)/i;
// Milliseconds: to wait after an incomplete Korean syllable, after other input, and for excerpts; most results, and those without a query.
const HALF = 400, PAUSE = 90, SLOW = 150, MOST = 100, FEW = 6;
let number = 0;

const make = (name, { attributes = {}, ...values } = {}, ...children) => {
  const node = Object.assign(document.createElement(name), values);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children.filter(Boolean));
  return node;
};
const marked = (node, text, marks) => {
  let end = 0;
  for (const [from, to] of marks) {
    if (from < end) continue;
    node.append(text.slice(end, from), make("mark", {}, text.slice(from, to)));
    end = to;
  }
  node.append(text.slice(end));
  return node;
};
const words = (key) => (window.paperreview?.labels ?? {})[key] ?? "";
// Where Trusted Types are required, the address of a script must come from a policy.
const engineUrl = () => {
  const rules = { createScriptURL: () => beside("paperreview-search.js") };
  return (window.trustedTypes?.createPolicy("paperreview-search-ui", rules) ?? rules).createScriptURL("");
};
const engine = () => {
  if (window.paperreview?.search) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = make("script", { src: engineUrl(), onload: resolve, onerror: reject });
    document.head.append(script);
  });
};

// Groups the reviews of one paper, the best first.
const grouped = (hits) => {
  const groups = new Map();
  for (const hit of hits) {
    const key = hit.post && hit.orgs.length + hit.subtitle.length ? `${hit.title}\n${hit.subtitle}` : hit.url;
    groups.set(key, [...(groups.get(key) ?? []), hit]);
  }
  return [...groups.values()].flatMap((group) => group.map((hit, i) => ({ ...hit, again: i > 0 })));
};
const facts = (hit) => {
  const post = hit.post && !hit.post.title.includes(hit.date) ? hit.post.title : "";
  return [hit.date, hit.venue, post, hit.section].filter(Boolean).join(" · ");
};
const parts = (hit, name) => [
  hit.orgs.length && !hit.again
    ? make("span", { className: "pr-orgs" }, ...hit.orgs.flatMap((org) => [make(name, { className: "pr-org" }, org), " "])) : "",
  make("span", { className: "pr-hit-facts" }, facts(hit)),
  hit.excerpt && !hit.again ? marked(make("span", { className: "pr-hit-text" }), hit.excerpt, hit.marks) : "",
];
const option = (hit, id) => make(
  "a",
  {
    href: hit.url, id, tabIndex: -1, className: hit.again ? "pr-hit pr-hit-again" : "pr-hit",
    attributes: { role: "option", "aria-selected": "false" },
  },
  marked(make("span", { className: "pr-hit-title" }), hit.title, hit.titleMarks), " ", ...parts(hit, "span"),
);
const item = (hit) => make(
  "li", { className: hit.again ? "pr-hit pr-hit-again" : "pr-hit" },
  marked(make("a", { className: "pr-hit-title", href: hit.url }), hit.title, hit.titleMarks), " ", ...parts(hit, "span"),
);

// Filters by organisation, tag, year and venue. They write org:… into the query, and have no other state.
const filters = (field, changed) => {
  const box = make("details", { className: "pr-find-filter" }, make("summary", {}, words("filter")));
  const selects = {};
  for (const kind of KINDS) {
    selects[kind] = make("select", { name: kind });
    box.append(make("label", {}, make("span", {}, words(kind)), selects[kind]));
    selects[kind].addEventListener("change", () => {
      const value = selects[kind].value;
      const token = value && `${kind}:${/[\s"]/.test(value) ? `"${value.replaceAll('"', "")}"` : value}`;
      field.value = [without(field.value, kind), token].filter(Boolean).join(" ");
      changed();
    });
  }
  const without = (query, kind) => query.replace(new RegExp(TOKEN.source, "gi"), (all, space, name) => name.toLowerCase() === kind ? "" : all).trim();
  const chosen = (kind) => [...field.value.matchAll(new RegExp(TOKEN.source, "gi"))].find((each) => each[2].toLowerCase() === kind)?.[3].replaceAll('"', "") ?? "";
  let turn = 0;
  const fill = async () => {
    if (!box.open) return;
    const mine = ++turn;
    const base = paperreview.facets(field.value);
    for (const kind of KINDS) {
      const value = chosen(kind);
      const rows = (await (value ? paperreview.facets(without(field.value, kind)) : base))[kind];
      if (mine !== turn) return;
      const shown = rows.slice(0, MOST);
      const same = (label) => label.toLowerCase().replaceAll(" ", "-") === value.toLowerCase().replaceAll(" ", "-");
      const own = rows.find((row) => value && same(row.label));
      if (own && !shown.includes(own)) shown.push(own);
      selects[kind].replaceChildren(make("option", { value: "" }, words("all")), ...shown.map((row) =>
        make("option", { value: row.label, selected: row === own }, `${row.label} (${row.count})`)));
      selects[kind].parentElement.hidden = !rows.length && !value;
    }
  };
  box.addEventListener("toggle", fill);
  return { box, fill };
};

// Connects an input to a list of results: searches when typing pauses, and shows only the newest results.
const connect = ({
  field, list, status, limit, row, shown = () => {}, asked = () => {}, unasked = async () => [], ready, failed,
}) => {
  let turn = 0, timer;
  const put = (hits) => {
    list.replaceChildren(...grouped(hits).map((hit, i) => row(hit, i)));
    const total = hits[0]?.total ?? 0;
    status.textContent = !total ? words("none") : total === 1 ? words("one") : words("many").replace("%s", total);
    shown(hits);
  };
  const ask = async () => {
    clearTimeout(timer);
    const query = field.value.trim();
    const mine = ++turn;
    asked(query);
    if (!query) {
      list.replaceChildren();
      status.textContent = "";
      shown([]);
      const hits = await unasked().catch(() => []);
      if (mine !== turn || !hits.length) return;
      list.replaceChildren(...grouped(hits).map((hit, i) => row(hit, i)));
      status.textContent = words("recent");
      shown(hits);
      return;
    }
    try {
      await ready?.();
      if (mine !== turn) return;
      const whole = paperreview.search(query, { limit });
      // Excerpts may take a while to load: titles are shown until then.
      const quick = new Promise((resolve) => setTimeout(resolve, SLOW));
      if (await Promise.race([whole.then(() => false), quick.then(() => true)])) {
        const hits = await paperreview.search(query, { limit, excerpts: false });
        if (mine === turn) put(hits);
      }
      const hits = await whole;
      if (mine === turn) put(hits);
    } catch {
      if (mine === turn) { list.replaceChildren(); status.textContent = words("failed") || failed; shown([]); }
    }
  };
  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    timer = setTimeout(ask, event.isComposing && /[\u3131-\u3163]$/.test(field.value) ? HALF : PAUSE);
  });
  return ask;
};

// Before a word is written: the newest papers, and the organisations and tags with most papers.
const beginning = (field, ask) => {
  const start = make("div", { className: "pr-find-start" });
  const recent = async () => {
    const found = await paperreview.facets("");
    start.replaceChildren(...["org", "tag"].filter((kind) => found[kind].length).map((kind) => make(
      "p", {}, make("span", {}, words(kind)), ...found[kind].slice(0, FEW).map(({ label }) => {
        const button = make("button", { type: "button" }, label);
        button.addEventListener("click", () => {
          field.value = `${kind}:${/\s/.test(label) ? `"${label}"` : label} `;
          field.focus();
          ask();
        });
        return button;
      }),
    )));
    if (!found.year.length) return [];
    const hits = await paperreview.search(`year:${found.year[0].label}`, { limit: MOST, excerpts: false });
    const papers = hits.filter((hit) => hit.post);
    // Equal ones are found from the last to the first.
    return (papers.length ? papers : hits).reverse().sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0)).slice(0, FEW);
  };
  return { start, recent };
};

// -- the dialog ----------------------------------------------------------------------------------
let dialog;
const build = async () => {
  const style = make("link", { rel: "stylesheet", href: beside("paperreview-search.css") });
  const styled = new Promise((resolve) => { style.onload = style.onerror = resolve; });
  document.head.append(style);
  await Promise.all([engine().then(() => paperreview.preload()), styled]);
  const name = `pr-find-${++number}`;
  const field = make("input", {
    type: "search", name: "q", autocomplete: "off", autocapitalize: "off", spellcheck: false, autofocus: true, enterKeyHint: "go",
    attributes: {
      role: "combobox", "aria-label": words("label"), "aria-controls": name, "aria-expanded": "false",
      "aria-autocomplete": "list", "aria-haspopup": "listbox", placeholder: words("label"), autocorrect: "off",
    },
  });
  const list = make("div", { id: name, className: "pr-find-list", attributes: { role: "listbox", "aria-label": words("search") } });
  const status = make("p", { className: "pr-find-status", attributes: { role: "status" } });
  const close = make("button", { type: "button", className: "pr-find-close" }, words("close"));
  const whole = make("a", { className: "pr-find-all" }, words("page"));
  let active = -1, options = [];
  const choose = (place, scroll = true) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = options.length ? (place + options.length) % options.length : -1;
    const now = options[active];
    now?.setAttribute("aria-selected", "true");
    if (now) field.setAttribute("aria-activedescendant", now.id); else field.removeAttribute("aria-activedescendant");
    if (scroll) now?.scrollIntoView({ block: "nearest" });
  };
  const address = (query) => {
    const url = new URL(location.href);
    if (query) url.searchParams.set("search", query); else url.searchParams.delete("search");
    if (url.href !== location.href) history.replaceState(history.state, "", url);
  };
  const page = new URL("../search.html", here);
  const link = document.querySelector("link[rel=search]")?.href;
  const { start, recent } = beginning(field, () => ask());
  const ask = connect({
    field, list, status, limit: 10,
    row: (hit, i) => option(hit, `${name}-${i}`),
    shown: () => {
      options = [...list.children];
      field.setAttribute("aria-expanded", String(options.length > 0));
      active = -1;
      if (field.value.trim()) choose(0, false);
      list.scrollTop = 0;
      panel.fill();
    },
    unasked: recent,
    asked: (query) => {
      start.hidden = !!query;
      if (dialog.open) address(query);
      const url = new URL(link || page);
      url.searchParams.set("q", query);
      whole.href = url.href;
      whole.hidden = !query;
    },
  });
  const panel = filters(field, () => { ask(); });
  const hint = make("p", { className: "pr-find-hint" }, make("code", {}, "org:nvidia year:2025 -survey"));
  dialog = make(
    "dialog", { className: "pr-find", attributes: { "aria-label": words("search") } },
    make("div", { className: "pr-find-bar", attributes: { role: "search" } }, field, close), panel.box, start, status, list,
    make("p", { className: "pr-find-foot" }, whole, hint),
  );
  // Enter opens the selected result, but not the Enter that ends a syllable of an input method.
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    // The first Escape would only empty the field.
    if (event.key === "Escape") { event.preventDefault(); dialog.close(); return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); choose(active + step); }
    if (event.key === "Enter") {
      event.preventDefault();
      const now = options[active];
      if (now && (event.ctrlKey || event.metaKey)) open(now.href, "_blank", "noopener");
      else now?.click();
    }
  });
  list.addEventListener("click", (event) => {
    const hit = event.target.closest("a");
    if (hit && hit.pathname === location.pathname && !event.ctrlKey && !event.metaKey) dialog.close();
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => address(""));
  document.body.append(dialog);
  return { field, ask };
};
let built;
// Shows the dialog with a query, or with what was typed while it was loaded; a theme gives a function that returns it.
const openSearch = async (query, typed) => {
  const { field, ask } = await (built ??= build().catch((error) => { built = undefined; throw error; }));
  const begun = typed?.();
  if (!dialog.open) dialog.showModal();
  if (begun || query !== undefined) field.value = begun || query;
  field.focus();
  if (!begun) field.select();
  ask();
};

// -- the search page -----------------------------------------------------------------------------
const page = async () => {
  const field = document.getElementById("pr-query");
  const list = document.getElementById("search-results");
  const status = document.getElementById("pr-search-status");
  if (!field || !list || !status) return;
  try {
    await engine();
    await paperreview.preload();
  } catch {
    status.textContent = status.dataset.failed;
    return;
  }
  const remember = () => {
    const url = new URL(location.href);
    if (field.value.trim()) url.searchParams.set("q", field.value.trim()); else url.searchParams.delete("q");
    if (url.href !== location.href) history.pushState(history.state, "", url);
  };
  const { start, recent } = beginning(field, () => { remember(); ask(); });
  const ask = connect({
    field, list, status, limit: 50, row: item, unasked: recent, shown: () => panel.fill(), asked: (query) => { start.hidden = !!query; },
  });
  const panel = filters(field, () => { remember(); ask(); });
  status.before(panel.box, start);
  const read = () => { field.value = new URLSearchParams(location.search).get("q") ?? ""; ask(); };
  addEventListener("popstate", read);
  field.form.addEventListener("submit", (event) => { event.preventDefault(); remember(); ask(); });
  field.addEventListener("change", remember);
  if (field.value && !new URLSearchParams(location.search).has("q")) ask(); else read();
};

// -- a search of papers on a page of any theme ----------------------------------------------------
const place = (box, alone) => {
  const id = `pr-search-${++number}`;
  const field = make("input", { type: "search", id, autocomplete: "off", autocapitalize: "off", spellcheck: false });
  const status = make("p", { className: "pr-find-status", attributes: { role: "status" } });
  const list = make("ol", { className: "pr-find-list" });
  const button = make("button", { type: "submit" }, box.dataset.button);
  const form = make("form", { className: "pr-search-form", attributes: { role: "search" } },
    make("label", { htmlFor: id }, box.dataset.label), make("div", {}, field, button));
  box.replaceChildren(form, status, list);
  const rest = box.nextElementSibling;
  let loaded;
  const ready = () => loaded ??= engine().then(() => paperreview.preload()).catch((error) => { loaded = undefined; throw error; });
  const ask = connect({
    field, list, status, limit: 50, row: item, ready, failed: box.dataset.failed,
    shown: () => { if (rest) rest.hidden = list.children.length > 0; },
    asked: (query) => {
      if (!alone) return;
      const url = new URL(location.href);
      if (query) url.searchParams.set("q", query); else url.searchParams.delete("q");
      if (url.href !== location.href) history.replaceState(history.state, "", url);
    },
  });
  field.addEventListener("focus", () => ready().catch(() => {}), { once: true });
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  const query = alone && new URLSearchParams(location.search).get("q");
  if (query) { field.value = query; ask(); }
};
const places = () => {
  const boxes = document.querySelectorAll(".pr-finder");
  for (const box of boxes) place(box, boxes.length === 1 && !document.getElementById("pr-query"));
};

window.paperreview = Object.assign(window.paperreview || {}, { openSearch });
const start = () => { page(); places(); };
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
