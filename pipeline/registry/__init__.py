"""Models by name: presets, weights, checksums, addresses of servers."""
