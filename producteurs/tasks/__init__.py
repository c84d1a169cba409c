"""What the registry does by itself, by word of the trade."""
