// MartletPython: see LAYOUT.
