/** Emulates IRSA in one JVM, for tests. It does not depend on the library under test. */
@NullMarked
package dev.irsa.testkit;

import org.jspecify.annotations.NullMarked;
