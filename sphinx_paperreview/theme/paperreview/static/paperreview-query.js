// Puts the query of the address into the form; Sphinx's search reads only the address.
document.addEventListener("DOMContentLoaded", () => {
  const query = new URLSearchParams(location.search).get("q");
  const field = document.getElementById("pr-query");
  if (query) field.value = query;
});
