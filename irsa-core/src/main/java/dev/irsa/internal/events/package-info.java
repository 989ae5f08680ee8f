/** The delivery of events to the log, to listeners and to the flight recorder. */
@NullMarked
package dev.irsa.internal.events;

import org.jspecify.annotations.NullMarked;
