// Sphinx's search makes HTML of its results, from escaped texts and pages of this site. Where Trusted
// Types are required, this needs a default policy, which holds on the search page only.
window.trustedTypes?.createPolicy("default", {
  createHTML: (text) => text,
  createScriptURL: (url) => new URL(url, document.baseURI).origin === new URL(document.baseURI).origin ? url : null,
});
// Puts the query of the address into the form; Sphinx's search reads only the address.
document.addEventListener("DOMContentLoaded", () => {
  const query = new URLSearchParams(location.search).get("q");
  const field = document.getElementById("pr-query");
  if (query) field.value = query;
});
