package dev.irsa.iam;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.OutboundTokens;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.OutboundTokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensions;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.jspecify.annotations.Nullable;

/**
 * Logs a Kafka client in with a token that STS signs for the pod's role, by the SASL mechanism
 * {@code OAUTHBEARER}: at Confluent Cloud, and at any broker that trusts the account's issuer.
 * Created by Kafka from its class name:
 *
 * <pre>{@code
 * security.protocol=SASL_SSL
 * sasl.mechanism=OAUTHBEARER
 * sasl.login.callback.handler.class=dev.irsa.iam.OutboundTokenCallbackHandler
 * sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required \
 *   audience="https://confluent.cloud/oidc" duration="3600" \
 *   extension_logicalCluster="lkc-1" extension_identityPoolId="pool-1";
 * }</pre>
 *
 * <p>Options of the login module: {@code audience}, which is required; {@code duration} in seconds,
 * 60 to 3600, 300 by default; {@code scope}, words separated by spaces; and, as Kafka's own
 * handlers have it, {@code extension_…} for SASL extensions. All handlers of a process with the
 * same audience and duration share a token. For MSK, use the handlers of {@code irsa-msk}.
 *
 * <p>Thread-safe after its configuration. Owned by Kafka.
 *
 * @since 0.1
 */
public final class OutboundTokenCallbackHandler implements AuthenticateCallbackHandler {

  private static final String AUDIENCE = "audience";
  private static final String DURATION = "duration";
  private static final String SCOPE = "scope";
  private static final String EXTENSION = "extension_";

  /**
   * A token of the pod's role. Two logins may get the same token: Kafka adds a login's token to a
   * set of the subject and removes the former login's by identity, so tokens are never equal.
   */
  private static final class RoleToken implements OAuthBearerToken {

    private final String value;
    private final Set<String> scope;
    private final long lifetimeMs;
    private final String principalName;

    RoleToken(String value, Set<String> scope, Instant end, String principalName) {
      this.value = value;
      this.scope = scope;
      this.lifetimeMs = end.toEpochMilli();
      this.principalName = principalName;
    }

    @Override
    public String value() {
      return value;
    }

    @Override
    public Set<String> scope() {
      return scope;
    }

    @Override
    public long lifetimeMs() {
      return lifetimeMs;
    }

    @Override
    public String principalName() {
      return principalName;
    }

    /** Kafka plans its next login by the time that is left from now on. */
    @Override
    public @Nullable Long startTimeMs() {
      return null;
    }

    @Override
    public String toString() {
      return "RoleToken[until " + Instant.ofEpochMilli(lifetimeMs) + "]";
    }
  }

  private final IrsaCredentials irsa;
  private @Nullable OutboundTokens tokens;
  private Set<String> scope = Set.of();
  private SaslExtensions extensions = SaslExtensions.empty();

  /** Creates a handler for the pod. Called by Kafka. */
  public OutboundTokenCallbackHandler() {
    this(IrsaCredentials.fromEnvironment());
  }

  OutboundTokenCallbackHandler(IrsaCredentials irsa) {
    this.irsa = irsa;
  }

  /**
   * Reads the options of the login module. Called by Kafka.
   *
   * @throws MisconfiguredException if an option is missing, unknown or invalid; the message says
   *     which
   */
  @Override
  public void configure(
      Map<String, ?> configs, String saslMechanism, List<AppConfigurationEntry> entries) {
    Map<String, String> given = new TreeMap<>();
    Map<String, String> sent = new TreeMap<>();
    for (AppConfigurationEntry entry : entries) {
      entry
          .getOptions()
          .forEach(
              (name, value) -> {
                String text = String.valueOf(value);
                if (name.startsWith(EXTENSION)) {
                  sent.put(name.substring(EXTENSION.length()), text);
                } else {
                  given.put(name, text);
                }
              });
    }
    check(given, sent);
    String words = given.getOrDefault(SCOPE, "").strip();
    scope = words.isEmpty() ? Set.of() : Set.copyOf(List.of(words.split("\\s+")));
    extensions = new SaslExtensions(sent);
    try {
      tokens = irsa.outboundTokens(request(given));
    } catch (MisconfiguredException invalid) {
      throw new MisconfiguredException(true, ofOptions(invalid.problems()));
    }
  }

