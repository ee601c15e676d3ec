#!/bin/sh
# hadoop-wordcount.sh JAR OUTPUT FOLDER: word count with Hadoop Streaming and mawk, two maps at a time, no cluster; the
# parts of the answer lie in OUTPUT/. The mapper combines in its own table.
set -eu
rm -rf "$2"
exec "$HADOOP_HOME/bin/hadoop" jar "$1" -D mapreduce.framework.name=local -D fs.defaultFS=file:/// \
  -D mapreduce.local.map.tasks.maximum=2 -D mapreduce.job.reduces=1 -input "$3" -output "$2" \
  -mapper "mawk '{for (i = 1; i <= NF; i++) n[\$i]++} END {for (w in n) print w \"\t\" n[w]}'" \
  -reducer "mawk -F '\t' '{n[\$1] += \$2} END {for (w in n) print w \"\t\" n[w]}'"
