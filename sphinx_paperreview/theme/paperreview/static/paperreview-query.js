// The form keeps the words that Sphinx's search reads from the address.
document.addEventListener("DOMContentLoaded", () => {
  const query = new URLSearchParams(location.search).get("q");
  const field = document.getElementById("pr-query");
  if (query) field.value = query;
});
