// The page of search: reads ?q= from the address, asks paperreview-search.js and lists what it finds.
(() => {
"use strict";
const LIMIT = 50;
const element = (name, text = "", values = {}) => Object.assign(document.createElement(name), { textContent: text }, values);
// A text whose marked parts stand in <mark>.
const marked = (name, text, marks, values) => {
  const node = element(name, "", values);
  let end = 0;
  for (const [from, to] of marks) {
    if (from < end) continue;
    node.append(text.slice(end, from), element("mark", text.slice(from, to)));
    end = to;
  }
  node.append(text.slice(end));
  return node;
};
const row = (hit) => {
  const item = element("li", "", { className: "pr-result" });
  const title = element("p", "", { className: "pr-result-title" });
  title.append(marked("a", hit.title, hit.titleMarks, { href: hit.url }));
  const facts = [hit.orgs.join(", "), hit.venue, hit.date, hit.post?.title !== hit.date && hit.post?.title, hit.section];
  item.append(title);
  const line = [...new Set(facts.filter(Boolean))].join(" · ");
  if (line) item.append(element("p", line, { className: "pr-result-facts" }));
  if (hit.excerpt) item.append(marked("p", hit.excerpt, hit.marks, { className: "pr-result-excerpt" }));
  return item;
};
document.addEventListener("DOMContentLoaded", async () => {
  const field = document.getElementById("pr-query");
  const list = document.getElementById("search-results");
  const status = document.getElementById("pr-search-status");
  if (!field || !list || !status) return;
  let latest = 0;
  const show = async () => {
    const query = field.value.trim();
    const turn = ++latest;
    if (!query) { list.replaceChildren(); status.textContent = ""; return; }
    if (!list.children.length) status.textContent = status.dataset.wait;
    try {
      const hits = await paperreview.search(query, { limit: LIMIT });
      if (turn !== latest) return;
      list.replaceChildren(...hits.map(row));
      const total = hits[0]?.total ?? 0;
      status.textContent = !total ? status.dataset.none : total === 1 ? status.dataset.one : status.dataset.many.replace("%s", total);
    } catch {
      if (turn === latest) status.textContent = status.dataset.failed;
    }
  };
  const read = () => { field.value = new URLSearchParams(location.search).get("q") ?? ""; };
  read();
  addEventListener("popstate", () => { read(); show(); });
  let timer;
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 120); });
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const url = new URL(location.href);
    url.searchParams.set("q", field.value);
    history.pushState(null, "", url);
    clearTimeout(timer);
    show();
  });
  show();
});
})();
