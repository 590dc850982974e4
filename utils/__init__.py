"""The presentation kit: from facts to the screen."""
