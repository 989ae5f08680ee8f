/** An STS that costs as little as possible, so that what is measured is its clients. */
@NullMarked
package dev.irsa.bench.sts;

import org.jspecify.annotations.NullMarked;
