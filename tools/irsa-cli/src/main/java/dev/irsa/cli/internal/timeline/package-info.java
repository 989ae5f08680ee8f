/** What happened in a run of the lab, over time: plain values that reports and screens draw. */
@NullMarked
package dev.irsa.cli.internal.timeline;

import org.jspecify.annotations.NullMarked;
