"""What is to be reached, and whether it is."""

import dataclasses
import statistics


@dataclasses.dataclass(frozen=True)
class Aim:
    """A row of the table of aims.

    Attributes
    ----------
    what, measured : str
        In words, and with its unit.
    figure, bound : float
        What is compared; a bound of None is told for information.
    unit : str
        Of the bound.
    is_least : bool
        Whether the figure is to be at least the bound, not at most.
    """

    what: str
    measured: str
    figure: float
    bound: float | None
    unit: str = ""
    is_least: bool = False

    def row(self):
        """As Markdown, with its verdict."""
        if self.bound is None:
            return f"| {self.what} | {self.measured} | | |"
        is_met = self.figure >= self.bound if self.is_least else self.figure <= self.bound
        sign, verdict = ">=" if self.is_least else "<=", "met" if is_met else "**missed**"
        return f"| {self.what} | {self.measured} | {sign} {self.bound:g}{self.unit} | {verdict} |"


def of_planning(shape, size, cost):
    """Of what ``measure_planning.py`` printed."""
    detail = f"keys {cost['keys']:.2f}, lookup and plan {cost['plan']:.2f}"
    yield Aim(
        f"planning, {size} tasks, {shape}, all misses, CPU a task", f"{cost['planning']:.2f} us ({detail})",
        cost["planning"], 4 if float(size) > 1e5 else 3, " us",
    )  # fmt: skip
    yield Aim(
        f"the rewritten graph on top, {size} tasks, {shape}", f"{cost['rewrite']:.2f} us", cost["rewrite"], 2, " us"
    )


def of_sessions(cells):
    """Of Martlet's runs against plain Dask's: the least of each."""
    for (shape, size, name), cell in cells.items():
        plain = cells.get((shape, size, "plain"))
        if not name.startswith("martlet") or plain is None or not plain.cold:
            continue
        keep = name.removeprefix("martlet ")
        for heat, bound in (("cold", 1.05 if keep == "all" else 1.03), ("warm", 0.035)):
            if times := getattr(cell, heat):
                ratio = min(times) / min(plain.cold)
                yield Aim(
                    f'{heat} run, {size} tasks, {shape}, `keep="{keep}"`, CPU against plain Dask',
                    f"{ratio:.3f}", ratio, bound,
                )  # fmt: skip
        if cell.steps and plain.steps:
            more = statistics.median(cell.steps) - statistics.median(plain.steps)
            ratio = 1 + more / statistics.median(plain.cold)
            yield Aim(
                f'cold run, {size} tasks, {shape}, `keep="{keep}"`, by the threads beside event loops',
                f"{ratio:.3f} ({more:.0f} us a task)", ratio, None,
            )  # fmt: skip


def of_arrays(cost):
    """Of what ``measure_arrays.py`` printed."""
    keep, save, load, theirs = cost["keep"], cost["numpy.save"], cost["load"], cost["joblib.load"]
    yield Aim(
        f"keep {cost['nbytes']:.0e} bytes of arrays, CPU against `numpy.save` ({save:.3f} s)",
        f"{keep / save:.2f} x ({keep:.3f} s)", keep / save, 1.7, " x",
    )  # fmt: skip
    yield Aim(
        f"load them verified, CPU against `joblib.load` ({theirs:.3f} s)",
        f"{theirs / load:.1f} x faster ({load:.3f} s)", theirs / load, 4, " x", is_least=True,
    )  # fmt: skip


def of_rows(rows):
    """Of a script that prints the fields of its aims."""
    return [Aim(**row) for row in rows]


def of_import(cost):
    """Of CPU milliseconds by statement."""
    more = cost["from martlet import Client"] - cost["import distributed"]
    yield Aim(
        f"`from martlet import Client` over `import distributed` ({cost['import distributed']:.0f} ms CPU)", f"{more:.0f} ms",
        more, 20, " ms",
    )  # fmt: skip
