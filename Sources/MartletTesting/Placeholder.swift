// MartletTesting: see LAYOUT.
