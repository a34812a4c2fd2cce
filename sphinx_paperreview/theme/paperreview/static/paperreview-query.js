/* of theme/sources/paperreview/paperreview-query.js, 58a7fb27c27512c7 */
window.trustedTypes?.createPolicy("default",{createHTML:e=>e,createScriptURL:e=>new URL(e,document.baseURI).origin===new URL(document.baseURI).origin?e:null}),document.addEventListener("DOMContentLoaded",()=>{const e=new URLSearchParams(location.search).get("q"),t=document.getElementById("pr-query");e&&(t.value=e)});
