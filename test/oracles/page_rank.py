"""Page rank by the plain power iteration: node TAB rank, for lines `from TAB to`.

usage: page_rank.py FILE DAMPING ITERATIONS TOLERANCE
"""

import sys
from math import fsum

path, damping, iterations, tolerance = sys.argv[1], *map(float, sys.argv[2:5])
targets = {}
with open(path, encoding="utf-8") as file:
    for line in file:
        source, tab, target = line.rstrip("\n").partition("\t")
        if tab:
            targets.setdefault(source, []).append(target)
            targets.setdefault(target, [])

count = len(targets)
ranks = dict.fromkeys(targets, 1 / count)
for _ in range(int(iterations)):
    incoming = {node: [] for node in targets}
    for node, links in targets.items():
        for target in links:
            incoming[target].append(ranks[node] / len(links))
    dangling = fsum(ranks[node] for node, links in targets.items() if not links)
    following = {
        node: (1 - damping) / count + damping * (fsum(shares) + dangling / count)
        for node, shares in incoming.items()
    }
    change = fsum(abs(following[node] - ranks[node]) for node in targets)
    ranks = following
    if tolerance > 0 and change <= tolerance:
        break
for node, rank in ranks.items():
    print(f"{node}\t{rank!r}")
