"""The fileset, with metadata for each dataset."""

EVENT_COUNTS = {"ttbar": 400, "wjets": 200}
CROSS_SECTIONS = {"ttbar": 396.87 + 332.97, "wjets": 61457 * 0.252}


def construct_fileset(files):
    fileset = {}
    for dataset, paths in files.items():
        process, variation = dataset.split("__")
        fileset[dataset] = {
            "files": paths,
            "metadata": {
                "process": process,
                "variation": variation,
                "nevts": EVENT_COUNTS[process],
                "xsec": CROSS_SECTIONS[process],
            },
        }
    return fileset
