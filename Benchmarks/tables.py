"""Writes what was measured as Markdown between two marks of README.md."""

from sessions import CACHES

BEGIN, END = "<!-- measured -->", "<!-- end -->"


def write_tables(path, heading, aims, cells, is_partial):
    """Replace what stands between the marks.

    Parameters
    ----------
    path : Path
        The page.
    heading : str
        Day, machine, command.
    aims : list of Aim
        What is to be reached.
    cells : dict
        See :class:`sessions.Sessions`.
    is_partial : bool
        Whether more is to come: the page says so.

    Returns
    -------
    str
        What was written.
    """
    lines = [heading, ""]
    if is_partial:
        lines = ["**Partial: the run goes on, or was interrupted.**", "", *lines]
    lines += ["| what | measured | to reach | |", "| --- | --- | --- | --- |", *(aim.row() for aim in aims), ""]
    for size in dict.fromkeys(size for _, size, _ in cells):
        lines += [*table_of_size(size, cells), ""]
    text = "\n".join(lines)
    before, rest = path.read_text().split(BEGIN, 1)
    written = path.with_suffix(".new")
    written.write_text(f"{before}{BEGIN}\n{text}{END}{rest.split(END, 1)[1]}")
    written.replace(path)
    return text


def table_of_size(size, cells):
    """The runs of one size: a row a cache, columns by shape and heat."""
    shapes = list(dict.fromkeys(shape for shape, each, _ in cells if each == size))
    yield f"CPU microseconds a task (client, scheduler, workers) at {size} tasks, and the ratio to the same without a cache:"
    yield ""
    yield "| | " + " | ".join(f"{shape}, {heat}" for shape in shapes for heat in ("cold", "warm")) + " |"
    yield "| --- |" + " --- |" * 2 * len(shapes)
    for name in CACHES:
        if any((shape, size, name) in cells for shape in shapes):
            entries = [entry(shape, size, name, heat, cells) for shape in shapes for heat in ("cold", "warm")]
            yield f"| {name} | " + " | ".join(entries) + " |"


def entry(shape, size, name, heat, cells):
    """The least of the rounds and its ratio; else why there is none."""
    cell = cells.get((shape, size, name))
    if cell is None:
        return ""
    if not (times := getattr(cell, heat)):
        return cell.why
    plain = cells.get((shape, size, CACHES[name].plain))
    ratio = f" ({min(times) / min(plain.cold):.3g})" if plain is not None and plain.cold else ""
    return f"{min(times):.0f}{ratio}"
