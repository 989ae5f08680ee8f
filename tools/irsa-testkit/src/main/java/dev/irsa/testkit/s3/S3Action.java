package dev.irsa.testkit.s3;

import dev.irsa.testkit.server.Response;

/** One action of S3, for an authenticated and authorized caller. Thread-safe. */
interface S3Action {
  Response perform(S3Request request, byte[] content) throws S3Exception;
}
