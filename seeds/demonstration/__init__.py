"""The demonstration: the Loire's invented farms, people, sales and orders, made by the services.

The files beside the code hold the content (TOML and CSV, to be read and corrected by anybody);
the modules hold how it becomes rows: through the use cases of the rooms and nothing else, under a
clock stopped in the past where something happened in the past.
"""

from seeds.demonstration.chargement import charger_demonstration

__all__ = ["charger_demonstration"]
