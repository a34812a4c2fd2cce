// Opens a picture that is shown small in a dialog of the browser. Without this script its link
// leads to the file.
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
    // The room is kept while the file is on its way.
    picture.width = Math.max(shown.naturalWidth, Number(shown.getAttribute("width")));
    picture.height = Math.round(picture.width * Number(shown.getAttribute("height")) / Number(shown.getAttribute("width")));
    box.setAttribute("aria-label", shown.alt || link.getAttribute("aria-label") || "");
    if (!box.isConnected) document.body.append(box);
    box.showModal();
    close.focus();
  });
  // A click beside the picture, or on it, closes; the link and the button do what they say.
  box.addEventListener("click", (event) => { if (!bar.contains(event.target)) box.close(); });
  box.addEventListener("close", () => picture.removeAttribute("src"));
})();
