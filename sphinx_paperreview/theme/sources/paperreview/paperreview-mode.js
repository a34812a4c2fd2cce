// Runs before the first paint: notes that scripts run, and applies the stored light or dark mode and
// layout of lists.
document.documentElement.classList.add("js");
try {
  const mode = localStorage.getItem("paperreview-mode");
  if (mode === "light" || mode === "dark") {
    document.documentElement.dataset.theme = mode;
    const code = document.getElementById("pygments_dark_css");
    if (code) code.media = mode === "dark" ? "screen" : "not all";
  }
  const lists = localStorage.getItem("paperreview-lists");
  if (["rows", "cards", "text"].includes(lists)) document.documentElement.dataset.lists = lists;
} catch { /* no storage: the system's setting counts */ }
