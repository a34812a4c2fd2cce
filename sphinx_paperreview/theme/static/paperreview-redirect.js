/* of theme/sources/paperreview-redirect.js, 2842358b807d752a */
location.replace(document.currentScript.dataset.target+location.search+location.hash);
