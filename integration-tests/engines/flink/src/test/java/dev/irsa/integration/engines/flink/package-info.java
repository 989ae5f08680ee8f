/** Hadoop S3A 3.3, on SDK 1.x. */
@NullMarked
package dev.irsa.integration.engines.flink;

import org.jspecify.annotations.NullMarked;
