"""The journal: who changed the state of what, when and why. Lines are appended, never changed."""
