package dev.irsa.testkit.internal.sts;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.AccessKeys;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.ServiceException;
import dev.irsa.testkit.internal.signature.Authenticator;
import dev.irsa.testkit.internal.signature.RefusedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Authenticates callers of STS, with STS's error codes. Thread-safe. */
record StsCallers(Authenticator authenticator, AccessKeys keys, String region) {
  private static final Pattern REGIONAL_HOST =
      Pattern.compile("sts(?:-fips)?\\.([a-z0-9-]+)\\.(?:amazonaws\\.com(?:\\.cn)?|api\\.aws)");

  /** Returns the caller, if the signature is valid and the session has not been revoked. */
  AccessKey authenticate(Request request, String action) throws ServiceException {
    AccessKey key;
    try {
      key = authenticator.authenticate(request, region(request));
    } catch (RefusedException e) {
      throw e.inQueryProtocol();
    }
    if (keys.isRevoked(key)) {
      throw StsException.accessDenied(
          "User: %s is not authorized to perform: sts:%s with an explicit deny in an identity-based policy"
              .formatted(key.principal().arn(), action));
    }
    return key;
  }

  /** Returns whether a request is to the global endpoint. */
  static boolean isGlobal(Request request) {
    return request.host().equals("sts.amazonaws.com");
  }

  /** Returns the region whose endpoint a request is to. */
  String region(Request request) {
    if (isGlobal(request)) {
      return "us-east-1";
    }
    Matcher regional = REGIONAL_HOST.matcher(request.host());
    return regional.matches() ? regional.group(1) : region;
  }
}
