package dev.irsa.internal.guard;

import dev.irsa.internal.config.Setting;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A signed request of a client of an SDK, before it is sent.
 *
 * @param service the service, in the SDK's words
 * @param operation the operation
 * @param endpoint the host and the port that it is sent to, with a colon between; null if they are
 *     not known
 * @param accessKeyId the access key id of the signature
 * @param provider the name of the class of the client's credentials provider, without what
 *     generated classes add to it and what changes at each start; null if there is no such name
 * @param providers the class loader of the provider, or null
 * @param source where the SDK says that the credentials come from: the name of a provider, or the
 *     ids of its user agent; null if it does not say
 * @param cure the code that gives a client of this SDK the role of the pod; for a token for others,
 *     what replaces the client
 */
public record SignedRequest(
    String service,
    String operation,
    @Nullable String endpoint,
    String accessKeyId,
    @Nullable String provider,
    @Nullable ClassLoader providers,
    @Nullable String source,
    String cure) {

  /** How a generated suffix of a class name begins, as for a lambda or a subclass. */
  private static final String GENERATED = "$$";

  private static final String PROXY = ".$Proxy";

  /** Signs a token of the identity for a service outside of AWS. */
  private static final String TOKEN_OPERATION = "GetWebIdentityToken";

  private static final String TOKEN_CURE =
      "IrsaCredentialsProvider.outboundTokens(OutboundTokenRequest.audience(...)), or irsa token";

  public SignedRequest {
    cure = operation.equals(TOKEN_OPERATION) ? TOKEN_CURE : cure;
    if (provider != null) {
      int generated = provider.indexOf(GENERATED);
      provider =
          provider.contains(PROXY)
              ? null
              : generated < 0 ? provider : provider.substring(0, generated);
    }
  }

  /**
   * Creates a call.
   *
   * @param type the class of the client's credentials provider, or null
   */
  public static SignedRequest of(
      String service,
      String operation,
      @Nullable String endpoint,
      String accessKeyId,
      @Nullable Class<?> type,
      @Nullable String source,
      String cure) {
    return new SignedRequest(
        service,
        operation,
        endpoint,
        accessKeyId,
        type == null ? null : type.getName(),
        type == null ? null : type.getClassLoader(),
        source,
        cure);
  }

  /** Returns the host and the port of a URI, with a colon between. */
  public static String authority(URI endpoint) {
    int port = endpoint.getPort();
    return endpoint.getHost()
        + ":"
        + (port >= 0 ? port : "http".equalsIgnoreCase(endpoint.getScheme()) ? 80 : 443);
  }

  /** Returns the kind of the provider, or null if the SDK does not tell. */
  @Nullable ProviderKind providerKind() {
    return ProviderKind.of(source, provider);
  }

  /** Returns whether the key belongs to an IAM user, and so does not change. */
  boolean isOfUser() {
    return accessKeyId.startsWith("AKIA");
  }

  /** Returns the identity behind the key, as far as the key and the SDK tell. */
  String identity() {
    ProviderKind told = providerKind();
    if (told != null && !(isOfUser() && told == ProviderKind.STATIC)) {
      return told.words();
    }
    return isOfUser()
        ? "the access key " + shortened() + " of an IAM user"
        : "a session that is not of irsa";
  }

  /** Returns the parts of the key by which its owner recognizes it. */
  private String shortened() {
    int length = accessKeyId.length();
    return length < 12
        ? "(not shown)"
        : accessKeyId.substring(0, 4) + "..." + accessKeyId.substring(length - 4);
  }

  /** Describes who signs the request instead of the pod. */
  String found(String identity, String pod) {
    String from = provider == null ? "" : ", from " + provider;
    return this + " is signed by " + identity + from + ", and not by " + pod;
  }

  /** Describes how to give the client the role of the pod, or how to allow the identity. */
  String fix(String identity) {
    return (operation.equals(TOKEN_OPERATION)
            ? "take the token of the pod in place of the client's: "
            : "give the client the pod's role: ")
        + cure
        + ". If this identity is meant, set "
        + Setting.GUARD_ALLOW.label()
        + "="
        + entryFor(identity);
  }

  /** Returns the entry of the allowed identities that lets the fewest others through. */
  private String entryFor(String identity) {
    int arn = identity.indexOf("arn:");
    if (arn >= 0) {
      return identity.substring(arn).split(" ", 2)[0];
    }
    if (isOfUser()) {
      return "<its access key id, " + shortened() + ">";
    }
    ProviderKind told = providerKind();
    if (provider != null && (told == null || !ProviderKind.isOfSdk(provider))) {
      return provider;
    }
    return told != null ? told.word() : "<its access key id>";
  }

  /** Omits the key. */
  @Override
  public String toString() {
    return service + " " + operation;
  }
}
