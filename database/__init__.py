"""Tables, the engine and the named statements on them; imports nothing else of ours."""
