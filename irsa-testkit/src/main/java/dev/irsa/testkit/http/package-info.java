/** TLS and proxying of the lab: its certificate authority and its CONNECT proxy. */
@NullMarked
package dev.irsa.testkit.http;

import org.jspecify.annotations.NullMarked;
