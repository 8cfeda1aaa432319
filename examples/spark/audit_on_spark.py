"""Audit a table that is too large for one machine: its parts on Apache Spark, by the command line of assayer.

    python audit_on_spark.py DATA --label kind --probabilities p_ --id id --out findings.json

DATA is whatever Spark reads: a folder of CSV files with a header, or of Parquet files. Every partition is written to a
scratch file of its worker, looked at there, and forgotten; statistics and findings come back to the driver, which merges
them. The second pass must see the rows of the first in the same order, so the table is kept on disk in between.
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


def run_on_parts(rows, columns, command, arguments, plan=None):
    """The JSON that `assayer shard` writes about each partition, as (name, text)."""

    def on_part(index, part):
        part = list(part)
        if not part:
            return
        with tempfile.TemporaryDirectory() as folder:
            name = f"part-{index:05}.csv"
            path, out = Path(folder, name), Path(folder, "out.json")
            with open(path, "w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(columns)
                writer.writerows(["" if cell is None else cell for cell in row] for row in part)
            given = list(arguments)
            if plan is not None:
                Path(folder, "plan.json").write_text(plan, encoding="utf-8")
                given = ["--plan", str(Path(folder, "plan.json"))]
            run([*command, "shard", str(path), *given, "--out", str(out)])
            yield name, out.read_text(encoding="utf-8")

    return rows.mapPartitionsWithIndex(on_part).collect()


def run(call):
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(call[:3])}: {done.stderr.strip()}")
    return done.stdout


def merge(texts, command, out, plan=None):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, text in texts:
            paths.append(str(Path(folder, f"{name}.json")))
            Path(paths[-1]).write_text(text, encoding="utf-8")
        flags = ["--out", out] + ([] if plan is None else ["--plan", plan])
        return run([*command, "merge", *paths, *flags])


def add_ids(out, rows, columns, ids):
    """Name the rows that were found: the cells of their id columns, by row."""
    findings = json.loads(Path(out).read_text(encoding="utf-8"))
    wanted = {*findings.get("label", {}).get("rows", []), *findings["null"]["rows"]}
    wanted.update(row for same in findings["duplicates"] for row in same)
    places = [columns.index(name) for name in ids]
    named = rows.zipWithIndex().filter(lambda pair: pair[1] in wanted)
    findings["ids"] = {row: [cells[at] for at in places] for cells, row in named.collect()}
    Path(out).write_text(json.dumps(findings, indent=2) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data")
    parser.add_argument("--format", choices=["csv", "parquet"], default="csv")
    parser.add_argument("--partitions", type=int, help="default: as Spark reads the files")
    parser.add_argument("--label")
    parser.add_argument("--probabilities", help="columns PREFIX + class")
    parser.add_argument("--id", nargs="*", default=[])
    parser.add_argument("--out", required=True)
    parser.add_argument("--assayer", default=os.environ.get("ASSAYER", "npx assayer"), help="the command on the workers")
    options = parser.parse_args()
    command = options.assayer.split()
    arguments = [] if options.label is None else ["--label", options.label]
    arguments += [] if options.probabilities is None else ["--probabilities", options.probabilities]
    arguments += ["--id", *options.id] if options.id else []

    spark = SparkSession.builder.appName("assayer").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    table = read(spark, options.data, options.format)
    if options.partitions:
        table = table.repartition(options.partitions)
    rows = table.rdd.map(tuple).persist(StorageLevel.DISK_ONLY)
    with tempfile.TemporaryDirectory() as folder:
        plan = str(Path(folder, "plan.json"))
        merge(run_on_parts(rows, table.columns, command, arguments), command, plan)
        text = Path(plan).read_text(encoding="utf-8")
        print(merge(run_on_parts(rows, table.columns, command, arguments, text), command, options.out, plan), end="")
    if options.id:
        add_ids(options.out, rows, table.columns, options.id)
    spark.stop()


if __name__ == "__main__":
    main()
