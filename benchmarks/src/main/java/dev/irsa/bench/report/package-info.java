/** Turns raw results into the figures of a page: statistics, targets and tables. */
@NullMarked
package dev.irsa.bench.report;

import org.jspecify.annotations.NullMarked;
