package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.SessionCredentials;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one exchange of the token. Immutable; the text form contains no secrets.
 *
 * @param credentials the credentials, or null
 * @param failure why there are none, or null
 * @param took how long it took
 * @param ofAgent whether the Pod Identity agent was asked, or another container endpoint, not STS
 */
record ExchangeOutcome(
    @Nullable SessionCredentials credentials,
    @Nullable CredentialsException failure,
    Duration took,
    boolean ofAgent) {

  private static final List<String> OF_AGENT =
      List.of(" refused credentials: ", " could not provide credentials: ");

  /** What STS says, by the beginning of its code and a part of its message, and what that means. */
  private record Said(String code, String words, Cause cause) {}

  private static final List<Said> BY_STS =
      List.of(
          new Said("InvalidIdentityToken", "no openidconnect provider", Cause.PROVIDER),
          new Said("InvalidIdentityToken", "audience", Cause.AUDIENCE),
          new Said("InvalidIdentityToken", "thumbprint", Cause.THUMBPRINT),
          new Said("InvalidIdentityToken", "https certificate", Cause.THUMBPRINT),
          new Said("InvalidIdentityToken", "in the future", Cause.CLOCK),
          // What is left: a signature, an algorithm or a claim that STS does not accept.
          new Said("InvalidIdentityToken", "", Cause.SIGNING_KEY),
          new Said("IDPCommunicationError", "", Cause.SIGNING_KEY),
          new Said("ExpiredToken", "", Cause.TOKEN_AGE),
          new Said("RegionDisabled", "", Cause.REGION),
          new Said("ValidationError", "request arn is invalid", Cause.ROLE_ARN),
          new Said("ValidationError", "'rolearn'", Cause.ROLE_ARN),
          new Said("ValidationError", "'rolesessionname'", Cause.SESSION_NAME),
          new Said("ValidationError", "", Cause.DURATION),
          new Said("PackedPolicyTooLarge", "", Cause.DURATION),
          new Said("MalformedPolicyDocument", "", Cause.DURATION));

  /** Makes one exchange. */
  static ExchangeOutcome of(Supplier<SessionCredentials> exchange, boolean ofAgent) {
    long startedNanos = System.nanoTime();
    SessionCredentials credentials = null;
    CredentialsException failure = null;
    try {
      credentials = exchange.get();
    } catch (CredentialsException e) {
      failure = e;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
    return new ExchangeOutcome(credentials, failure, took, ofAgent);
  }

  /** Returns the cause that the issuer names by its response; null if it issued credentials. */
  @Nullable Cause cause() {
    return failure == null ? null : ofAgent ? byAgent(failure) : bySts(failure);
  }

  private Cause bySts(CredentialsException failed) {
    if (failed.failureKind() == FailureKind.THROTTLED) {
      return Cause.THROTTLING;
    }
    String code = String.valueOf(failed.code());
    String words = describe().toLowerCase(Locale.ROOT);
    for (Said said : BY_STS) {
      if (code.startsWith(said.code) && words.contains(said.words)) {
        return said.cause;
      }
    }
    return failed instanceof ExchangeUnavailableException
            || failed instanceof MisconfiguredException
        ? Cause.REACHABILITY
        : Cause.SUBJECT;
  }

  private Cause byAgent(CredentialsException failed) {
    if (failed instanceof ExchangeUnavailableException unavailable) {
      return byAgent(unavailable);
    }
    if (failed.failureKind() == FailureKind.TOKEN) {
      return describe().contains("expired") ? Cause.TOKEN_AGE : Cause.SIGNING_KEY;
    }
    String code = failed.code();
    if (code == null || failed instanceof MisconfiguredException) {
      return Cause.AGENT_ADDRESS;
    }
    return code.contains("ResourceNotFound") ? Cause.ASSOCIATION : Cause.AGENT_TRUST;
  }

  private static Cause byAgent(ExchangeUnavailableException failed) {
    if (failed.summary().startsWith("An intermediary responded")) {
      return Cause.AGENT_PROXY;
    }
    return switch (failed.stage()) {
      case DNS -> Cause.AGENT_ADDRESS;
      case WAITING, CONNECT -> Cause.AGENT_PRESENCE;
      case TLS, REQUEST, RESPONSE -> Cause.AGENT_LOAD;
    };
  }

  /** Returns what the library advises, as a sentence; empty if there is nothing. */
  String remedy() {
    return failure == null || failure.remedy().isEmpty() ? "" : failure.remedy() + ".";
  }

  /** Returns whether changes in IAM that are still propagating can explain it. */
  boolean mayHeal() {
    return cause() == Cause.SUBJECT || cause() == Cause.PROVIDER;
  }

  /**
   * Returns what it says about a cause: that it is the cause, that credentials disprove it, or that
   * another one came before.
   *
   * @param fix the fix, for a failure
   * @param passed what credentials prove
   */
  Finding judge(Cause cause, Supplier<String> fix, String passed) {
    if (cause() == null) {
      return Finding.pass(passed);
    }
    return cause() == cause ? Finding.fail(describe(), fix.get()) : Finding.skip(elsewhere());
  }

  /** Returns why an exchange that failed for another reason says nothing about a cause. */
  String elsewhere() {
    Cause stopped = cause();
    return "%s stopped before that, see %s"
        .formatted(ofAgent ? "the agent" : "STS", stopped == null ? "" : stopped.id());
  }

  /** Returns the outcome in words. */
  String describe() {
    if (failure == null) {
      return "STS issued credentials";
    }
    return failure instanceof ExchangeRejectedException || failure.code() != null
        ? afterEndpoint(failure.summary())
        : failure.summary();
  }

  /** Shortens the library's message, which repeats endpoint and role. */
  private static String afterEndpoint(String summary) {
    for (String verb : OF_AGENT) {
      int end = summary.indexOf(verb);
      if (end > 0) {
        return "the agent: " + summary.substring(end + verb.length());
      }
    }
    int role = summary.indexOf(": ", summary.indexOf(" the role "));
    return role < 0 ? summary : "STS: " + summary.substring(role + 2);
  }
}
