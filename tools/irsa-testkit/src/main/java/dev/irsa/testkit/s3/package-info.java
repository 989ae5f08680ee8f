/** An S3-compatible object store that authenticates and authorizes its callers. */
@NullMarked
package dev.irsa.testkit.s3;

import org.jspecify.annotations.NullMarked;
