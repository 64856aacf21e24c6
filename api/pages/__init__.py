"""Pages for people: written on the server, without scripts and without anything from elsewhere."""
