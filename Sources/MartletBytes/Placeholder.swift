// MartletBytes: see LAYOUT.
