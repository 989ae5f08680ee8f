package dev.irsa.testkit.internal.signature;

import java.nio.charset.StandardCharsets;

/** The scope of a signature: {@code 20261124/ap-northeast-2/sts/aws4_request}. */
record CredentialScope(String date, String region, String service) {

  /** Derives the key of one day, region and service from the secret. */
  byte[] signingKey(String secretAccessKey) {
    byte[] secret = ("AWS4" + secretAccessKey).getBytes(StandardCharsets.UTF_8);
    byte[] ofDate = Hashes.hmac(secret, date);
    byte[] ofRegion = Hashes.hmac(ofDate, region);
    return Hashes.hmac(Hashes.hmac(ofRegion, service), "aws4_request");
  }

  @Override
  public String toString() {
    return date + "/" + region + "/" + service + "/aws4_request";
  }
}
