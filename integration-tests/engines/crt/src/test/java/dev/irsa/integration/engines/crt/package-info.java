/** The SDK with the signer of AWS's Common Runtime. */
@NullMarked
package dev.irsa.integration.engines.crt;

import org.jspecify.annotations.NullMarked;
