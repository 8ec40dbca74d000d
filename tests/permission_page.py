"""What may_save says to whoever opens this page; tests/permission_server.py serves it."""

import json
from dataclasses import asdict

import streamlit as st

from posture.config import read_config
from views.data import configuration
from views.permission import may_save, sign_in

config = read_config(configuration())
sign_in(config)
st.text(json.dumps(asdict(may_save(config))))
