/** Terminal output: styled permanent lines, and one status area that is redrawn. */
@NullMarked
package dev.irsa.cli.internal.terminal;

import org.jspecify.annotations.NullMarked;
