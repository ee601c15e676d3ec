"""k-means as the k-means job describes it: the centres, an empty line, then `line TAB cluster` for each point.

usage: k_means.py K ITERATIONS SEED FILE...     (files in the order of the input, paths as the job was given them)
"""

import math
import sys

k, iterations, seed = map(int, sys.argv[1:4])
MASK = 0xFFFFFFFF


def point_hash(text):
    value = 0x811C9DC5
    for byte in text.encode("utf-8"):
        value = ((value ^ byte) * 0x01000193) & MASK
    value = ((value ^ (value >> 16)) * 0x85EBCA6B) & MASK
    value = ((value ^ (value >> 13)) * 0xC2B2AE35) & MASK
    return value ^ (value >> 16)


def parse(line):
    try:
        point = tuple(float(field) for field in line.split(","))
    except ValueError:
        return None
    return point if all(map(math.isfinite, point)) else None


lines, points, hashes = [], [], []
for path in sys.argv[4:]:
    offset = 0
    with open(path, "rb") as file:
        for raw in file:
            line = raw.decode("utf-8").rstrip("\n").rstrip("\r")
            point = parse(line)
            if point is not None:
                lines.append(line)
                points.append(point)
                hashes.append(point_hash(f"{seed}:{path}:{offset}"))
            offset += len(raw)

centres = []
for index in sorted(range(len(points)), key=lambda index: hashes[index]):
    if len(centres) < k and points[index] not in centres:
        centres.append(points[index])


def nearest(point):
    return min(
        range(len(centres)),
        key=lambda cluster: (sum((a - b) ** 2 for a, b in zip(point, centres[cluster])), cluster),
    )


for _ in range(iterations):
    groups = [[] for _ in centres]
    for point in points:
        groups[nearest(point)].append(point)
    moved = [
        tuple(math.fsum(column) / len(group) for column in zip(*group)) if group else centre
        for group, centre in zip(groups, centres)
    ]
    if moved == centres:
        break
    centres = moved

for centre in centres:
    print(",".join(repr(value) for value in centre))
print()
for line, point in zip(lines, points):
    print(f"{line}\t{nearest(point)}")
