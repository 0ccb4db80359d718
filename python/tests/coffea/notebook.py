"""A notebook: cells that are run one after the other in ``__main__``, by one process."""

import json
import os
import sys
from pathlib import Path

#: A cell, and whether chunks have to run when the processor is run after it.
CELLS = [
    (
        """
import awkward as ak, hist, os
from coffea import processor

cut = 30.0

def select(jets):
    return jets[jets.pt > cut]

class JetAnalysis(processor.ProcessorABC):
    def process(self, events):
        with open(os.environ["CHUNK_LOG"], "a") as log:
            log.write(f"{events.metadata['entrystart']}\\n")
        histogram = hist.Hist.new.Reg(20, 0, 200, name="pt").Weight()
        return {"pt": histogram.fill(ak.flatten(select(events.Jet).pt))}

    def postprocess(self, accumulator):
        return accumulator
""",
        True,
    ),
    ("pass", False),
    ("cut = 40.0", True),
    ("def select(jets):\n    return jets[(jets.pt > cut) & (jets.eta > 0)]", True),
    ("def select(jets):\n    return jets[jets.pt > cut]", False),
    ("cut = 30.0", False),
    (
        """
class JetAnalysis(JetAnalysis):
    def process(self, events):
        return super().process(events[events.run > 0])
""",
        True,
    ),
]


def main(path, store, log):
    """Run the processor after each cell; print what differs from what is expected."""
    import distributed
    from coffea import processor
    from coffea.nanoevents import NanoAODSchema

    import martlet

    NanoAODSchema.warn_missing_crossrefs = False
    os.environ["CHUNK_LOG"] = log
    Path(log).write_text("")
    with distributed.LocalCluster(n_workers=1, dashboard_address=None) as cluster:
        clients = martlet.Client(cluster, store=store), distributed.Client(cluster)
        for cell, runs in CELLS:
            exec(cell, vars(sys.modules["__main__"]))
            results = []
            for client in clients:
                executor = processor.DaskExecutor(client=client, status=False)
                runner = processor.Runner(executor, schema=NanoAODSchema, metadata_cache={})
                instance = vars(sys.modules["__main__"])["JetAnalysis"]()
                results.append(runner({"top": [path]}, instance, treename="Events")["pt"])
                results.append(Path(log).read_text() != "")
                Path(log).write_text("")
            found, ran, expected, _ = results
            print(json.dumps([cell, found == expected and ran == runs]))
        for client in clients:
            client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
