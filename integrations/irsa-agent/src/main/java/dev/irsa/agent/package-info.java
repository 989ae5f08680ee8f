/** The Java agent: what applications can see of it. */
@NullMarked
package dev.irsa.agent;

import org.jspecify.annotations.NullMarked;
