/** One HTTP/1.1 request over sockets. Each step has a deadline and can be cancelled. */
@NullMarked
package dev.irsa.internal.http;

import org.jspecify.annotations.NullMarked;
