/* Where a file's rows would put their farms. The list beside says the same without this script. */
(() => {
  "use strict";

  const DESSINE = 11; // nearer, a drawing shows nothing
  const apercu = document.querySelector("[data-apercu]");
  if (!apercu || !window.L) return;
  const boite = apercu.querySelector(".position-carte");
  apercu.hidden = false;
  const carte = L.map(boite, { scrollWheelZoom: false, preferCanvas: false }).setView([46.6, 2.5], 5);
  carte.attributionControl.setPrefix(false);

  const fond = L.layerGroup();
  const montrerFond = () => {
    fond.addTo(carte);
    carte.setMaxZoom(DESSINE);
    carte.attributionControl.addAttribution(boite.dataset.fondMot);
    if (boite.dataset.fond) FondDessine.remplir(carte, fond, boite.dataset.fond);
  };
  if (boite.dataset.tuiles) {
    const tuiles = L.tileLayer(boite.dataset.tuiles, { maxZoom: 18, attribution: "© IGN" }).addTo(carte);
    FondDessine.sinon(tuiles, () => {
      carte.removeLayer(tuiles);
      montrerFond();
    });
  } else montrerFond();

  const montrer = ({ points }) => {
    if (!points.length) {
      apercu.hidden = true;
      return;
    }
    for (const { numero, nom, issue, lat, lon } of points) {
      const mots = document.createElement("span");
      mots.textContent = `${numero} · ${nom}`;
      const radius = issue === "a_revoir" ? 9 : 6;
      /* Above the names of towns, whose letters then stay on the ground's colour. */
      L.circleMarker([lat, lon], { radius, weight: 2, className: `point-${issue}`, pane: "markerPane" })
        .bindPopup(mots)
        .addTo(carte);
    }
    /* One row elsewhere does not make the others too small to be looked at. */
    const sures = points.filter(({ issue }) => issue !== "a_revoir");
    const cadre = (sures.length ? sures : points).map(({ lat, lon }) => [lat, lon]);
    carte.fitBounds(cadre, { animate: false, maxZoom: 13, padding: [20, 20] });
  };
  fetch(apercu.dataset.apercu)
    .then((reponse) => (reponse.ok ? reponse.json() : Promise.reject(reponse)))
    .then(montrer)
    .catch(() => {
      apercu.hidden = true; // the list says the same
    });
})();
