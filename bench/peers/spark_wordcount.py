"""python spark_wordcount.py OUTPUT FOLDER: word count in Spark, local[2]; the parts of the answer lie in OUTPUT/."""

import sys

from pyspark.sql import SparkSession, functions

output, folder = sys.argv[1:3]
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.memory", "4g")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.sql.shuffle.partitions", "4")
    .getOrCreate()
)
lines = spark.read.text(folder)
words = lines.select(functions.explode(functions.split("value", " ")).alias("word"))
counts = words.where("word <> ''").groupBy("word").count().orderBy("word")
rows = counts.select(functions.concat_ws("\t", "word", "count").alias("value"))
rows.write.mode("overwrite").text(output)
gateway = spark.sparkContext._gateway
spark.stop()
# Its processor time counts only when it is waited for.
gateway.shutdown()
gateway.proc.stdin.close()
gateway.proc.wait()
