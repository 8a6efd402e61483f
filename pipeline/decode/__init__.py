"""Who answers: a model on this machine or a server, constrained by grammars."""
