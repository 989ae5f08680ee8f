/** An STS with minimal cost, so that measurements show the cost of its clients. */
@NullMarked
package dev.irsa.bench.sts;

import org.jspecify.annotations.NullMarked;
