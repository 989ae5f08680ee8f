/** An S3-shaped object store that verifies who asks, so that S3 clients prove their credentials. */
@NullMarked
package dev.irsa.testkit.s3;

import org.jspecify.annotations.NullMarked;
