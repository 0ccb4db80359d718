// MartletStore: see LAYOUT.
