/** The harness: one command that measures us beside the SDKs and writes down what it found. */
@NullMarked
package dev.irsa.bench;

import org.jspecify.annotations.NullMarked;
