/* The filters of the list and the map: an address says only what was chosen. */
(() => {
  "use strict";

  /* going back reads the page again: it is not kept, and a map cannot be put back in place */
  htmx.config.refreshOnHistoryMiss = true;

  /* the words are sent by Enter or their button, which would come just after this */
  document.addEventListener(
    "change",
    (changement) => changement.target.id === "f-q" && changement.stopPropagation(),
    true,
  );

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
