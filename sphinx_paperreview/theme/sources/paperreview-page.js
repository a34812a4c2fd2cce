// Shows the title of a link to a paper as a card, on hover and on focus. Without this script the
// browser shows it as any title.
(() => {
  "use strict";
  const card = document.createElement("div");
  card.className = "pr-card-box";
  card.id = "pr-card-box";
  card.setAttribute("role", "tooltip");
  card.hidden = true;
  let owner = null, timer = 0;

  const line = (name, text) => {
    const part = document.createElement("p");
    part.className = name;
    part.textContent = text;
    return part;
  };

  const hide = () => {
    clearTimeout(timer);
    if (!owner) return;
    owner.title = owner.dataset.card;
    owner.removeAttribute("aria-describedby");
    owner = null;
    card.hidden = true;
  };

  const show = (link) => {
    if (link === owner) return;
    hide();
    owner = link;
    link.dataset.card = link.title || link.dataset.card;
    link.removeAttribute("title");
    const [title, facts, ...rest] = link.dataset.card.split("\u2003");
    card.replaceChildren(line("pr-card-title", title));
    if (facts) card.append(line("pr-card-facts", facts));
    if (rest.length) card.append(line("pr-card-text", rest.join(" ")));
    if (!card.isConnected) document.body.append(card);
    card.hidden = false;
    link.setAttribute("aria-describedby", card.id);
    // A link that is broken over two lines has two boxes; the card is placed at the first.
    const box = link.getClientRects()[0] || link.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(box.left, room - card.offsetWidth - 8));
    const below = box.bottom + card.offsetHeight + 8 < innerHeight || box.top < card.offsetHeight + 8;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(below ? box.bottom + 6 : box.top - card.offsetHeight - 6) + scrollY}px`;
  };

  const later = (action) => { clearTimeout(timer); timer = setTimeout(action, 150); };
  const over = (event, action) => {
    const link = event.target.closest && event.target.closest("a.pr-card");
    if (link) action(link);
  };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    if (card.contains(event.target)) clearTimeout(timer);
    else over(event, (link) => later(() => show(link)));
  });
  document.addEventListener("pointerout", (event) => {
    if (owner ? owner.contains(event.target) || card.contains(event.target) : true) later(hide);
  });
  document.addEventListener("focusin", (event) => over(event, show));
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
})();

// Opens an image in full size, in a dialog. Without this script its link opens the file.
(() => {
  "use strict";
  const words = document.currentScript.dataset;
  const make = (tag, values) => Object.assign(document.createElement(tag), values);
  const box = make("dialog", { className: "pr-zoom-box" });
  const bar = make("form", { className: "pr-zoom-bar", method: "dialog" });
  const original = make("a", { textContent: words.original || "Full size" });
  const close = make("button", { type: "submit", textContent: words.close || "Close" });
  const picture = make("img", { className: "pr-zoom-picture", decoding: "async" });
  bar.append(original, close);
  box.append(bar, picture);

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a.pr-zoom");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const shown = link.querySelector("img");
    if (!shown || !box.showModal) return;
    event.preventDefault();
    picture.src = original.href = link.href;
    picture.alt = shown.alt;
    // Keeps the space while the file is loading.
    picture.width = Math.max(shown.naturalWidth, Number(shown.getAttribute("width")));
    picture.height = Math.round(picture.width * Number(shown.getAttribute("height")) / Number(shown.getAttribute("width")));
    box.setAttribute("aria-label", shown.alt || link.getAttribute("aria-label") || "");
    if (!box.isConnected) document.body.append(box);
    box.showModal();
    close.focus();
  });
  // A click on the image or beside it closes the dialog, but not one on the link or the button.
  box.addEventListener("click", (event) => { if (!bar.contains(event.target)) box.close(); });
  box.addEventListener("close", () => picture.removeAttribute("src"));
})();

// Copies a citation, or saves it as a file. Without this script its text can be selected.
(() => {
  "use strict";
  for (const box of document.querySelectorAll(".pr-cite")) {
    for (const entry of box.querySelectorAll(".pr-citation")) {
      const source = entry.querySelector("pre"), name = entry.dataset.file;
      if (!source) continue;
      const button = (label, action) => {
        const made = document.createElement("button");
        made.type = "button";
        made.className = "pr-copy";
        made.textContent = label;
        made.setAttribute("aria-label", `${label}: ${name}`);
        made.addEventListener("click", action);
        return made;
      };
      const told = document.createElement("span");
      told.className = "pr-copied";
      told.setAttribute("role", "status");
      const copy = async () => {
        try {
          await navigator.clipboard.writeText(source.textContent);
          told.textContent = box.dataset.copied;
          setTimeout(() => { told.textContent = ""; }, 4000);
        } catch {
          // Not permitted, or not a secure context: the text is selected, to be copied by hand.
          getSelection().selectAllChildren(source);
        }
      };
      const save = () => {
        // RIS specifies the line ends of Windows, which HTML does not keep.
        const text = name.endsWith(".ris") ? source.textContent.replace(/\r?\n/g, "\r\n") : source.textContent;
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
        link.download = name;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      };
      const line = document.createElement("p");
      line.append(button(box.dataset.copy, copy), " ", button(box.dataset.save, save), told);
      entry.append(line);
    }
  }
})();
