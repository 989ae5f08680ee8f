package dev.irsa.doctor.internal.exchange;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.TokenExchange;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one exchange of the token. Immutable; the text form contains no secrets.
 *
 * @param credentials the credentials, or null
 * @param failure why there are none, or null
 * @param took how long it took
 */
public record ExchangeOutcome(
    @Nullable SessionCredentials credentials,
    @Nullable CredentialsException failure,
    Duration took) {

  private static final List<String> OF_AGENT =
      List.of(" refused credentials: ", " could not provide credentials: ");

  /** Makes one exchange. */
  public static ExchangeOutcome of(
      TokenExchange exchange,
      @Nullable IdentityToken token,
      Duration bound,
      LongSupplier nanoTime) {
    long startedNanos = nanoTime.getAsLong();
    SessionCredentials credentials = null;
    CredentialsException failure = null;
    try {
      credentials = exchange.call(bound).send(token).credentials();
    } catch (CredentialsException e) {
      failure = e;
    }
    Duration took = Duration.ofNanos(nanoTime.getAsLong() - startedNanos);
    return new ExchangeOutcome(credentials, failure, took);
  }

  /** The reasons of STS that checks distinguish. */
  public enum Reason {
    /** The exchange succeeded. */
    NONE(""),
    /** Role, trust policy. */
    DENIED("IRSA-02"),
    /** The account lacks the OIDC provider. */
    NO_PROVIDER("IRSA-03"),
    /** STS is not active in the region. */
    REGION_DISABLED("IRSA-08"),
    /** The audience is not a client id of the provider. */
    AUDIENCE("IRSA-09"),
    /** Too many requests. */
    THROTTLED("IRSA-11"),
    /** The token has expired. */
    EXPIRED("IRSA-13"),
    /** STS could not get the issuer's keys, or the signature does not verify. */
    KEYS("IRSA-14"),
    /** The token is from the future. */
    CLOCK("IRSA-15"),
    /** The role's ARN is not one. */
    ROLE_ARN("IRSA-05"),
    /** The session name. */
    SESSION_NAME("IRSA-23"),
    /** Another parameter, such as the duration. */
    PARAMETER("IRSA-17"),
    /** The issuer's certificate does not match the provider's thumbprint. */
    THUMBPRINT("IRSA-20"),
    /** STS did not respond, or an intermediary did. */
    UNAVAILABLE("IRSA-07");

    private final String checkId;

    Reason(String checkId) {
      this.checkId = checkId;
    }

    /** Returns the check that reports this reason; empty for a success. */
    public String checkId() {
      return checkId;
    }
  }

  /** Returns why STS did not issue credentials. */
  public Reason reason() {
    CredentialsException cause = failure;
    if (cause == null) {
      return Reason.NONE;
    }
    String code = cause.code() == null ? "" : cause.code();
    String text = cause.summary().toLowerCase(Locale.ROOT);
    if (cause.failureKind() == FailureKind.THROTTLED) {
      return Reason.THROTTLED;
    }
    if (code.startsWith("InvalidIdentityToken")) {
      return invalidToken(text);
    }
    if (code.startsWith("ExpiredToken")) {
      return Reason.EXPIRED;
    }
    if (code.startsWith("IDPCommunicationError")) {
      return Reason.KEYS;
    }
    if (code.startsWith("RegionDisabled")) {
      return Reason.REGION_DISABLED;
    }
    if (cause instanceof ExchangeUnavailableException || cause instanceof MisconfiguredException) {
      return Reason.UNAVAILABLE;
    }
    boolean isParameter =
        code.startsWith("ValidationError")
            || code.startsWith("PackedPolicyTooLarge")
            || code.startsWith("MalformedPolicyDocument");
    return isParameter ? parameter(text) : Reason.DENIED;
  }

  private static Reason parameter(String text) {
    if (text.contains("request arn is invalid") || text.contains("'rolearn'")) {
      return Reason.ROLE_ARN;
    }
    return text.contains("'rolesessionname'") ? Reason.SESSION_NAME : Reason.PARAMETER;
  }

  /** Returns whether changes in IAM that are still propagating can explain it. */
  public boolean mayHeal() {
    return reason() == Reason.DENIED || reason() == Reason.NO_PROVIDER;
  }

  private static Reason invalidToken(String text) {
    if (text.contains("no openidconnect provider")) {
      return Reason.NO_PROVIDER;
    }
    if (text.contains("audience")) {
      return Reason.AUDIENCE;
    }
    if (text.contains("thumbprint") || text.contains("https certificate")) {
      return Reason.THUMBPRINT;
    }
    if (text.contains("in the future")) {
      return Reason.CLOCK;
    }
    // Also what is left: a signature, an algorithm or a claim that STS does not accept.
    return Reason.KEYS;
  }

  /** Returns AWS's error code, or null. */
  public @Nullable String code() {
    return failure == null ? null : failure.code();
  }

  /** Returns the outcome in words. */
  public String describe() {
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

  @Override
  public String toString() {
    return "ExchangeOutcome[" + reason() + "]";
  }
}