  /** Returns the problems of a request under the names of the options. */
  private static List<MisconfiguredException.Problem> ofOptions(
      List<MisconfiguredException.Problem> ofRequest) {
    return ofRequest.stream()
        .map(
            each ->
                problem(
                    each.setting().endsWith(".duration") ? DURATION : AUDIENCE,
                    each.found(),
                    each.fix()))
        .toList();
  }

  private static void check(Map<String, String> given, Map<String, String> sent) {
    List<MisconfiguredException.Problem> problems = new ArrayList<>();
    sent.forEach(
        (name, value) -> {
          if (!name.matches("[A-Za-z]+") || name.equals("auth")) {
            problems.add(
                problem(
                    EXTENSION + name,
                    "is not a name that Kafka sends",
                    "use letters only, and not auth, which is Kafka's own"));
          }
          if (!value.matches("[\\x20-\\x7E\\t\\r\\n]+")) {
            problems.add(
                problem(
                    EXTENSION + name,
                    value.isEmpty() ? "is empty" : "has characters that Kafka does not send",
                    "use printable ASCII"));
          }
        });
    if (given.getOrDefault(AUDIENCE, "").isBlank()) {
      problems.add(problem(AUDIENCE, "is not set", "name the service that accepts the token"));
    }
    for (String name : given.keySet()) {
      if (!Set.of(AUDIENCE, DURATION, SCOPE).contains(name)) {
        problems.add(
            problem(
                name,
                "is not an option",
                "use audience, duration, scope, or extension_ and the name of a SASL extension"));
      }
    }
    if (!given.getOrDefault(DURATION, "300").matches("\\d{1,9}")) {
      problems.add(problem(DURATION, "is not a number", "use 60 to 3600, in seconds"));
    }
    if (!problems.isEmpty()) {
      throw new MisconfiguredException(true, problems);
    }
  }

  private static MisconfiguredException.Problem problem(String name, String found, String fix) {
    return new MisconfiguredException.Problem(name, "sasl.jaas.config", found, fix);
  }

  private static OutboundTokenRequest request(Map<String, String> given) {
    OutboundTokenRequest request =
        OutboundTokenRequest.audience(Objects.requireNonNull(given.get(AUDIENCE)));
    String seconds = given.get(DURATION);
    return seconds == null
        ? request
        : request.withDuration(Duration.ofSeconds(Long.parseLong(seconds)));
  }

  @Override
  public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (callback instanceof OAuthBearerTokenCallback wanted) {
        wanted.token(token());
      } else if (callback instanceof SaslExtensionsCallback wanted) {
        wanted.extensions(extensions);
      } else {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }

  /** A failure is an IOException, after which Kafka tries again. */
  private OAuthBearerToken token() throws IOException {
    OutboundTokens known = tokens;
    if (known == null) {
      throw new IllegalStateException("configure(...) was not called");
    }
    try {
      Map.Entry<String, Instant> token = withItsEnd(known, () -> endByThisClock(known.status()));
      String role = known.status().roleArn();
      return new RoleToken(token.getKey(), scope, token.getValue(), role == null ? "pod" : role);
    } catch (CredentialsException failure) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  /** Kafka compares the end with the local clock; STS tells it by its own. */
  private static @Nullable Instant endByThisClock(IrsaStatus status) {
    Instant end = status.expiration();
    Duration offset = status.clockOffset();
    return end == null || offset == null ? end : end.minus(offset);
  }

  /**
   * Returns a token with its own end. It may be renewed between two questions, so the end counts
   * only if it was the same before and after that for the token. A token without an end was
   * discarded meanwhile.
   */
  static Map.Entry<String, Instant> withItsEnd(
      Supplier<String> tokens, Supplier<@Nullable Instant> ends) {
    Instant before = ends.get();
    while (true) {
      String token = tokens.get();
      Instant after = ends.get();
      if (after == null) {
        return Map.entry(token, Instant.now());
      }
      if (after.equals(before)) {
        return Map.entry(token, after);
      }
      before = after;
    }
  }

  @Override
  public void close() {
    irsa.close();
  }
}
