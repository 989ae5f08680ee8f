package dev.irsa.doctor.internal.check;

import static dev.irsa.doctor.internal.text.ForeignText.plain;

import dev.irsa.doctor.internal.check.OutboundEvidence.Restriction;
import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.doctor.internal.pod.PublishedKeys;
import dev.irsa.doctor.internal.probe.CallerIdentityResult;
import dev.irsa.internal.text.TimeText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Causes that keep a service outside of AWS from accepting a token of the pod's role. */
final class OutboundChecks {

  /** White space and what guides write for something to fill in. */
  private static final Pattern UNUSUAL = Pattern.compile("[\\s<>{}$]");

  private static final String REGION =
      "Set AWS_REGION to the cluster's region: the global endpoint of STS does not serve tokens.";

  private OutboundChecks() {}

  /** OUT-01: the account has not enabled outbound identity federation. */
  static Finding federation(OutboundEvidence outbound) {
    return judge(
        Cause.FEDERATION,
        outbound,
        () -> "Enable it, once for the account: aws iam enable-outbound-web-identity-federation",
        "enabled");
  }

  /** OUT-02: a policy does not allow the request, or a condition of it forbids a parameter. */
  static Finding permission(CallerEvidence caller, OutboundEvidence outbound) {
    return judge(
        Cause.OUTBOUND_PERMISSION,
        outbound,
        () -> permissionFix(caller.shownRole(), outbound),
        "allowed for " + plain(outbound.wanted().audiences()));
  }

  private static String permissionFix(String role, OutboundEvidence outbound) {
    Set<Restriction> forbidden = outbound.forbidden.get();
    if (!forbidden.isEmpty()) {
      return (forbidden.contains(Restriction.DURATION)
              ? "A condition on sts:DurationSeconds forbids %s s, but not 60 s: request shorter tokens, or raise it in the policies of %s.\n"
                  .formatted(outbound.duration().toSeconds(), role)
              : "")
          + (forbidden.contains(Restriction.ALGORITHM)
              ? "A condition on sts:SigningAlgorithm forbids %s, but not the other one: request that, or add it in the policies of %s."
                  .formatted(outbound.wanted().signingAlgorithm(), role)
              : "");
    }
    Denial denial = Denial.of(outbound.reply.get().message());
    return denial.isFinal()
        ? denial.fix()
        : "The permissions of %s need %s. If a statement allows the action, its condition on sts:IdentityTokenAudience has other audiences, which are compared letter by letter.%s"
            .formatted(role, statement(outbound), denial.explained());
  }

  private static String statement(OutboundEvidence outbound) {
    return "{\"Effect\": \"Allow\", \"Action\": \"sts:GetWebIdentityToken\", \"Resource\": \"*\","
        + " \"Condition\": "
        + TrustPolicyFix.json(
            Map.of(
                "ForAllValues:StringEquals",
                Map.of("sts:IdentityTokenAudience", outbound.wanted().audiences())))
        + "}";
  }

  /** OUT-03: the token cannot last as long as requested, or is too large. */
  static Finding limits(OutboundEvidence outbound) {
    Duration wanted = outbound.wanted().duration();
    String seconds = Long.toString(wanted.multipliedBy(2).toSeconds());
    Finding judged =
        judge(
            Cause.OUTBOUND_LIMITS,
            outbound,
            () ->
                "Request shorter tokens for fewer audiences, or longer sessions:"
                    + " IRSA_SESSION_DURATION_SECONDS="
                    + seconds,
            "lasts " + TimeText.of(outbound.duration()));
    return outbound.reply.get().isSuccess() && outbound.duration().compareTo(wanted) < 0
        ? Finding.warn(
            "%s were requested, but the token lasts %s: as long as the session that signs it"
                .formatted(TimeText.of(wanted), TimeText.of(outbound.duration())),
            "Request shorter tokens, or sessions that outlast them: IRSA_SESSION_DURATION_SECONDS="
                + seconds
                + ", which the role's maximum has to allow (IRSA-17).")
        : judged;
  }

