"""Where and when: relay points, distributions, home-delivery zones and slots.

*PointRelais* is a place where orders are fetched, *Distribution* one date and time window there;
*ZoneLivraison* is where somebody delivers at home, *CreneauLivraison* one time window in it;
*Livraison* is one parcel to hand over, known by a neutral reference. The room answers one
question, "here, then, this much?", from plain values; whether something may be sold it ignores.
"""
