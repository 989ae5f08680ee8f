/** Turns raw results into pages: statistics, targets, charts and tables. */
@NullMarked
package dev.irsa.bench.report;

import org.jspecify.annotations.NullMarked;
