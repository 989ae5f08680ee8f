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
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one exchange of the token. Immutable; the text form contains no secrets.
 *
 * @param credentials the credentials, or null
 * @param failure why there are none, or null
 * @param took how long it took
 * @param issuer the issuer of the credentials
 */
record ExchangeOutcome(
    @Nullable SessionCredentials credentials,
    @Nullable CredentialsException failure,
    Duration took,
    Issuer issuer) {

  /** Who issues credentials. */
  enum Issuer {
    /** STS. */
    STS("STS"),
    /** The agent of EKS Pod Identity. */
    AGENT("the agent"),
    /** The endpoint of ECS, or a server beside the container. */
    OTHER_ENDPOINT("the container endpoint");

    private final String words;

    Issuer(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  private static final List<String> OF_AGENT =
      List.of(" refused credentials: ", " could not provide credentials: ");

  /** The beginning of a code and a part of a message, and the cause that both show. */
  private record Said(String code, String words, Cause cause) {}

  private static final List<Said> BY_STS =
      List.of(
          new Said("InvalidIdentityToken", "no openidconnect provider", Cause.PROVIDER),
          new Said("InvalidIdentityToken", "audience", Cause.AUDIENCE),
          new Said("InvalidIdentityToken", "thumbprint", Cause.THUMBPRINT),
          new Said("InvalidIdentityToken", "https certificate", Cause.THUMBPRINT),
          new Said("InvalidIdentityToken", "in the future", Cause.CLOCK),
          // Otherwise STS does not accept a signature, an algorithm or a claim.
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

  /**
   * Errors of the agent. Its own texts do not have a code. Texts with a code come from EKS Auth, or
   * from the AWS API if it refuses the agent's own credentials.
   *
   * <p>Source: aws/eks-pod-identity-agent, pkg/errors and internal/validation; API reference of EKS
   * Auth, AssumeRoleForPodIdentity.
   */
  private static final List<Said> BY_AGENT =
      List.of(
          new Said("AccessDenied", "eks-auth:assumeroleforpodidentity", Cause.AGENT_PRESENCE),
          new Said("AccessDenied", "", Cause.AGENT_TRUST),
          new Said("ResourceNotFound", "no cluster", Cause.AGENT_PRESENCE),
          new Said("ResourceNotFound", "", Cause.ASSOCIATION),
          new Said("ExpiredToken", "security token", Cause.AGENT_PRESENCE),
          new Said("ExpiredToken", "", Cause.TOKEN_AGE),
          new Said("InvalidToken", "audience", Cause.AUDIENCE),
          new Said("InvalidToken", "in the future", Cause.CLOCK),
          new Said("InvalidToken", "valid jwt", Cause.TOKEN_FILE),
          new Said("InvalidToken", "", Cause.SIGNING_KEY),
          new Said("InvalidParameter", "token", Cause.TOKEN_FILE),
          new Said("InvalidSignature", "", Cause.CLOCK),
          new Said("SignatureDoesNotMatch", "", Cause.CLOCK),
          new Said("RequestExpired", "", Cause.CLOCK),
          new Said("", "token cannot be empty", Cause.TOKEN_FILE),
          new Said("", "token cannot be parsed", Cause.TOKEN_FILE),
          new Said("", "token is expired", Cause.TOKEN_AGE),
          new Said("", "before issued", Cause.CLOCK),
          new Said("", "not valid yet", Cause.CLOCK),
          new Said("", "invalid audience", Cause.AUDIENCE),
          new Said("", "failed claim validations", Cause.SIGNING_KEY),
          new Said("", "signature validation failed", Cause.SIGNING_KEY),
          new Said("", "invalid address", Cause.AGENT_ADDRESS));

  /** A status without a code that only a gateway in front of the agent sends. */
  private static final Pattern OF_GATEWAY =
      Pattern.compile(".*\\bstatus (401|403|502|503|504)\\b.*");

  /** Makes one exchange. */
  static ExchangeOutcome of(
      Supplier<SessionCredentials> exchange, Issuer issuer, LongSupplier nanoTime) {
    long startedNanos = nanoTime.getAsLong();
    SessionCredentials credentials = null;
    CredentialsException failure = null;
    try {
      credentials = exchange.get();
    } catch (CredentialsException e) {
      failure = e;
    }
    Duration took = Duration.ofNanos(nanoTime.getAsLong() - startedNanos);
    return new ExchangeOutcome(credentials, failure, took, issuer);
  }

  /** Returns the cause that the issuer names by its response; null if it issued credentials. */
  @Nullable Cause cause() {
    if (failure == null) {
      return null;
    }
    return switch (issuer) {
      case STS -> bySts(failure);
      case AGENT -> byAgent(failure);
      case OTHER_ENDPOINT -> byOther(failure);
    };
  }

  private Cause bySts(CredentialsException failed) {
    if (failed.failureKind() == FailureKind.THROTTLED) {
      return Cause.THROTTLING;
    }
    String code = String.valueOf(failed.code());
    String words = describe().toLowerCase(Locale.ROOT);
    Cause said = said(BY_STS, code, words);
    if (said != null) {
      return said;
    }
    return failed instanceof ExchangeUnavailableException
            || failed instanceof MisconfiguredException
        ? Cause.REACHABILITY
        : Cause.SUBJECT;
  }

  private static @Nullable Cause said(List<Said> all, String code, String words) {
    return all.stream()
        .filter(each -> code.startsWith(each.code) && words.contains(each.words))
        .map(Said::cause)
        .findFirst()
        .orElse(null);
  }

  private Cause byAgent(CredentialsException failed) {
    if (failed instanceof ExchangeUnavailableException unavailable) {
      return unavailable(unavailable);
    }
    String code = failed.code();
    String words = describe().toLowerCase(Locale.ROOT);
    Cause said = said(BY_AGENT, code == null ? "" : code, words);
    if (said != null) {
      return said;
    }
    if (code == null) {
      return isOfGateway(failed) ? Cause.AGENT_PROXY : Cause.AGENT_ADDRESS;
    }
    // The API refuses the agent itself: its credentials or its request.
    return Cause.AGENT_PRESENCE;
  }

  private static boolean isOfGateway(CredentialsException failed) {
    return failed.code() == null && OF_GATEWAY.matcher(failed.summary()).matches();
  }

  /** The rules of another server are not known. */
  private static Cause byOther(CredentialsException failed) {
    return failed instanceof ExchangeUnavailableException unavailable
        ? unavailable(unavailable)
        : Cause.AGENT_ADDRESS;
  }

  private static Cause unavailable(ExchangeUnavailableException failed) {
    boolean isOfOthers =
        failed.summary().startsWith("An intermediary responded")
            // Such as a web page: the agent sends nothing but credentials or an error.
            || failed.summary().contains(" cannot be used: ")
            || isOfGateway(failed);
    if (isOfOthers) {
      return Cause.AGENT_PROXY;
    }
    return switch (failed.stage()) {
      case DNS -> Cause.AGENT_ADDRESS;
      case WAITING, CONNECT -> Cause.AGENT_PRESENCE;
      case TLS, REQUEST, RESPONSE -> Cause.AGENT_LOAD;
    };
  }

  /** Returns the library's remedy as a sentence; empty without one. */
  String remedy() {
    return failure == null || failure.remedy().isEmpty() ? "" : failure.remedy() + ".";
  }

  /** Returns whether changes in IAM that are still propagating can explain it. */
  boolean mayHeal() {
    return (cause() == Cause.SUBJECT && !denial().isFinal()) || cause() == Cause.PROVIDER;
  }

  /**
   * Returns the finding for a cause: the exchange failed for it, succeeded and so disproves it, or
   * failed for another cause before.
   *
   * @param fix the fix, for a failure
   * @param passed the finding if credentials were issued
   */
  Finding judge(Cause cause, Supplier<String> fix, String passed) {
    if (cause() == null) {
      return Finding.pass(passed);
    }
    return cause() == cause ? Finding.fail(describe(), fix.get()) : Finding.skip(elsewhere());
  }

  /** Returns why an exchange that failed for another reason says nothing about a cause. */
  String elsewhere() {
    return "%s stopped before that, see %s".formatted(issuer, causeId());
  }

  /** Returns the id of the cause; empty without one. */
  String causeId() {
    Cause stopped = cause();
    return stopped == null ? "" : stopped.id();
  }

  /** Returns what the issuer says about the policy that denies the request. */
  Denial denial() {
    return Denial.of(failure == null ? "" : failure.summary());
  }

  /** Returns the outcome in words. */
  String describe() {
    if (failure == null) {
      return issuer + " issued credentials";
    }
    String summary = Denial.shown(failure.summary());
    return failure instanceof ExchangeRejectedException || failure.code() != null
        ? afterEndpoint(summary)
        : summary;
  }

  /** Shortens the library's message, which repeats endpoint and role. */
  private String afterEndpoint(String summary) {
    for (String verb : OF_AGENT) {
      int end = summary.indexOf(verb);
      if (end > 0) {
        return issuer + ": " + summary.substring(end + verb.length());
      }
    }
    int role = summary.indexOf(": ", summary.indexOf(" the role "));
    return role < 0 ? summary : "STS: " + summary.substring(role + 2);
  }
}
