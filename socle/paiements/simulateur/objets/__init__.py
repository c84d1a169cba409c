"""Stripe's objects with their full set of fields, as plain dictionaries.

A test holds them against Stripe's own sample objects: each field of the sample is there, with a
type that fits, or None where Stripe's library declares it optional.
"""
