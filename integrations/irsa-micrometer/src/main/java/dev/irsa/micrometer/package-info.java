/**
 * Micrometer meters of credentials and their refreshes; see {@link
 * dev.irsa.micrometer.IrsaMetrics}.
 */
@NullMarked
package dev.irsa.micrometer;

import org.jspecify.annotations.NullMarked;
