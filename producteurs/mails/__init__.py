"""What the registry writes to people, by word of the trade."""
