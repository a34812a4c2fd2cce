// Runs before the first paint: notes that scripts run, and applies the stored light or dark mode.
document.documentElement.classList.add("js");
try {
  const mode = localStorage.getItem("paperreview-mode");
  if (mode === "light" || mode === "dark") {
    document.documentElement.dataset.theme = mode;
    const code = document.getElementById("pygments_dark_css");
    if (code) code.media = mode === "dark" ? "screen" : "not all";
  }
} catch { /* no storage: the system's setting counts */ }
