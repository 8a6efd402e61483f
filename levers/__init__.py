"""Published methods, tried: each is one command, and nothing imports this folder."""
