/* The map: Folium made the frame and its layers, this fills them with points and zones. */
const CarteCabas = (() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const plan = document.getElementById("plan");
  const note = document.getElementById("note-plan");
  const mots = JSON.parse(plan.dataset.mots);
  const familles = JSON.parse(plan.dataset.familles);
  const genres = JSON.parse(plan.dataset.genres);
  const labels = JSON.parse(plan.dataset.labels);
  const reperes = new Map();
  let carte, couches, demande, partiel, cadree;

  /* ---- drawing: elements, never HTML made of what people wrote ---- */

  function element(balise, classe, texte) {
    const e = document.createElement(balise);
    if (classe) e.className = classe;
    if (texte !== undefined) e.textContent = texte;
    return e;
  }

  function dessin(symbole, attributs) {
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", `${plan.dataset.sprite}#${symbole}`);
    for (const [nom, valeur] of Object.entries(attributs ?? {})) use.setAttribute(nom, valeur);
    return use;
  }

  function repere(genre, famille) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", `repere fam-${famille}`);
    svg.setAttribute("viewBox", "0 0 40 40");
    svg.setAttribute("aria-hidden", "true");
    const glyphe = { class: "glyphe", x: 10, y: 10, width: 20, height: 20 };
    svg.append(dessin(`picto-forme-${genre}`), dessin(`picto-${famille}`, glyphe));
    return svg;
  }

  function signe(html, cote) {
    return L.divIcon({ html, className: "", iconSize: [cote, cote], popupAnchor: [0, -cote / 2 + 4] });
  }

  function grappe(groupe) {
    const nombre = typeof groupe === "number" ? groupe : groupe.getChildCount();
    const taille = nombre >= 50 ? ["grappe grappe-grande", 60] : nombre >= 10 ? ["grappe grappe-moyenne", 52] : ["grappe", 44];
    return signe(element("span", taille[0], String(nombre)), taille[1]);
  }

  function bulle(ferme) {
    const boite = element("div", "bulle");
    boite.append(element("strong", "bulle-nom", ferme.nom));
    boite.append(element("p", "", `${ferme.commune} · ${genres[ferme.genre]}`));
    boite.append(element("p", "", familles[ferme.famille]));
    if (ferme.labels.length) boite.append(element("p", "petit", ferme.labels.join(", ")));
    const livraison = element("p", "petit");
    livraison.dataset.zones = "";
    const lien = element("a", "btn btn-primary mt-2", mots.voir);
    lien.href = plan.dataset.fermes + encodeURIComponent(ferme.slug);
    boite.append(livraison, lien);
    return boite;
  }

  /* ---- points ---- */

  /* « Agriculture biologique (vérifié) »: eight bits of what is claimed, eight of what was verified. */
  function labelsEnMots(ensemble, codes) {
    return codes.flatMap((code, rang) => {
      if (!((ensemble >> rang) & 1)) return [];
      return [`${labels[code]} (${(ensemble >> (rang + 8)) & 1 ? mots.verifie : mots.declare})`];
    });
  }

  function marqueur([slug, nom, commune, lat, lon, famille, genre, ensemble], noms) {
    const ferme = { slug, nom, commune, famille: noms.familles[famille], genre: noms.genres[genre] };
    ferme.labels = labelsEnMots(ensemble, noms.labels);
    const point = L.marker([lat, lon], {
      icon: signe(repere(ferme.genre, ferme.famille), 40),
      title: `${nom}, ${commune}`,
      riseOnHover: true,
    });
    let boite; // drawn when it is first opened, then kept with what was added to it
    point.bindPopup(() => (boite ??= bulle(ferme)), { minWidth: 220, maxWidth: 280 });
    point.ferme = ferme;
    reperes.set(slug, point);
    return point;
  }

  function tas([lat, lon, nombre]) {
    const point = L.marker([lat, lon], { icon: grappe(nombre), title: mots.fermes.replace("#", nombre) });
    point.on("click keypress", () => carte.setView([lat, lon], carte.getZoom() + 2));
    return point;
  }

  async function lire(adresse) {
    demande?.abort();
    demande = new AbortController();
    const reponse = await fetch(adresse, { signal: demande.signal });
    if (!reponse.ok) throw new Error(reponse.status);
    return reponse.json();
  }

  function adresseDesPoints() {
    const dits = new URLSearchParams(location.search);
    dits.delete("page");
    dits.delete("par_page");
    if (partiel) {
      dits.set("bbox", carte.getBounds().toBBoxString());
      dits.set("zoom", Math.round(carte.getZoom()));
    }
    return dits.size ? `${plan.dataset.points}?${dits}` : plan.dataset.points;
  }

  async function montrer() {
    let recu;
    try {
      recu = await lire(adresseDesPoints());
    } catch (panne) {
      if (panne.name !== "AbortError") note.textContent = mots.panne;
      return;
    }
    if (recu.partiel && !partiel) {
      partiel = true;
      return montrer();
    }
    partiel = recu.partiel;
    const ouverte = carte._popup?._source?.ferme?.slug;
    reperes.clear();
    couches.producteurs.clearLayers();
    couches.tas.clearLayers();
    couches.producteurs.addLayers(recu.points.map((p) => marqueur(p, recu)));
    recu.amas.map(tas).forEach((t) => couches.tas.addLayer(t));
    if (!cadree) cadrer(recu.points);
    if (ouverte && reperes.has(ouverte)) ouvrir(ouverte);
  }

  /* What was searched comes into view; the whole platform stays as Folium framed it. */
  function cadrer(points) {
    cadree = true;
    const vise = decodeURIComponent(location.hash.slice(1));
    if (reperes.has(vise)) return ouvrir(vise);
    const filtree = [...new URLSearchParams(location.search).keys()].length > 0;
    if (filtree && points.length) {
      const etendue = L.latLngBounds(points.map((p) => [p[3], p[4]]));
      carte.fitBounds(etendue.pad(0.15), { maxZoom: 13, animate: false });
    } else if (plan.dataset.lieu) {
      carte.setView(plan.dataset.lieu.split(","), 11, { animate: false });
    }
  }

  function ouvrir(slug) {
    const point = reperes.get(slug);
    couches.producteurs.zoomToShowLayer(point, () => point.openPopup());
  }

  /* ---- the delivery zones of the farm that was chosen ---- */

  async function montrerZones(ferme, bulleOuverte) {
    couches.zones.clearLayers();
    const reponse = await fetch(`${plan.dataset.fermes}${encodeURIComponent(ferme.slug)}/zones.json`);
    if (!reponse.ok) return;
    const { zones } = await reponse.json();
    for (const zone of zones) {
      const trait = { className: "zone-livraison", interactive: false };
      const forme = zone.cercle
        ? L.circle(zone.cercle.slice(0, 2), { ...trait, radius: zone.cercle[2] * 1000 })
        : L.geoJSON(zone.forme, { style: trait, interactive: false });
      couches.zones.addLayer(forme);
    }
    const dire = bulleOuverte.getElement()?.querySelector("[data-zones]");
    if (!dire || dire.textContent || !zones.length) return;
    const flou = zones.some((zone) => zone.approximatif);
    dire.textContent = flou ? `${mots.livre} ${mots.approx}` : mots.livre;
    const tenu = bulleOuverte.getElement().contains(document.activeElement) && document.activeElement;
    bulleOuverte.update(); // puts its content in again, which would lose the focus
    if (tenu) viser(tenu);
  }

  /* ---- by the keyboard: into the bubble when it opens, back to its marker when it closes ---- */

  /* In the next frames: a bubble is hidden while it is laid out, and what is hidden takes no focus. */
  function viser(cible, frames = 30) {
    requestAnimationFrame(() => {
      cible.focus({ preventScroll: true });
      if (document.activeElement !== cible && cible.isConnected && frames) viser(cible, frames - 1);
    });
  }

  function suivreClavier() {
    carte.on("popupopen", ({ popup }) => {
      if (document.activeElement !== popup._source?.getElement()) return;
      viser(popup.getElement().querySelector("a.btn"));
    });
    carte.on("popupclose", ({ popup }) => {
      if (popup.getElement()?.contains(document.activeElement)) popup._source?.getElement()?.focus();
    });
    plan.addEventListener("keydown", (touche) => touche.key === "Escape" && carte.closePopup());
  }

  /* ---- a background of our own where there are no tiles ---- */

  async function montrerFond() {
    if (couches.fond.rempli) return;
    couches.fond.rempli = true;
    if (await FondDessine.remplir(carte, couches.fond, plan.dataset.fond)) note.textContent = mots.fond;
  }

  function surveillerTuiles() {
    if (!couches.tuiles) return;
    FondDessine.sinon(couches.tuiles, () => {
      carte.removeLayer(couches.tuiles);
      carte.addLayer(couches.fond);
    });
  }

  /* ---- words of Leaflet's own controls ---- */

  function nommer(choix, mot) {
    for (const bouton of plan.querySelectorAll(choix)) {
      bouton.title = mot;
      bouton.setAttribute("aria-label", mot);
    }
  }

  function parlerFrancais() {
    nommer(".leaflet-control-zoom-in", mots.plus);
    nommer(".leaflet-control-zoom-out", mots.moins);
    nommer(".leaflet-control-layers-toggle", mots.couches);
    carte.attributionControl.setPrefix(false);
    carte.on("popupopen", () => nommer(".leaflet-popup-close-button", mots.fermer));
  }

  function demarrer(donnees) {
    ({ carte } = donnees);
    couches = { ...donnees, tas: L.layerGroup().addTo(carte) };
    L.control.scale({ imperial: false }).addTo(carte);
    parlerFrancais();
    if (plan.dataset.lieu) {
      const ici = element("span", "chez-vous");
      L.marker(plan.dataset.lieu.split(","), {
        icon: signe(ici, 22),
        title: `${mots.ici} : ${plan.dataset.lieuMot}`,
        keyboard: false,
      }).addTo(carte);
    }
    carte.on("layeradd", ({ layer }) => layer === couches.fond && montrerFond());
    carte.on("moveend", () => partiel && montrer());
    carte.on("popupopen", ({ popup }) => popup._source?.ferme && montrerZones(popup._source.ferme, popup));
    carte.on("popupclose", () => couches.zones.clearLayers());
    suivreClavier();
    surveillerTuiles();
    if (carte.hasLayer(couches.fond)) montrerFond();
    montrer();
    /* new filters: the list was changed in place, the map follows its address */
    document.addEventListener("htmx:pushedIntoHistory", () => {
      cadree = false;
      montrer();
    });
    addEventListener("hashchange", () => {
      const slug = decodeURIComponent(location.hash.slice(1));
      if (reperes.has(slug)) ouvrir(slug);
    });
  }

  return { demarrer, grappe };
})();
