config = {
    "global": {"NUM_BINS": 25, "BIN_LOW": 50, "BIN_HIGH": 550},
    "benchmarking": {"DISABLE_PROCESSING": False, "CHUNKSIZE": 200},
    "ml": {"TRITON_URL": "triton.example.org"},
}
