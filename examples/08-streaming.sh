#!/bin/sh
# Any program is a mapper or a reducer: lines on standard input, `key TAB value` on standard output. A reducer gets its
# lines sorted by key. Both are run by the shell, so a mapper may be a pipeline.
#
#   sh examples/08-streaming.sh examples/inputs/access.log -o -
exec mr run streaming "$@" \
  --mapper "awk '{ print \$9 }' | sed 's/\$/\t1/'" \
  --reducer "awk -F '\t' '{ n[\$1] += \$2 } END { for (k in n) print k \"\t\" n[k] }'"
