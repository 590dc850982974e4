"""Page History: calendar, list and the editor of a past workout."""
