"""Writes what was measured as Markdown between two marks of README.md."""

import datetime

BEGIN, END = "<!-- measured -->", "<!-- end -->"


def write_tables(results, machine, command, path):
    """Replace what stands between the marks.

    Parameters
    ----------
    results : dict
        Of ``run.py``.
    machine, command : str
        Written beside the numbers.
    path : Path
        The page.
    """
    lines = [f"{datetime.date.today()}, {machine}; `{command}`", ""]
    lines += [*to_reach(results), ""]
    if results.get("runs"):
        lines += [*runs(results["runs"]), ""]
    page = path.read_text() if path.exists() else f"# Benchmarks\n\n{BEGIN}\n{END}\n"
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    path.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + END + after)
    print("\n".join(lines))


def to_reach(results):
    """The table of aims."""
    yield "| what | measured | to reach |"
    yield "| --- | --- | --- |"
    for (shape, size), cost in (results.get("planning") or {}).items():
        if cost:
            aim = 4 if float(size) > 1e5 else 3
            detail = f"keys {cost['keys']:.2f}, lookup and plan {cost['plan']:.2f}"
            yield f"| planning, {size} tasks, {shape}, all misses, us a task | {cost['planning']:.2f} ({detail}) | <= {aim} |"
            yield f"| the rewritten graph on top, us a task | {cost['rewrite']:.2f} | <= 2 |"
    runs = results.get("runs") or {}
    for shape, size, cache, heat in sorted(runs):
        plain, cost = runs.get((shape, size, "plain", "cold")), runs[shape, size, cache, heat]
        if cache.startswith("martlet") and isinstance(plain, float) and isinstance(cost, float):
            aim = "0.035" if heat == "warm" else "1.05" if cache == "martlet all" else "1.03"
            name = cache.removeprefix("martlet ")
            if heat == "cold" or name == "all":
                yield f'| {heat} run, {size} tasks, {shape}, `keep="{name}"`, against plain Dask | {cost / plain:.3f} | <= {aim} |'
    arrays = results.get("arrays")
    if arrays:
        keep, save = arrays["keep"], arrays["numpy.save"]
        load, theirs = arrays["load"], arrays["joblib.load"]
        yield f"| keep arrays, CPU against `numpy.save` ({save:.3f} s), tmpfs | {keep / save:.2f} x ({keep:.3f} s) | <= 1.7 x |"
        yield f"| load them, against `joblib.load` ({theirs:.3f} s) | {theirs / load:.1f} x faster ({load:.3f} s) | >= 4 x faster |"
    imports = results.get("import")
    if imports:
        more = imports["import martlet"] - imports["import distributed"]
        yield f"| `import martlet` over `import distributed` ({imports['import distributed']:.0f} ms CPU) | {more:.0f} ms | <= 20 ms |"


def runs(found):
    """All runs, CPU microseconds a task and the ratio to plain Dask."""
    columns = sorted({(cache, heat) for _, _, cache, heat in found}, key=lambda c: (c[0] != "plain", c))
    yield "CPU microseconds a task (client, scheduler, workers), and the ratio to plain Dask:"
    yield ""
    yield "| graph | tasks | " + " | ".join(f"{cache}, {heat}" if cache != "plain" else cache for cache, heat in columns) + " |"
    yield "| --- | --- |" + " --- |" * len(columns)
    for shape, size in dict.fromkeys((shape, size) for shape, size, _, _ in found):
        plain = found.get((shape, size, "plain", "cold"))
        cells = []
        for cache, heat in columns:
            cost = found.get((shape, size, cache, heat), "")
            if isinstance(cost, float):
                ratio = f" ({cost / plain:.3f})" if isinstance(plain, float) and cache not in ("plain", "graphchain") else ""
                cost = f"{cost:.0f}{ratio}"
            cells.append(cost)
        yield f"| {shape} | {size} | " + " | ".join(cells) + " |"
