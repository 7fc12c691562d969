"""Finding and scoring pairs on Spark. Needs the extra ``spark``; nothing else in this product imports it before it is asked for."""

from stronghold.linking.spark.work import SparkPairs, spark_pairs

__all__ = ["SparkPairs", "spark_pairs"]
