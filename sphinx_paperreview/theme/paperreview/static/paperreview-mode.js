// Before first paint: scripts are on, and the reader's own choice of light or dark.
document.documentElement.classList.add("js");
try {
  const mode = localStorage.getItem("paperreview-mode");
  if (mode === "light" || mode === "dark") {
    document.documentElement.dataset.theme = mode;
    const code = document.getElementById("pygments_dark_css");
    if (code) code.media = mode === "dark" ? "screen" : "not all";
  }
} catch { /* storage is off: the system decides */ }
