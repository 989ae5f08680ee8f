/** What every measurement uses: JDKs, class paths, processes and the STS. */
@NullMarked
package dev.irsa.bench.run;

import org.jspecify.annotations.NullMarked;
