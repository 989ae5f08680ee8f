/** The report of a run as one self-contained HTML page, with the timeline as SVG. */
@NullMarked
package dev.irsa.cli.internal.report;

import org.jspecify.annotations.NullMarked;
