package dev.irsa.sdk.v2;

import software.amazon.awssdk.identity.spi.Identity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/** Values of the SDK that are used by several tests. */
final class Identities {

  static final ResolveIdentityRequest REQUEST = ResolveIdentityRequest.builder().build();

  private Identities() {}

  /** An identity of another kind, such as a bearer token. */
  static final class OtherIdentity implements Identity {}
}
