/** Signs requests to AWS. */
@NullMarked
package dev.irsa.internal.sigv4;

import org.jspecify.annotations.NullMarked;
