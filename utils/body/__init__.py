"""Page Body: body weight and measurements."""
