"""A small real HTTP server that plays the part of Stripe that we use.

For the demonstration, where a card payment is played without keys or Internet, and for the
tests, which pay, fail, and break the webhooks for real. It answers the addresses of Stripe's API
(Checkout Sessions, PaymentIntents, Refunds, Events), shows the hosted payment page, and sends
signed webhooks that can be delayed, doubled, reordered or lost. No money moves, no card number
is asked, and nothing outside this package knows that it exists: the adapter only gets another
base address. ``python -m socle.paiements.simulateur --help`` tells its settings.

It stays close to Stripe where a mistake would cost: unknown parameters, sums under 0.50 euro,
expiry under 30 minutes, a reused idempotency key or a refund above what was paid are refused in
Stripe's words. It does not do Connect, other means than cards, nor amounts held for later.
"""
