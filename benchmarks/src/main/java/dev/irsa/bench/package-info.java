/** The harness: one command that compares our libraries with the SDKs and writes the results. */
@NullMarked
package dev.irsa.bench;

import org.jspecify.annotations.NullMarked;
