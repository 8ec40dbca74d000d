"""The pages of the dashboard; beside dashboard.py the only code that knows Streamlit."""
