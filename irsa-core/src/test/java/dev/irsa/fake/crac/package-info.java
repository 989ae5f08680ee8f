/**
 * A double of {@code jdk.crac}, which only JVMs with CRaC have: it calls resources, and freezes
 * nothing.
 */
@NullMarked
package dev.irsa.fake.crac;

import org.jspecify.annotations.NullMarked;
