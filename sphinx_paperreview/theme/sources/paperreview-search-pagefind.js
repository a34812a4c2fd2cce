// The search page where Pagefind is chosen: its own interface, with the query of the address.
document.addEventListener("DOMContentLoaded", () => {
  const box = document.getElementById("pr-pagefind");
  // Pagefind made no index: the build warned of it.
  if (!window.PagefindUI) { box.textContent = box.dataset.failed; return; }
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("../pagefind/pagefind-ui.css", document.querySelector("script[src*='paperreview-search-pagefind']").src).href;
  document.head.append(style);
  const search = new PagefindUI({ element: "#pr-pagefind", showImages: false, openFilters: ["org", "year"] });
  const query = new URLSearchParams(location.search).get("q");
  if (query) search.triggerSearch(query);
});
