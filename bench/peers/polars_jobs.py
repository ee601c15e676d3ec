"""python polars_jobs.py wordcount|jsonl FOLDER OUTPUT: the same work in Polars, lazy, two threads."""

import os
import sys

os.environ["POLARS_MAX_THREADS"] = "2"
import polars as pl  # noqa: E402 (reads the number of threads when it is loaded)


def wordcount(folder):
    # One column a line: a separator that occurs in no line, nothing quoted.
    lines = pl.scan_csv(
        folder + "/*",
        has_header=False,
        separator="\x01",
        quote_char=None,
        new_columns=["line"],
        schema_overrides=[pl.String],
    )
    words = lines.select(pl.col("line").str.split(" ").explode().alias("word"))
    return words.filter(pl.col("word") != "").group_by("word").len().sort("word")


def jsonl(folder):
    user = pl.Struct({"id": pl.String})
    schema = {"event": pl.String, "user": user, "amount": pl.Float64}
    events = pl.scan_ndjson(folder + "/*", schema=schema)
    bought = events.filter(pl.col("event") == "buy")
    users = bought.group_by(pl.col("user").struct.field("id").alias("id"))
    return users.agg(pl.col("amount").sum()).sort("id")


query, folder, output = sys.argv[1:4]
rows = {"wordcount": wordcount, "jsonl": jsonl}[query](folder).collect(engine="streaming")
rows.write_csv(output, include_header=False, separator="\t", quote_style="never")
