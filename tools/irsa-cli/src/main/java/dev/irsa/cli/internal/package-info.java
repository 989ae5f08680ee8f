/** What the commands share. */
@NullMarked
package dev.irsa.cli.internal;

import org.jspecify.annotations.NullMarked;
