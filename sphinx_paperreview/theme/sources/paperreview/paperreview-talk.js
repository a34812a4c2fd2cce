// Comments by giscus, loaded when the reader asks, or scrolls to them if the site says so.
(() => {
  "use strict";
  const box = document.querySelector(".pr-talk");
  const button = box?.querySelector("button");
  if (!button) return;
  const load = () => {
    if (!button.isConnected) return;
    const { repo, repoId, category, categoryId, term, lang } = box.dataset;
    const script = document.createElement("script");
    // Where Trusted Types are required, the address of a script must come from a policy.
    const rules = { createScriptURL: () => "https://giscus.app/client.js" };
    script.src = (window.trustedTypes?.createPolicy("paperreview-comments", rules) ?? rules).createScriptURL("");
    script.async = true;
    script.crossOrigin = "anonymous";
    const theme = document.documentElement.dataset.theme || "preferred_color_scheme";
    Object.assign(script.dataset, {
      repo, repoId, category, categoryId, term, lang, theme, mapping: "specific", strict: "1",
      reactionsEnabled: "1", emitMetadata: "0", inputPosition: "top",
    });
    button.replaceWith(script);
  };
  button.addEventListener("click", load);
  if (box.dataset.load === "view") {
    new IntersectionObserver((seen, observer) => {
      if (seen.some((one) => one.isIntersecting)) { observer.disconnect(); load(); }
    }).observe(box);
  }
})();
