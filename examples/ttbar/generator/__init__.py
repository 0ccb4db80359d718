"""A toy generator of proton collisions that end in NanoAOD-like ROOT files."""
