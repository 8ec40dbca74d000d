"""Figures of Force Posture: pure functions from a table to a Plotly figure."""
