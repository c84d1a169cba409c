"""From the words of a row to what it says of a producteur; repairs are proposed, never hidden."""
