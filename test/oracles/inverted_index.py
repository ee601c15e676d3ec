"""For each word of the files below a folder: word TAB path:count path:count ..., paths in the order of their bytes.

usage: inverted_index.py FOLDER     (its lines come in no useful order)
"""

import os
import sys
from collections import Counter, defaultdict

index = defaultdict(list)
paths = []
for folder, _, names in os.walk(os.fsencode(sys.argv[1])):
    paths += [os.path.join(folder, name) for name in names]
for path in sorted(paths):
    with open(path, "rb") as file:
        # bytes.split() cuts at ASCII white space: space, tab, LF, CR, VT, FF.
        for word, count in Counter(file.read().split()).items():
            index[word].append(b"%s:%d" % (path, count))
for word, entries in index.items():
    sys.stdout.buffer.write(b"%s\t%s\n" % (word, b" ".join(entries)))
