"""Statements under heads of every kind: what a reader of columns is trained and measured on."""
