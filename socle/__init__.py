"""What every site has, whatever its trade.

Database session, clock, money, settings, web plumbing, accounts, payments, the outbox, files,
the journal and background work. Nothing here knows a farm, a basket or a relay point: what a
room above wants to attach, it names with a neutral reference (a kind and an identifier).
"""
