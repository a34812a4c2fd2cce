// On the page of an old address: leads on with the query and the fragment of the address. Without
// scripts the page's own refresh does, without these.
location.replace(document.currentScript.dataset.target + location.search + location.hash);
