/** Tests of the session's shell: tables, concurrent callers, and linearizability. */
@NullMarked
package dev.irsa.internal.session;

import org.jspecify.annotations.NullMarked;
