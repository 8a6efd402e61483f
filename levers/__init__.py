"""Published methods that were tried: each still one command, imported by nobody."""
