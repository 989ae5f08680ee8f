/** One refresh as the core runs it: its joints are package-private. */
@NullMarked
package dev.irsa;

import org.jspecify.annotations.NullMarked;
