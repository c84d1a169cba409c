"""The registry: farms, their validation file, what they sell.

*Producteur* is a farm, processor, shop or cook; *Dossier* is the chamber's file that makes it
public until a date; *Label* is a claim, declared or verified; *Produit* is sold by unit or by
weight and *Panier* is a composed basket. This room does not sell: sales are in ``commandes``.
"""
