"""The outbox: what leaves the process is a row written with its cause, sent by the worker.

*Envoi* is one mail to one person. Nothing is sent without its cause being committed, and a mail
server that is down delays and never loses. The demonstration shows every mail at ``/courrier``.
"""
