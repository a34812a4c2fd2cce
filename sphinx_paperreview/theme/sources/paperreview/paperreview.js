// Every page can be read and used without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  const words = document.currentScript.dataset;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // Light or dark
  const system = matchMedia("(prefers-color-scheme: dark)");
  const code = document.getElementById("pygments_dark_css");
  // What a browser shows around the page has its colour.
  const colour = document.createElement("meta");
  const tint = () => { colour.content = getComputedStyle(document.body).backgroundColor; };
  colour.name = "theme-color";
  document.head.append(colour);
  system.addEventListener("change", tint);
  tint();
  document.querySelector(".pr-mode")?.addEventListener("click", () => {
    const now = root.dataset.theme || (system.matches ? "dark" : "light");
    const next = now === "dark" ? "light" : "dark";
    // A choice that equals the system's setting is not stored: the system is followed again.
    const own = (next === "dark") !== system.matches;
    if (own) root.dataset.theme = next;
    else delete root.dataset.theme;
    if (code) code.media = next === "dark" ? "screen" : "not all";
    if (code && !own) code.media = "(prefers-color-scheme: dark)";
    tint();
    try {
      if (own) localStorage.setItem("paperreview-mode", next);
      else localStorage.removeItem("paperreview-mode");
    } catch { /* no storage: the choice holds for this page */ }
  });

  // Lists as rows with pictures, as cards, or as text; the button is named after what comes next
  const view = document.querySelector(".pr-view");
  if (view) {
    const layouts = ["rows", "cards", "text"];
    const next = () => layouts[(layouts.indexOf(root.dataset.lists || "rows") + 1) % 3];
    const name = () => {
      const label = view.dataset[next()];
      view.setAttribute("aria-label", label);
      view.title = label;
    };
    view.addEventListener("click", () => {
      root.dataset.lists = next();
      name();
      try { localStorage.setItem("paperreview-lists", root.dataset.lists); } catch { /* as above */ }
    });
    name();
  }

  // Boxes that scroll sideways can be focused and scrolled by the keyboard, at every width
  const sizes = new ResizeObserver((changes) => changes.forEach(({ target: box }) => {
    const scrolls = box.scrollWidth > box.clientWidth;
    const name = box.querySelector("caption .caption-text")?.textContent;
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
    if (!box.matches(".pr-table")) return;
    box.classList.toggle("pr-scrolls", scrolls);
    if (!name) return;
    box.role = scrolls ? "region" : null;
    box.ariaLabel = scrolls ? name : null;
  }));
  all("pre, .pr-table, div.math").forEach((box) => sizes.observe(box));

  // Print all images: load those now that are loaded on scrolling. An address that is text is not repeated.
  const bare = (address) => address.trim().replace(/^https?:\/\/|\/$/g, "");
  addEventListener("beforeprint", () => {
    all("img[loading]").forEach((image) => { image.loading = "eager"; });
    all("a.external").forEach((link) => link.classList.toggle("pr-bare", bare(link.textContent) === bare(link.getAttribute("href"))));
  });

  // Position within a post
  const papers = all("section.pr-paper");
  const position = document.querySelector(".pr-position");
  const side = all(".pr-side a");
  const marks = papers.length > 1 ? papers : side.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const offset = 80;
  const current = () => {
    let found = -1;
    marks.forEach((mark, number) => {
      if (mark?.getBoundingClientRect().top <= offset) found = number;
    });
    return found;
  };
  // The last step counts while it scrolls, and where the page cannot scroll as far as it would.
  let last = -1, since = 0, goal = 0;
  const stops = papers.length > 1 ? [] : all("main :is(.pr-row-title, .pr-entry-date > a)");
  const go = (step) => {
    if (stops.length) {
      const links = stops.filter((link) => link.checkVisibility());
      const at = links.indexOf(document.activeElement);
      links[Math.min(Math.max(at + step, 0), links.length - 1)]?.focus();
      return;
    }
    const from = last >= 0 && (Date.now() - since < 900 || Math.abs(scrollY - goal) < 4) ? last : current();
    const next = Math.min(Math.max(from + step, 0), papers.length - 1);
    const margin = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
    goal = Math.min(papers[next].getBoundingClientRect().top + scrollY - margin, document.documentElement.scrollHeight - innerHeight);
    [last, since] = [next, Date.now()];
    const heading = papers[next].querySelector("h1, h2, h3");
    const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    papers[next].scrollIntoView({ behavior: smooth ? "smooth" : "auto" });
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  };
  if (marks.length > 1) {
    let waiting = false;
    const pill = document.querySelector(".pr-pill");
    const digest = document.querySelector(".pr-digest");
    const show = () => {
      waiting = false;
      const now = current();
      // While the list of papers is visible, it replaces this navigation.
      if (pill) pill.hidden = !!digest && digest.getBoundingClientRect().bottom > 0 && now < 0;
      if (position) position.textContent = `${Math.max(now + 1, 1)}/${papers.length}`;
      side.forEach((link, number) => {
        if (number === now) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    };
    addEventListener("scroll", () => {
      if (!waiting) { waiting = true; requestAnimationFrame(show); }
    }, { passive: true });
    show();
    all(".pr-pill button").forEach((button) => {
      button.addEventListener("click", () => go(Number(button.dataset.step)));
    });
  }

  // Show the page itself in a long tree of documents
  const here = document.querySelector(".pr-tree [aria-current]");
  const tree = here?.closest(".pr-tree");
  if (tree && here.offsetTop > tree.clientHeight * .8) tree.scrollTop = here.offsetTop - tree.clientHeight / 3;

  // Where Trusted Types are required, the address of a script must come from a policy
  const scriptUrl = (url) => {
    const rules = { createScriptURL: (text) => new URL(text, document.baseURI).origin === new URL(document.baseURI).origin ? text : "" };
    return (window.trustedTypes?.createPolicy("paperreview", rules) ?? rules).createScriptURL(url);
  };

  // Open the search dialog; if it cannot be loaded, go to the search page
  const finder = document.querySelector(".pr-search");
  let finding;
  // Until the dialog is there, a field that nobody sees takes what is typed. The function returns it, and puts the focus back
  const early = () => {
    const before = document.activeElement;
    const field = Object.assign(document.createElement("input"), { className: "visually-hidden", ariaLabel: finder.getAttribute("aria-label") });
    Object.assign(field.style, { position: "fixed", top: 0 });
    document.body.append(field);
    field.focus({ preventScroll: true });
    return () => { field.remove(); before?.focus({ preventScroll: true }); return field.value; };
  };
  const find = async (query) => {
    if (!finder) return;
    const leave = () => { finding = undefined; location.href = finder.href; };
    if (!finder.dataset.script || !window.HTMLDialogElement) { leave(); return; }
    const typed = window.paperreview?.openSearch ? undefined : early();
    finding ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = scriptUrl(finder.dataset.script);
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
    try { await finding; await window.paperreview.openSearch(query, typed); } catch { leave(); }
  };
  finder?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    find();
  });
  const asked = new URLSearchParams(location.search).get("search");
  if (asked) find(asked);

  // Keys of one letter can be switched off by the site and by each reader (WCAG 2.1.4)
  const make = (tag, values, ...children) => {
    const node = Object.assign(document.createElement(tag), values);
    node.append(...children);
    return node;
  };
  const keysOn = () => { try { return localStorage.getItem("paperreview-keys") !== "off"; } catch { return true; } };
  let box;
  const showKeys = () => {
    if (!box) {
      const heading = make("h2", { id: "pr-keys" }, words.keys);
      const name = (...names) => names.flatMap((each) => [" ", make("kbd", {}, each)]).slice(1);
      const list = [[name("j", "→"), words.next], [name("k", "←"), words.previous], [name("?"), words.keys]];
      if (finder) list.unshift([name("/"), finder.getAttribute("aria-label")]);
      const on = make("input", { type: "checkbox", checked: keysOn() });
      on.addEventListener("change", () => {
        try { localStorage.setItem("paperreview-keys", on.checked ? "on" : "off"); } catch { /* no storage: they stay on */ }
      });
      box = make("dialog", { className: "pr-keys" }, heading,
        make("dl", {}, ...list.flatMap(([each, text]) => [make("dt", {}, ...each), make("dd", {}, text)])),
        make("form", { method: "dialog" }, make("label", {}, on, ` ${words.switch}`), " ", make("button", {}, words.close)));
      box.setAttribute("aria-labelledby", heading.id);
      document.body.append(box);
    }
    box.showModal();
  };

  const writing = (target) => target.closest?.("input, textarea, select, [contenteditable]");
  // Capturing, to come before scripts of the host: "/" is ours, Ctrl-K only without the search of Read the Docs.
  addEventListener("keydown", (event) => {
    const chord = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !writing(event.target);
    if (chord ? document.querySelector("readthedocs-search") : !plain || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (chord || event.key === "/") {
      event.preventDefault();
      event.stopImmediatePropagation();
      find();
    } else if (words.keys && event.key === "?") {
      showKeys();
    } else if (words.keys && keysOn() && (papers.length > 1 || stops.length)) {
      const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
      const isArrow = /^Arrow(Left|Right)$/.test(event.key) && !event.shiftKey && !event.target.closest?.("[tabindex='0'], [role=tablist], summary, audio, video");
      if (isArrow ? event.key === forward : event.key === "j") go(1);
      else if (isArrow || event.key === "k") go(-1);
      if (isArrow) event.preventDefault();
    }
  }, true);

  // Filter of the papers index
  const table = document.querySelector("table.pr-index");
  if (!table) return;
  const rows = all("tbody tr", table);
  const texts = rows.map((row) => row.textContent.toLowerCase().normalize("NFC"));
  const labels = document.body.dataset;
  const form = document.createElement("form");
  form.className = "pr-filter";
  const field = (name, label, control) => {
    const wrapper = document.createElement("label");
    wrapper.textContent = label;
    control.name = name;
    wrapper.append(control);
    form.append(wrapper);
    return control;
  };
  const select = (key) => {
    const control = document.createElement("select");
    control.append(new Option(labels.all || "All", ""));
    // A large archive has hundreds of values: they are added when the list is first used.
    control.fill = () => {
      if (control.length > 1) return;
      const values = new Set(rows.flatMap((row) => (row.dataset[key] || "").split(" ").filter(Boolean)));
      [...values].sort().forEach((value) => control.append(new Option(value, value)));
    };
    control.addEventListener("pointerdown", control.fill);
    control.addEventListener("focus", control.fill);
    return control;
  };
  const input = document.createElement("input");
  input.type = "search";
  const controls = [
    field("q", labels.words || "Title, organisation, identifier", input),
    field("org", labels.org || "Organisation", select("orgs")),
    field("tag", labels.tag || "Tag", select("tags")),
  ];
  const status = document.createElement("p");
  status.className = "pr-status";
  status.setAttribute("role", "status");
  const apply = () => {
    const [query, org, tag] = controls.map((control) => control.value);
    const parts = query.toLowerCase().normalize("NFC").split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, number) => {
      const fits = parts.every((part) => texts[number].includes(part))
        && (!org || row.dataset.orgs.split(" ").includes(org))
        && (!tag || row.dataset.tags.split(" ").includes(tag));
      row.hidden = !fits;
      count += fits;
    });
    status.textContent = `${count} / ${rows.length}`;
    const state = new URLSearchParams();
    controls.forEach((control) => { if (control.value) state.set(control.name, control.value); });
    history.replaceState(null, "", state.size ? `?${state}` : location.pathname);
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  const state = new URLSearchParams(location.search);
  controls.forEach((control) => {
    if (state.has(control.name)) control.fill?.();
    control.value = state.get(control.name) || "";
  });
  form.append(status);
  table.before(form);
  apply();
})();
