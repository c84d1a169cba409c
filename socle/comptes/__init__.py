"""Accounts and what they may do.

*Compte* is a person's account; *Habilitation* is a role held by an account on something named
by a neutral reference (a département's code, a plateforme's slug, the number of a farm or of a
relay point). What the role lets one do is said by the rooms above. No profile, no preferences.
"""
