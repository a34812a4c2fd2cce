/* Keeps a page of `paperreview serve` current, and shows what is wrong with the project. */
(() => {
  "use strict";
  const { file, seen } = document.currentScript.dataset;
  const key = `paperreview-place ${location.pathname}`;
  let events = null;
  let panel = null;
  let leaving = false;

  /* ---- the place: what is at the top of the window, and what is open ---- */

  const ids = () => [...document.querySelectorAll("main [id], article [id], body [id]")];

  function keepPlace() {
    const marks = ids().map((node) => [node.id, node.getBoundingClientRect().top]);
    const above = marks.filter(([, top]) => top <= 1);
    const mark = above.length ? above.reduce((a, b) => (b[1] >= a[1] ? b : a)) : null;
    const details = [...document.querySelectorAll("details")].map((node) => [
      node.querySelector("summary")?.textContent.trim() ?? "", node.open,
    ]);
    const chosen = [...document.querySelectorAll("input[type=radio]:checked")].map((node) => node.id);
    sessionStorage.setItem(key, JSON.stringify({
      mark: window.scrollY > 0 ? mark : null, x: window.scrollX, y: window.scrollY, details, chosen,
    }));
  }

  function restorePlace() {
    const text = sessionStorage.getItem(key);
    if (!text) return;
    sessionStorage.removeItem(key);
    const { mark, x, y, details, chosen } = JSON.parse(text);
    const nodes = [...document.querySelectorAll("details")];
    nodes.forEach((node, index) => {
      const summary = node.querySelector("summary")?.textContent.trim() ?? "";
      const same = details[index]?.[0] === summary || details.length === nodes.length
        ? details[index]
        : details.find(([words]) => words === summary);
      if (same) node.open = same[1];
    });
    for (const id of chosen) {
      const node = id && document.getElementById(id);
      if (node && !node.checked) node.click();
    }
    const before = history.scrollRestoration;
    history.scrollRestoration = "manual";
    const scroll = () => {
      const node = mark && document.getElementById(mark[0]);
      const top = node ? window.scrollY + node.getBoundingClientRect().top - mark[1] : y;
      window.scrollTo({ left: x, top, behavior: "instant" });
    };
    scroll();
    addEventListener("load", () => {
      scroll();
      history.scrollRestoration = before;
    }, { once: true });
  }

  /* ---- what is wrong ---- */

  const STYLE = `
    :host { all: initial; color-scheme: light dark; }
    div { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483647; max-width: calc(100vw - 2rem);
      width: max-content; font: 0.875rem/1.45 system-ui, sans-serif; color: light-dark(#1c1c1c, #f2f2f2); }
    button { all: unset; display: block; margin-left: auto; box-sizing: border-box; min-height: 2.75rem; padding: 0.625rem 1rem;
      border-radius: 1.5rem; cursor: pointer; font-weight: 600; background: light-dark(#fff, #2a2d31);
      border: 2px solid light-dark(#8a4b00, #f0b45c); }
    button.error { background: #a3161f; border-color: #a3161f; color: #fff; }
    button:focus-visible { outline: 3px solid light-dark(#0b57d0, #8ab4f8); outline-offset: 2px; }
    section { box-sizing: border-box; width: min(44rem, calc(100vw - 2rem)); max-height: 60vh; overflow: auto; margin: 0 0 0.5rem;
      padding: 0.75rem 1rem; border-radius: 0.5rem; background: light-dark(#fff, #1d2024);
      border: 1px solid light-dark(#999, #666); box-shadow: 0 4px 24px rgb(0 0 0 / 30%); }
    ol { list-style: none; margin: 0; padding: 0; }
    li { padding: 0.4rem 0; border-bottom: 1px solid light-dark(#ddd, #3a3d42); overflow-wrap: anywhere; }
    li:last-child { border: 0; }
    b, code { font: 600 0.8125rem/1.4 ui-monospace, monospace; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 0.5rem; font: 0.8125rem/1.4 ui-monospace, monospace; }
    p { margin: 0 0 0.5rem; font-weight: 600; }
    [hidden] { display: none; }`;

  function make(name, text, ...children) {
    const node = document.createElement(name);
    if (text) node.textContent = text;
    node.append(...children);
    return node;
  }

  function show(state) {
    const failed = state.phase === "failed";
    const number = state.count;
    const wasOpen = panel ? !panel.section.hidden : false;
    const wasFailed = panel ? panel.failed : false;
    panel?.host.remove();
    panel = null;
    document.documentElement.dataset.paperreviewPhase = state.phase;
    if (!failed && number === 0) return;
    const words = failed ? "The build failed" : `${number} ${number === 1 ? "problem" : "problems"}`;
    const button = make("button", words);
    button.type = "button";
    const section = make("section");
    section.tabIndex = 0;
    section.setAttribute("aria-label", "Problems");
    section.setAttribute("role", "region");
    if (failed) section.append(make("p", "The build failed; this page is from an earlier one."), make("pre", state.message));
    const here = state.problems.filter((each) => each.page === file);
    const list = make("ol");
    for (const each of [...here, ...state.problems.filter((each) => each.page !== file)]) {
      const place = [each.file, each.line].filter(Boolean).join(":");
      list.append(make("li", "", make("b", place), ` ${each.severity === "warning" ? "" : `${each.severity}: `}${each.message}`));
    }
    if (number) section.append(list);
    if (number > state.problems.length) section.append(make("p", `and ${number - state.problems.length} more: paperreview check lists all`));
    section.hidden = !(failed || (wasOpen && !wasFailed));
    button.className = failed ? "error" : "";
    button.setAttribute("aria-expanded", String(!section.hidden));
    button.addEventListener("click", () => {
      section.hidden = !section.hidden;
      button.setAttribute("aria-expanded", String(!section.hidden));
    });
    const host = make("paperreview-problems");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    root.append(make("div", "", section, button));
    document.body.append(host);
    panel = { host, section, failed };
  }

  /* ---- the events ---- */

  function connect() {
    if (events || leaving) return;
    events = new EventSource(`/_paperreview/events?${new URLSearchParams({ file, seen })}`);
    events.addEventListener("state", (event) => show(JSON.parse(event.data)));
    events.addEventListener("reload", () => {
      if (leaving) return;
      leaving = true;
      keepPlace();
      disconnect();
      location.reload();
    });
  }

  function disconnect() {
    events?.close();
    events = null;
  }

  /* A browser keeps few connections to a server, so a page that nobody sees gives its own up. */
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", (event) => event.persisted && connect());
  restorePlace();
  if (!document.hidden) connect();
})();
