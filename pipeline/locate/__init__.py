"""Document -> chunks -> the few that can hold the answer."""
