/* A background drawn from our own communes, where a map has no tiles. */
const FondDessine = (() => {
  "use strict";

  function preparer(carte, couche) {
    if (couche.villes) return;
    couche.villes = [];
    carte.createPane("fond").classList.add("fond-traits");
    carte.createPane("villes").classList.add("fond-villes");
    carte.on("zoomend", () => nommer(carte, couche));
  }

  /* Each name from the zoom where it has room. */
  function nommer(carte, couche) {
    for (const ville of couche.villes) {
      if (ville.zoom <= carte.getZoom()) couche.addLayer(ville);
      else couche.removeLayer(ville);
    }
  }

  function nom({ geometry, properties }) {
    const [lon, lat] = geometry.coordinates;
    const html = document.createElement("span");
    html.className = "fond-ville";
    html.textContent = properties.nom;
    const icon = L.divIcon({ html, className: "", iconSize: [0, 0] });
    const ville = L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "villes" });
    ville.zoom = properties.zoom;
    return ville;
  }

  /* Draw into `couche` what `adresse` answers, in the place of what it held; whether it could. */
  async function remplir(carte, couche, adresse) {
    preparer(carte, couche);
    couche.voulu = adresse;
    const reponse = await fetch(adresse).catch(() => null);
    if (!reponse?.ok) return false;
    const { features } = await reponse.json();
    if (couche.voulu !== adresse) return false; // another was asked for since
    const estVille = (trait) => trait.properties.genre === "ville";
    couche.clearLayers();
    couche.addLayer(
      L.geoJSON(features.filter((trait) => !estVille(trait)), {
        interactive: false,
        pane: "fond",
        style: (trait) => ({ className: `fond-${trait.properties.genre}` }),
      }),
    );
    couche.villes = features.filter(estVille).map(nom);
    nommer(carte, couche);
    return true;
  }

  /* Call `faute` once when the first tile that is answered for is a lost one. */
  function sinon(tuiles, faute) {
    let jugee = false;
    tuiles.on("tileload", () => (jugee = true));
    tuiles.on("tileerror", () => {
      if (jugee) return;
      jugee = true;
      faute();
    });
  }

  return { remplir, sinon };
})();
