/** TLS and proxying: the lab's certificate authority and its CONNECT proxy. */
@NullMarked
package dev.irsa.testkit.internal.http;

import org.jspecify.annotations.NullMarked;
