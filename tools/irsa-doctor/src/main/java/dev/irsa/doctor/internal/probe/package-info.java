/** Calls of servers, stage by stage, with the library's own client. */
@NullMarked
package dev.irsa.doctor.internal.probe;

import org.jspecify.annotations.NullMarked;
