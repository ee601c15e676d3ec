# Page rank by the plain power iteration: node TAB rank, for lines `from TAB to`.
# usage: awk -v damping=0.85 -v iterations=20 -f page_rank.awk FILE

BEGIN { FS = "\t" }
NF == 2 { from[++links] = $1; to[links] = $2; out[$1]++; nodes[$1]; nodes[$2] }
END {
  for (node in nodes) count++
  for (node in nodes) rank[node] = 1 / count
  for (round = 0; round < iterations; round++) {
    dangling = 0
    for (node in nodes) { share[node] = 0; if (!(node in out)) dangling += rank[node] }
    for (link = 1; link <= links; link++) share[to[link]] += rank[from[link]] / out[from[link]]
    for (node in nodes) rank[node] = (1 - damping) / count + damping * (share[node] + dangling / count)
  }
  for (node in nodes) printf "%s\t%.17g\n", node, rank[node]
}
