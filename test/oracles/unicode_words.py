"""Counts words as wordcount does with --letters and --lower: word TAB count.

usage: unicode_words.py FOLDER [letters] [lower]     (its lines come in no useful order)
"""

import os
import sys
import unicodedata
from collections import Counter
from itertools import groupby


def is_letter(character):
    return unicodedata.category(character).startswith("L")


def letter_runs(data):
    for found, run in groupby(data.decode("utf-8", "replace"), is_letter):
        if found:
            yield "".join(run)


def lowered(word):
    """Text in lower case; of bytes that are not UTF-8 only A to Z."""
    try:
        return word.decode("utf-8").lower().encode("utf-8")
    except UnicodeDecodeError:
        return word.lower()


letters, lower = "letters" in sys.argv[2:], "lower" in sys.argv[2:]
counts = Counter()
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            data = file.read()
        words = [run.encode("utf-8") for run in letter_runs(data)] if letters else data.split()
        counts.update(map(lowered, words) if lower else words)
for word, count in counts.items():
    sys.stdout.buffer.write(b"%s\t%d\n" % (word, count))
