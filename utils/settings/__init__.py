"""Page Settings: the parts that are not about the account itself."""
