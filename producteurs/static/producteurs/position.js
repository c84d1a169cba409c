/* A small map that shows a farm's place, and lets it be moved unless it says data-fixe.
   The two fields under it stay the truth: without this script they are typed by hand. */
(() => {
  "use strict";

  const PRES = 14;
  const LOIN = 10;
  const DESSINE = 11; // nearer, a drawing shows nothing
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

  boite.hidden = false; // measured as it will be
  boite.setAttribute("role", "group");
  const carte = L.map(boite, { scrollWheelZoom: false }).setView(
    saisi() ?? centre ?? [46.6, 2.5],
    saisi() || fixe ? PRES : centre ? LOIN : 5,
  );
  carte.attributionControl.setPrefix(false);

  /* The base map; where it cannot be read, the communes around as we draw them. */
  const fond = L.layerGroup();
  let adresseDuFond = boite.dataset.fond;
  const dessiner = () => adresseDuFond && FondDessine.remplir(carte, fond, adresseDuFond);
  const montrerFond = () => {
    if (carte.getZoom() > DESSINE) carte.setZoom(DESSINE, { animate: false });
    fond.addTo(carte);
    carte.attributionControl.addAttribution(boite.dataset.fondMot);
    dessiner();
  };
  if (boite.dataset.tuiles) {
    const tuiles = L.tileLayer(boite.dataset.tuiles, { maxZoom: 18, attribution: "© IGN" }).addTo(carte);
    FondDessine.sinon(tuiles, () => {
      carte.removeLayer(tuiles);
      montrerFond();
    });
  } else montrerFond();

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
  const bornee = !("libre" in boite.dataset);
  if (centre && bornee) borner(centre);

  const consigne = document.createElement("p");
  consigne.className = "petit discret";
  consigne.textContent = boite.dataset.consigne;
  boite.after(consigne);

  /* Without any place to begin with, the map waits for one. */
  const montrer = (oui) => {
    if (boite.hidden === !oui) return;
    boite.hidden = consigne.hidden = !oui;
    if (oui) carte.invalidateSize();
  };
  montrer(Boolean(saisi() ?? centre));

  carte.on("click", ({ latlng }) => {
    poser(latlng);
    champs.lat.value = latlng.lat.toFixed(5).replace(".", ",");
    champs.lon.value = latlng.lng.toFixed(5).replace(".", ",");
  });
  for (const nom of ["lat", "lon"]) {
    champs[nom].addEventListener("change", () => {
      const ou = saisi();
      if (!ou) return;
      montrer(true);
      carte.setView(poser(ou).getLatLng());
    });
  }
  /* Choosing a commune among the suggestions brings the map there, once. */
  const { commune } = champs;
  if (!commune) return;
  let choisie = null;
  let revenue = Boolean(commune.value) && !centre; // a form shown again, which names its commune
  const choisir = () => {
    const choix = [...(commune.list?.options ?? [])].find((option) => option.value === commune.value);
    const ou = choix && point(lire(choix.dataset.lat), lire(choix.dataset.lon));
    if (!ou || choisie === commune.value) return;
    choisie = commune.value;
    montrer(true);
    if (bornee) borner(ou);
    if (!revenue || !saisi()) carte.setView(ou, LOIN);
    revenue = false;
    adresseDuFond = choix.dataset.fond;
    if (carte.hasLayer(fond)) dessiner();
  };
  commune.addEventListener("input", choisir);
  commune.list?.addEventListener("htmx:afterSwap", choisir);
  if (revenue) {
    const values = { [commune.name]: commune.value };
    window.htmx?.ajax("GET", commune.getAttribute("hx-get"), { target: commune.list, swap: "innerHTML", values });
  }
})();
