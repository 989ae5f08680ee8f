/** The {@code irsa} command: its tree of subcommands, its streams and its exit codes. */
@NullMarked
package dev.irsa.cli;

import org.jspecify.annotations.NullMarked;
