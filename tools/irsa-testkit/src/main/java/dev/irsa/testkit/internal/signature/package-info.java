/** Verification of AWS Signature Version 4. */
@NullMarked
package dev.irsa.testkit.internal.signature;

import org.jspecify.annotations.NullMarked;