  /** OUT-04: the endpoint does not serve tokens, or does not respond. */
  static Finding endpoint(IdentityEvidence identity, OutboundEvidence outbound) {
    var unused = outbound.wanted();
    if (outbound.endpoint.isMissing()) {
      return Finding.fail("no regional endpoint of STS is known", REGION);
    }
    boolean isReplaced = identity.settings.isLegacyEndpoint();
    return judge(
        Cause.OUTBOUND_ENDPOINT,
        outbound,
        () -> endpointFix(identity, outbound.reply.get()),
        plain(outbound.endpoint.get().getHost())
            + (isReplaced
                ? ", as the global endpoint (%s) does not serve tokens"
                    .formatted(identity.settings.endpointOrigin())
                : ""));
  }

  private static String endpointFix(IdentityEvidence identity, CallerIdentityResult reply) {
    if (!reply.call().isAnswered()) {
      return UnreachedServer.fix(reply.call(), identity.settings);
    }
    return "InvalidAction".equals(reply.code()) && identity.settings.isEndpointGiven()
        ? "Remove %s from the container, or name an endpoint that knows GetWebIdentityToken."
            .formatted(identity.settings.endpointOrigin())
        : "Try again; if it lasts, look at proxies between this pod and STS, and at the AWS health"
            + " dashboard.";
  }

  /** OUT-05: a service cannot verify the token, or expects another one. */
  static Finding atService(OutboundEvidence outbound) {
    List<String> wanted = outbound.wanted().audiences();
    Jwt token = outbound.token.get();
    String found =
        "iss %s, sub %s, aud %s, %s"
            .formatted(
                plain(token.issuer()),
                plain(token.subject()),
                plain(token.audience()),
                token.signed().getHeader().getAlgorithm());
    if (!token.audience().equals(wanted)) {
      return Finding.fail(
          found + ", but " + plain(wanted) + " was requested",
          "Something between this pod and STS changes requests: look at proxies and meshes.");
    }
    PublishedKeys keys = outbound.publishedKeys.get();
    return switch (keys.status()) {
      case UNFIT ->
          Finding.fail(
              found + ": " + keys.detail(),
              "A service cannot verify this token: look at what stands for STS here, and at the"
                  + " issuer's documents.");
      case UNKNOWN ->
          Finding.warn(
              found + ": " + keys.detail() + "; services read them from the internet",
              "Harmless if this pod does not reach the internet.");
      case VERIFIED -> atService(found, keys, wanted);
    };
  }

  private static Finding atService(String found, PublishedKeys keys, List<String> audiences) {
    if (audiences.size() > 1) {
      return Finding.warn(
          found + ": aud is a list, which some services refuse",
          "Request a token for each service, for one audience.");
    }
    return UNUSUAL.matcher(audiences.get(0)).find()
        ? Finding.warn(
            found + ": the audience contains white space, or a place to fill in",
            "Copy the audience as the service shows it: it is compared letter by letter.")
        : Finding.pass(
            found
                + ": "
                + keys.detail()
                + ". A service that refuses it does not know exactly this issuer, subject or"
                + " audience");
  }

  /**
   * Returns the finding for a cause: STS refused the token for it, issued one and so disproves it,
   * or refused it for another cause.
   */
  private static Finding judge(
      Cause cause, OutboundEvidence outbound, Supplier<String> fix, String passed) {
    CallerIdentityResult reply = outbound.reply.get();
    Cause shown = causeOf(reply);
    if (shown == null) {
      return Finding.pass(passed);
    }
    return shown == cause
        ? Finding.fail("STS: " + Denial.shown(reply.describe()), fix.get())
        : Finding.skip("STS stopped before that, see " + shown.id());
  }

  /** Returns the cause that a response shows, or null if it contains a token. */
  private static @Nullable Cause causeOf(CallerIdentityResult reply) {
    if (reply.isSuccess()) {
      return null;
    }
    String code = String.valueOf(reply.code());
    if (code.startsWith("OutboundWebIdentityFederationDisabled")) {
      return Cause.FEDERATION;
    }
    if (code.startsWith("AccessDenied")) {
      return Cause.OUTBOUND_PERMISSION;
    }
    boolean isLimit =
        code.startsWith("SessionDurationEscalation")
            || code.startsWith("JWTPayloadSizeExceeded")
            || code.startsWith("ValidationError");
    return isLimit ? Cause.OUTBOUND_LIMITS : Cause.OUTBOUND_ENDPOINT;
  }
}
