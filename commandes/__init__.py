"""Sales, the current order, orders, and the verdict.

*Vente* is a sale with an opening, a deadline and its distributions or slots; *Offre* is one
product in it at one price with one stock; *PanierEnCours* is the cart, shown as « votre
commande »; *Commande* is one order of one person in one sale, with its lines, and one *Part* per
producteur. *Verdict* is the answer to "can this be had here, now?". The room orchestrates a
purchase; it asks ``livraisons`` where and when, and ``socle.paiements`` for the money.
"""
