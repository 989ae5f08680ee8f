package dev.irsa.internal.guard;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kinds of credentials providers of the SDKs, as far as the SDKs tell. */
enum ProviderKind {
  INSTANCE_PROFILE("the role of the node (instance metadata)", "0", "InstanceProfile"),
  CONTAINER("credentials of a container endpoint", "z", "Container"),
  SSO("single sign-on", "rstu", "Sso"),
  PROCESS("a credential process", "vw", "Process"),
  PROFILE("a profile of the shared configuration files", "nopq", "Profile"),
  WEB_IDENTITY("another web identity", "hk", "WebIdentity"),
  ASSUMED_ROLE("an assumed role", "ijlm", "AssumeRole"),
  STATIC("keys in code", "e", "Static");

  /** The first id of a web identity, also of one whose role is set in code. */
  private static final String FROM_VARIABLES = "h,";

  /** What SDK 1.x says of a web identity. */
  private static final String IN_SDK_ONE = "StsAssumeRoleWithWebIdentityCredentialsProvider";

  private final String words;

  /** The ids of the SDK's user agent. */
  private final String ids;

  /** A part of the names of the providers. */
  private final String name;

  ProviderKind(String words, String ids, String name) {
    this.words = words;
    this.ids = ids;
    this.name = name;
  }

  /** Returns a description for messages. */
  String words() {
    return words;
  }

  /** Returns the word for a list of allowed identities. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the source that an SDK names, or null. Ids name the steps of a provider in their order:
   * the first one says where the credentials begin.
   *
   * @param source ids, or the name of a provider
   * @param provider the class name of a provider
   */
  static @Nullable ProviderKind of(@Nullable String source, @Nullable String provider) {
    ProviderKind told = source == null || source.isEmpty() ? null : of(source);
    return told != null || provider == null ? told : ofName(provider);
  }

  /** Returns whether a class is in a package of an SDK, which may have another prefix. */
  static boolean isOfSdk(String type) {
    return type.contains("awssdk.") || type.contains("amazonaws.");
  }

  /**
   * Returns whether an SDK says that credentials come from a web identity. It does not say for
   * which role, nor which provider fetched them.
   */
  static boolean isOfWebIdentity(@Nullable String source) {
    return source != null && (source.startsWith(FROM_VARIABLES) || source.equals(IN_SDK_ONE));
  }

  private static @Nullable ProviderKind of(String source) {
    return areIds(source) ? ofId(source.charAt(0)) : ofName(source);
  }

  private static boolean areIds(String source) {
    return source.length() == 1 || source.charAt(1) == ',';
  }

  private static @Nullable ProviderKind ofId(char id) {
    for (ProviderKind each : values()) {
      if (each.ids.indexOf(id) >= 0) {
        return each;
      }
    }
    return null;
  }

  private static @Nullable ProviderKind ofName(String provider) {
    String simple = provider.substring(provider.lastIndexOf('.') + 1);
    for (ProviderKind each : values()) {
      if (simple.contains(each.name)) {
        return each;
      }
    }
    return null;
  }
}
