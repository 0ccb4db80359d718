"""One session of the analysis: runs a processor over files with Martlet, and with plain Dask."""

import json
import os
from pathlib import Path

import cloudpickle
import distributed
import numpy as np
import utils
from coffea import processor
from coffea.nanoevents import NanoAODSchema

import martlet

def main(processor_class):
    """Do what the request asks for, whose path is in ``SESSION``; write ``outcome.json`` beside it.

    The request is a JSON file: ``files`` by dataset, ``store`` (none for plain Dask), and options
    for what is made below.
    """
    path = Path(os.environ["SESSION"])
    request = json.loads(path.read_text())
    if request.get("by_value"):
        cloudpickle.register_pickle_by_value(utils)
    os.environ["CHUNK_LOG"] = str(path.with_name("chunks.log"))
    path.with_name("chunks.log").write_text("")
    steps = []
    with cluster_of(**request.get("cluster", {})) as cluster, client_of(cluster, request) as client:
        arrays = as_arrays(run(client, processor_class, request))
        if request.get("store"):
            rows = client.report().to_dict()["total"]["steps"]
            steps = [[row["outcome"], row["step"], row["count"]] for row in rows]
    ran = sorted(path.with_name("chunks.log").read_text().splitlines())
    np.savez(path.with_name("results.npz"), **arrays)
    path.with_name("outcome.json").write_text(json.dumps({"ran": ran, "steps": steps}))


def cluster_of(**options):
    """Two threads in this process, or what is asked for."""
    options = {"processes": False, "n_workers": 1, "threads_per_worker": 2, **options}
    return distributed.LocalCluster(dashboard_address=None, **options)


def client_of(cluster, request):
    """Martlet's client, or plain Dask's."""
    if not request.get("store"):
        return distributed.Client(cluster)
    return martlet.Client(cluster, store=request["store"], **request.get("client", {}))


def run(client, processor_class, request):
    """Run the processor as the Analysis Grand Challenge does; gives its output."""
    NanoAODSchema.warn_missing_crossrefs = False
    runner = processor.Runner(
        executor=processor.DaskExecutor(client=client, status=False, retries=0),
        schema=utils.schemas.TtbarSchema if request.get("schema") else NanoAODSchema,
        savemetrics=True,
        metadata_cache={},
        **{"chunksize": utils.config["benchmarking"]["CHUNKSIZE"], **request.get("runner", {})},
    )
    fileset = utils.file_input.construct_fileset(request["files"])
    instance = processor_class(**request.get("constructor", {}))
    output, metrics = runner(fileset, processor_instance=instance, treename="Events")
    assert metrics["entries"] > 0
    return output


def as_arrays(output):
    """Bins, flow included, by region, process and variation; and all else that is a number."""
    arrays = {f"nevents/{name}": np.array(count) for name, count in output["nevents"].items()}
    arrays["scale"] = np.array(output["scale"])
    for region, histogram in output["hist_dict"].items():
        for process in histogram.axes["process"]:
            for variation in histogram.axes["variation"]:
                part = histogram[{"process": process, "variation": variation}]
                arrays[f"{region}/{process}/{variation}"] = part.view(flow=True)
    return arrays


if __name__ == "__main__":
    import ttbar

    main(ttbar.TtbarAnalysis)
