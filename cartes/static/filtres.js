/* The filters of the list and the map: an address says only what was chosen. */
(() => {
  "use strict";

  /* sent by the browser itself */
  document.addEventListener("formdata", (envoi) => {
    if (!envoi.target.matches("#filtrer")) return;
    for (const [nom, valeur] of [...envoi.formData]) {
      if (valeur === "") envoi.formData.delete(nom);
    }
  });

  /* sent by htmx */
  document.addEventListener("htmx:configRequest", (envoi) => {
    if (!envoi.detail.elt.matches("#filtrer")) return;
    const dits = envoi.detail.formData;
    for (const [nom, valeur] of [...dits]) {
      if (valeur === "") dits.delete(nom);
    }
  });

  document.addEventListener("htmx:beforeRequest", (envoi) => {
    document.getElementById("trouve")?.setAttribute("aria-busy", String(envoi.target.matches("#filtrer")));
  });
})();
