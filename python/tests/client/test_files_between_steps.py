"""Files whose names one step gives to another: as a skim does to the analysis of it."""

from __future__ import annotations

import builtins
import os
import subprocess

import pytest
from dask import delayed


def ran(name):
    getattr(builtins, "martlet_runs").ran(name)


def skim(source, path):
    ran("skim")
    with open("".join(source)) as file, open(path, "w") as skimmed:
        skimmed.write(file.read().upper())
    return path


def analyse(path):
    ran("analyse")
    with open(path) as file:
        return [file.read()]


def analyse_in_table(table):
    return analyse(table["paths"][0])


def analyse_after(path, other):
    return analyse(path)


def analyse_with_settings(path):
    ran("analyse")
    with open(path) as file, open(path.replace("skim", "settings")) as settings:
        return [file.read(), settings.read()]


def analyse_unseen(skimmed):
    ran("analyse")
    return [subprocess.run(["cat", skimmed.path], capture_output=True, check=True).stdout.decode()]


def where(path):
    ran("where")
    return "".join(path)


def table_of(path):
    return {"paths": [path], "weight": 1.5}


def change(path, flag):
    with open("".join(flag)) as file:
        if content := file.read():
            with open(path, "w") as skimmed:
                skimmed.write(content)
    return 1


def remove_if(path, flag):
    with open("".join(flag)) as file:
        if file.read():
            os.remove(path)
    return 1


def analyse_if_there(path, other):
    try:
        return analyse(path)
    except FileNotFoundError:
        return ["gone"]


def folder_of(parts):
    return "".join(parts)


def count_in(folder):
    ran("analyse")
    return [subprocess.run(["cat", f"{folder}/events.txt"], capture_output=True, check=True).stdout.decode()]


def skim_object(source, path):
    return Skimmed(skim(source, path))


class Skimmed:
    """Says what it is without the file that it holds."""

    def __init__(self, path):
        self.path = path

    def __dask_tokenize__(self):
        return "a skim"


@pytest.fixture
def session(open_client, runs):
    """A function that computes a graph in a new session; its result and what ran."""

    def computed(graph, keep="all", **options):
        client = open_client(keep=keep)
        try:
            return client.compute(graph, optimize_graph=False, **options).result()[0], runs.taken()
        finally:
            client.close()

    return computed


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source.txt"
    path.write_text("a")
    return path


@pytest.mark.parametrize("keep", ["all", "auto"])
@pytest.mark.parametrize("in_table", [False, True])
def test_what_reads_a_skim_runs_if_the_skim_is_another(session, source, tmp_path, keep, in_table):
    path = str(tmp_path / "skim.txt")
    for content, analysed in [("a", 1), ("a", 0), ("b", 1), ("b", 0), ("a", 0), ("", 1)]:
        source.write_text(content)
        made = delayed(skim)(tuple(str(source)), path)
        graph = delayed(analyse_in_table)(delayed(table_of)(made)) if in_table else delayed(analyse)(made)
        result, ran = session(graph, keep=keep)
        assert result == content.upper()
        assert (ran["skim"], ran.get("analyse", 0)) == (1, analysed), content


def test_what_reads_a_file_that_another_step_names_runs_if_it_is_another(session, source):
    for content, analysed in [("a", 1), ("a", 0), ("a", 0), ("b", 1), ("b", 0), ("a", 0)]:
        if source.read_text() != content:
            source.write_text(content)
        result, ran = session(delayed(analyse)(delayed(where)(tuple(str(source)))))
        assert (result, ran.get("analyse", 0)) == (content, analysed)


def test_a_file_that_is_changed_before_it_is_read_is_read(session, source, tmp_path):
    path, flag = str(tmp_path / "skim.txt"), tmp_path / "flag"
    for changed, result in [("", "A"), ("x", "x"), ("", "A"), ("y", "y"), ("x", "x"), ("", "A")]:
        flag.write_text(changed)
        made = delayed(skim)(tuple(str(source)), path)
        other = delayed(change)(made, tuple(str(flag)))
        assert session(delayed(analyse_after)(made, other))[0] == result


def test_a_file_that_nobody_names_counts_beside_one_that_a_step_names(session, source, tmp_path):
    settings = tmp_path / "settings.txt"
    made = delayed(skim)(tuple(str(source)), str(tmp_path / "skim.txt"))
    for content in ["1", "1", "2", "1", "3"]:
        settings.write_text(content)
        client_result, _ = session(delayed(first_two)(delayed(analyse_with_settings)(made)))
        assert client_result == ["A", content]


