/* A small map that shows a farm's place, and lets it be moved unless it says data-fixe.
   The two fields under it stay the truth: without this script they are typed by hand. */
(() => {
  "use strict";

  const PRES = 14;
  const LOIN = 10;
  const LIMITE_M = 15000;
  const boite = document.querySelector("[data-position-ferme]");
  if (!boite || !window.L) return;
  const formulaire = boite.closest("form");
  const champs = formulaire?.elements;
  const fixe = "fixe" in boite.dataset;

  const lire = (texte) => {
    const nombre = Number.parseFloat(String(texte ?? "").replace(",", "."));
    return Number.isFinite(nombre) ? nombre : null;
  };
  const point = (lat, lon) => (lat === null || lon === null ? null : [lat, lon]);
  const saisi = () => (fixe ? null : point(lire(champs.lat.value), lire(champs.lon.value)));
  const centre = point(lire(boite.dataset.lat), lire(boite.dataset.lon));

  boite.hidden = false;
  boite.setAttribute("role", "group");
  const carte = L.map(boite, { scrollWheelZoom: false }).setView(
    saisi() ?? centre ?? [46.6, 2.5],
    saisi() || fixe ? PRES : centre ? LOIN : 5,
  );
  carte.attributionControl.setPrefix(false);
  if (boite.dataset.tuiles) {
    L.tileLayer(boite.dataset.tuiles, { maxZoom: 18, attribution: "© IGN" }).addTo(carte);
  }

  let repere = null;
  const poser = (ou) => {
    if (repere) return repere.setLatLng(ou);
    repere = L.circleMarker(ou, { radius: 10, weight: 3, className: "repere-position" }).addTo(carte);
    return repere;
  };
  if (saisi() || (fixe && centre)) poser(saisi() ?? centre);
  if (fixe) return;

  /* How far from the commune a farm may be placed. */
  let limite = null;
  const borner = (ou) => {
    if (limite) return limite.setLatLng(ou);
    limite = L.circle(ou, { radius: LIMITE_M, weight: 2, interactive: false, className: "limite-commune" });
    return limite.addTo(carte);
  };
  if (centre) borner(centre);

  const consigne = document.createElement("p");
  consigne.className = "petit discret";
  consigne.textContent = boite.dataset.consigne;
  boite.after(consigne);

  carte.on("click", ({ latlng }) => {
    poser(latlng);
    champs.lat.value = latlng.lat.toFixed(5).replace(".", ",");
    champs.lon.value = latlng.lng.toFixed(5).replace(".", ",");
  });
  for (const nom of ["lat", "lon"]) {
    champs[nom].addEventListener("change", () => {
      const ou = saisi();
      if (ou) carte.setView(poser(ou).getLatLng());
    });
  }
  /* Choosing a commune among the suggestions brings the map there. */
  champs.commune?.addEventListener("input", () => {
    const choix = [...(champs.commune.list?.options ?? [])].find(
      (option) => option.value === champs.commune.value,
    );
    const ou = choix && point(lire(choix.dataset.lat), lire(choix.dataset.lon));
    if (!ou) return;
    borner(ou);
    carte.setView(ou, LOIN);
  });
})();
