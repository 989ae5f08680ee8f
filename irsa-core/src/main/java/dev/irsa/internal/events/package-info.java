/** The delivery of events to the log and to listeners. */
@NullMarked
package dev.irsa.internal.events;

import org.jspecify.annotations.NullMarked;
