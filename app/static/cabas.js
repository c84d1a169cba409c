/* Improves pages that already work without it: steppers, my position, filters, shortcuts. */
(() => {
  "use strict";

  const champ = (bouton) => bouton.closest("[data-pas-a-pas]").querySelector("input");

  function avancer(bouton) {
    const entree = champ(bouton);
    const avant = entree.value;
    if (bouton.dataset.pas === "1") entree.stepUp();
    else entree.stepDown();
    if (entree.value !== avant) {
      entree.dispatchEvent(new Event("input", { bubbles: true }));
      entree.dispatchEvent(new Event("change", { bubbles: true }));
    }
    borner(entree);
  }

  function borner(entree) {
    const valeur = Number(entree.value);
    for (const bouton of entree.parentElement.querySelectorAll("[data-pas]")) {
      const borne = bouton.dataset.pas === "1" ? entree.max : entree.min;
      const atteinte =
        borne !== "" && (bouton.dataset.pas === "1" ? valeur >= +borne : valeur <= +borne);
      bouton.setAttribute("aria-disabled", String(atteinte));
    }
  }

  function situer(bouton) {
    const formulaire = bouton.closest("form");
    const etat = formulaire.querySelector("[data-position-etat]");
    const refuser = () => {
      etat.textContent = bouton.dataset.refus;
      formulaire.querySelector("input[type=text], input[type=search]")?.focus();
    };
    if (!navigator.geolocation) return refuser();
    bouton.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        formulaire.elements.lat.value = coords.latitude.toFixed(5);
        formulaire.elements.lon.value = coords.longitude.toFixed(5);
        if (formulaire.elements.lieu) formulaire.elements.lieu.value = "";
        formulaire.requestSubmit();
      },
      () => {
        bouton.removeAttribute("aria-busy");
        refuser();
      },
      { timeout: 10000, maximumAge: 300000 },
    );
  }

  document.addEventListener("click", (clic) => {
    const pas = clic.target.closest("[data-pas]");
    if (pas) return avancer(pas);
    const position = clic.target.closest("[data-position]");
    if (position) return situer(position);
    if (clic.target.closest("[data-imprimer]")) window.print();
  });

  document.addEventListener("input", (saisie) => {
    if (saisie.target.closest("[data-pas-a-pas]")) borner(saisie.target);
    /* a place typed by hand is no longer the position that was read */
    const formulaire = saisie.target.name === "lieu" ? saisie.target.form : null;
    if (formulaire?.elements.lat) {
      formulaire.elements.lat.value = "";
      formulaire.elements.lon.value = "";
    }
  });

  /* The communes that begin as what is typed: the last question asked is the one answered. */
  let demande;
  document.addEventListener("input", async (saisie) => {
    const entree = saisie.target;
    const q = entree.value?.trim() ?? "";
    if (!entree.dataset?.communes || q.length < 2) return;
    demande?.abort();
    const cette = (demande = new AbortController());
    const adresse = new URL(entree.dataset.communes, location);
    adresse.searchParams.set("q", q);
    try {
      const reponse = await fetch(adresse, { signal: cette.signal });
      if (reponse.ok) entree.list.innerHTML = await reponse.text();
    } catch {
      /* without suggestions, the field works as well */
    }
  });

  /* Filters send themselves; the button to send them is hidden by the style sheet. */
  document.addEventListener("change", (changement) => {
    changement.target.closest("form[data-auto]")?.requestSubmit();
  });

  /* A form sent once is not sent twice by a double click. */
  document.addEventListener("submit", (envoi) => {
    const formulaire = envoi.target;
    if (!formulaire.matches("[data-une-fois]") || envoi.defaultPrevented) return;
    if (formulaire.dataset.envoye) return envoi.preventDefault();
    formulaire.dataset.envoye = "1";
    formulaire.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", (retour) => {
    if (!retour.persisted) return;
    for (const formulaire of document.querySelectorAll("form[data-envoye]")) {
      delete formulaire.dataset.envoye;
      formulaire.removeAttribute("aria-busy");
    }
  });

  /* Work lists: j and k walk the lines, the other keys press what carries them in the line. */
  const interrupteur = document.querySelector("[data-raccourcis-actifs]");
  if (interrupteur) {
    interrupteur.checked = localStorage.getItem("raccourcis") !== "non";
    interrupteur.addEventListener("change", () => {
      localStorage.setItem("raccourcis", interrupteur.checked ? "oui" : "non");
    });
    document.addEventListener("keydown", (touche) => {
      if (!interrupteur.checked || touche.ctrlKey || touche.metaKey || touche.altKey) return;
      const saisie = "input:not([type=checkbox], [type=radio]), textarea, select";
      if (touche.target.closest(saisie)) return;
      const lignes = [...document.querySelectorAll("[data-travail]")];
      const ligne = touche.target.closest("[data-travail]");
      const rang = lignes.indexOf(ligne);
      if (touche.key === "j" || touche.key === "k") {
        const suivante = lignes[touche.key === "j" ? rang + 1 : Math.max(rang - 1, 0)];
        (suivante?.querySelector("a, button") ?? suivante)?.focus();
        return;
      }
      const choix = `[data-raccourci="${CSS.escape(touche.key)}"]`;
      const cible = ligne?.querySelector(choix) ?? document.querySelector(choix);
      if (!cible) return;
      touche.preventDefault();
      if (cible.matches("input:not([type=checkbox], [type=radio]), textarea, select")) cible.focus();
      else {
        cible.focus(); // what opens is then reached with Tab
        cible.click();
      }
    });
  }

  const accueillir = (racine) => {
    for (const entree of racine.querySelectorAll("[data-pas-a-pas] input")) borner(entree);
    racine.querySelector("[data-focus]")?.focus();
  };
  accueillir(document);
  /* Where one is, in a menu that scrolls sideways on a phone. */
  document.querySelector(".menu-lateral [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  document.addEventListener("htmx:load", (arrivee) => accueillir(arrivee.target));
})();
