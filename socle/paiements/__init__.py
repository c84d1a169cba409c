"""Collecting and giving back money, by card through Stripe or on the spot.

*Paiement* is one attempt to collect, *Remboursement* one refund, *Ecriture* one line of the
ledger. A payment knows a neutral reference (``genre`` and ``reference``), never an order: when
money arrives, ``app.factory`` has said which function of which room wants to know. Stripe's word
is read again from Stripe, never believed from a browser or a webhook's body.
"""
