/** Spark 4 and Hadoop S3A 3.4, on SDK 2.x. */
@NullMarked
package dev.irsa.integration.engines.spark4;

import org.jspecify.annotations.NullMarked;
