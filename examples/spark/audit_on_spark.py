"""Audit a table that is too large for one machine: its parts on Apache Spark, by the command line of assayer.

    python audit_on_spark.py DATA --label kind --probabilities p_ --id id --out findings.json

DATA is whatever Spark reads: a folder of CSV files with a header, or of Parquet files. Every partition is written to a
scratch file of its worker, looked at there, and forgotten; statistics and findings come back to the driver, which merges
them. The second pass must see the rows of the first in the same order, so the table is kept on disk in between. With
--neighbors, rows that may be near each other then meet on one worker, cell by cell.
"""

import argparse
import csv
import json
import os
import subprocess
import tempfile
from pathlib import Path

from pyspark import StorageLevel
from pyspark.sql import SparkSession


def read(spark, data, file_format):
    """Cells as text, as they were written: nothing is read into a number and printed in another way."""
    if file_format == "parquet":
        return spark.read.parquet(data)
    return spark.read.options(header=True, multiLine=True, escape='"').csv(data)


def look_at_parts(rows, columns, command, arguments, plan=None, cells=False):
    """What `assayer shard` writes about each partition, as (None, (name, JSON)), and with `cells` the rows that belong to
    each cell, as (cell, (name, JSON))."""

    def on_part(index, part):
        part = list(part)
        if not part:
            return
        with tempfile.TemporaryDirectory() as folder:
            name = f"part-{index:05}.csv"
            path, out, cell_folder = Path(folder, name), Path(folder, "out.json"), Path(folder, "cells")
            with open(path, "w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(columns)
                writer.writerows(["" if cell is None else cell for cell in row] for row in part)
            given = list(arguments)
            if plan is not None:
                Path(folder, "plan.json").write_text(plan, encoding="utf-8")
                given = ["--plan", str(Path(folder, "plan.json"))]
            if cells:
                given += ["--cells", str(cell_folder)]
            run([*command, "shard", str(path), *given, "--out", str(out)])
            yield None, (name, out.read_text(encoding="utf-8"))
            for file in cell_folder.glob("*/*"):
                yield file.parent.name, (name, file.read_text(encoding="utf-8"))

    return rows.mapPartitionsWithIndex(on_part)


def search_cell(cell, parts, command, plan):
    """The nearest of each row of a cell, as (cell, JSON)."""
    with tempfile.TemporaryDirectory() as folder:
        plan_file, out, cell_folder = Path(folder, "plan.json"), Path(folder, "out.json"), Path(folder, cell)
        plan_file.write_text(plan, encoding="utf-8")
        cell_folder.mkdir()
        for name, text in parts:
            Path(cell_folder, name).write_text(text, encoding="utf-8")
        run([*command, "shard", str(cell_folder), "--plan", str(plan_file), "--out", str(out)])
        return f"cell-{cell}", out.read_text(encoding="utf-8")


def run(call):
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(call[:3])}: {done.stderr.strip()}")
    return done.stdout


def merge(texts, command, out, given):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, text in texts:
            paths.append(str(Path(folder, f"{name}.json")))
            Path(paths[-1]).write_text(text, encoding="utf-8")
        return run([*command, "merge", *paths, *given, "--out", out])


def add_ids(out, rows, columns, ids):
    """Name the rows that were found: the cells of their id columns, by row."""
    findings = json.loads(Path(out).read_text(encoding="utf-8"))
    wanted = {*findings.get("label", {}).get("rows", []), *findings["null"]["rows"]}
    wanted.update(row for same in findings["duplicates"] for row in same)
    for kind in ("outlier", "nearDuplicate"):
        wanted.update(findings.get(kind, {}).get("rows", []))
    wanted.update(row for near in findings.get("nearDuplicate", {}).get("sets", []) for row in near)
    places = [columns.index(name) for name in ids]
    named = rows.zipWithIndex().filter(lambda pair: pair[1] in wanted)
    findings["ids"] = {row: [cells[at] for at in places] for cells, row in named.collect()}
    Path(out).write_text(json.dumps(findings, indent=2) + "\n", encoding="utf-8")


def as_flags(options, *names):
    given = [(f"--{name.replace('_', '-')}", getattr(options, name)) for name in names]
    return [word for flag, value in given if value is not None for word in (flag, value)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data")
    parser.add_argument("--format", choices=["csv", "parquet"], default="csv")
    parser.add_argument("--partitions", type=int, help="default: as Spark reads the files")
    parser.add_argument("--label")
    parser.add_argument("--probabilities", help="columns PREFIX + class")
    parser.add_argument("--id", nargs="*", default=[])
    parser.add_argument("--neighbors", action="store_true", help="seek outliers and near duplicates, too")
    parser.add_argument("--num-cells", help="cells that rows are put in; default: one for every 50,000 rows")
    parser.add_argument("--copies", help="cells that each row is put in; default 3")
    parser.add_argument("--features", help="columns PREFIX... are numbers that tell how near rows are")
    parser.add_argument("--out", required=True)
    parser.add_argument("--assayer", default=os.environ.get("ASSAYER", "npx assayer"), help="the command on the workers")
    options = parser.parse_args()
    command = options.assayer.split()
    arguments = as_flags(options, "label", "probabilities", "features")
    arguments += ["--id", *options.id] if options.id else []
    cell_search = as_flags(options, "num_cells", "copies")

    spark = SparkSession.builder.appName("assayer").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    table = read(spark, options.data, options.format)
    if options.partitions:
        table = table.repartition(options.partitions)
    rows = table.rdd.map(tuple).persist(StorageLevel.DISK_ONLY)
    with tempfile.TemporaryDirectory() as folder:
        plan = str(Path(folder, "plan.json"))
        merge(look_at_parts(rows, table.columns, command, arguments).values().collect(), command, plan, cell_search)
        text = Path(plan).read_text(encoding="utf-8")
        seen = look_at_parts(rows, table.columns, command, arguments, text, cells=options.neighbors)
        seen.persist(StorageLevel.DISK_ONLY)
        found = seen.filter(lambda item: item[0] is None).values().collect()
        cells = seen.filter(lambda item: item[0] is not None).groupByKey()
        found += cells.map(lambda cell: search_cell(*cell, command, text)).collect()
        print(merge(found, command, options.out, ["--plan", plan]), end="")
    if options.id:
        add_ids(options.out, rows, table.columns, options.id)
    spark.stop()


if __name__ == "__main__":
    main()
