/** One HTTP/1.1 request over sockets that each step of can be bounded and ended. */
@NullMarked
package dev.irsa.internal.http;

import org.jspecify.annotations.NullMarked;
