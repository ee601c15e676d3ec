"""python dask_wordcount.py OUTPUT FOLDER: word count with a Dask bag, two processes."""

import sys

import dask
import dask.bag

if __name__ == "__main__":
    output, folder = sys.argv[1:3]
    lines = dask.bag.read_text(folder + "/*")
    words = lines.map(str.split).flatten()
    with dask.config.set(scheduler="processes", num_workers=2):
        counts = words.frequencies().compute()
    rows = sorted((word.encode(), count) for word, count in counts)
    with open(output, "wb") as file:
        for word, count in rows:
            file.write(b"%s\t%d\n" % (word, count))
