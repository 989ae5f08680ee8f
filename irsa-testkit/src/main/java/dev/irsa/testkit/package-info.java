/** The whole IRSA world in one JVM, for tests: nothing here depends on the library under test. */
@NullMarked
package dev.irsa.testkit;

import org.jspecify.annotations.NullMarked;
