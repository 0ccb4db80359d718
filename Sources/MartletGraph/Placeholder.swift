// MartletGraph: see LAYOUT.
