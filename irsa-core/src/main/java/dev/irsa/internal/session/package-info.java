/** The shell around the state machine: locks, shares, keeps and delivers. */
@NullMarked
package dev.irsa.internal.session;

import org.jspecify.annotations.NullMarked;
