/** STS: the web identity exchange, role chaining and the caller's identity, checked for real. */
@NullMarked
package dev.irsa.testkit.sts;

import org.jspecify.annotations.NullMarked;
