// see LAYOUT.
