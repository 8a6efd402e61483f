"""Answers -> typed values: rows, columns, periods, rules, confidence."""