def first_two(values):
    return [values]


def test_a_file_counts_of_an_object_that_does_not_say_so(session, source, tmp_path):
    path = str(tmp_path / "skim.txt")
    for content in ["a", "a", "b", "a"]:
        source.write_text(content)
        made = delayed(Skimmed)(delayed(skim)(tuple(str(source)), path))
        assert session(delayed(analyse_unseen)(made))[0] == content.upper()


def test_a_writer_says_which_files_its_result_holds_though_that_does_not(session, source, tmp_path):
    path = str(tmp_path / "skim.txt")
    for content in ["a", "a", "b", "a"]:
        source.write_text(content)
        made = delayed(skim_object)(tuple(str(source)), path)
        assert session(delayed(analyse_unseen)(made))[0] == content.upper()


def test_a_file_that_is_removed_before_it_is_read_is_gone(session, source, tmp_path):
    path, flag = str(tmp_path / "skim.txt"), tmp_path / "flag"
    for removed, result in [("", "A"), ("", "A"), ("yes", "gone"), ("", "A"), ("yes", "gone")]:
        flag.write_text(removed)
        made = delayed(skim)(tuple(str(source)), path)
        other = delayed(remove_if)(made, tuple(str(flag)))
        assert session(delayed(analyse_if_there)(made, other))[0] == result


def test_a_folder_that_cannot_be_identified_tells_nothing(session, tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    os.mkfifo(folder / "pipe")
    for content in ["a", "a", "b", "c", "b"]:
        (folder / "events.txt").write_text(content)
        assert session(delayed(count_in)(delayed(folder_of)(tuple(str(folder)))))[0] == content


def test_what_was_cut_off_is_found_again_only_with_the_same_file(session, source, runs):
    def graph(name):
        return delayed(analyse)(delayed(name)(tuple(str(source))))

    assert session(graph(where))[0] == "a"
    source.unlink()
    with pytest.raises(FileNotFoundError):
        session(graph(where_else))
    runs.taken()
    source.write_text("a")
    for content, analysed in [("a", 0), ("a", 0), ("b", 1), ("a", 0), ("b", 0)]:
        if source.read_text() != content:
            source.write_text(content)
        result, ran = session(graph(where_else))
        assert (result, ran.get("analyse", 0)) == (content, analysed)


def where_else(path):
    return str("".join(path))


def test_a_result_that_a_client_holds_names_a_file_that_may_change(open_client, runs, source):
    client = open_client()
    assert client.submit(analyse, client.submit(where, tuple(str(source)))).result() == ["a"]
    held = client.submit(where_else, tuple(str(source)))
    for content in ["a", "b", "a", "c"]:
        source.write_text(content)
        assert client.submit(analyse, held, key=f"analyse-{content}-{runs}").result() == [content]


def test_a_refreshed_analysis_of_a_skim_replaces_what_was_kept_of_it(session, source, tmp_path):
    unseen = tmp_path / "unseen.txt"
    made = delayed(skim)(tuple(str(source)), str(tmp_path / "skim.txt"))
    graph = delayed(analyse_with_unseen)(made, tuple(str(unseen)))
    for content, options, result in [("1", {}, "1"), ("2", {}, "1"), ("2", {"refresh": "*unseen"}, "2"), ("3", {}, "2")]:
        unseen.write_text(content)
        assert session(graph, **options)[0] == ["A", result]


def analyse_with_unseen(path, unseen):
    read = subprocess.run(["cat", "".join(unseen)], capture_output=True, check=True).stdout.decode()
    return [[*analyse(path), read]]


def test_what_was_read_once_for_all_steps_of_a_worker_counts_for_each(
    session, runs, source, tmp_path
):
    settings = tmp_path / "settings.txt"
    made = [delayed(skim)(tuple(str(source)), str(tmp_path / f"skim{n}.txt")) for n in range(3)]
    for content in ["1", "1", "2", "1"]:
        settings.write_text(content)
        vars(runs).pop("settings", None)
        graph = delayed(first_two)([delayed(analyse_with_cached)(each) for each in made])
        assert session(graph)[0] == [["A", content]] * 3


def analyse_with_cached(path):
    kept = getattr(builtins, "martlet_runs")
    if not hasattr(kept, "settings"):
        with open(os.path.join(os.path.dirname(path), "settings.txt")) as file:
            kept.settings = file.read()
    return [*analyse(path), kept.settings]
