package dev.irsa.doctor.internal.check;

import static dev.irsa.doctor.internal.text.ForeignText.plain;

import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.doctor.internal.pod.PublishedKeys;
import dev.irsa.doctor.internal.pod.ServiceAccountName;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.session.Sessions;
import dev.irsa.internal.text.TimeText;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Causes that the responses of STS and of the Pod Identity agent show. */
public final class ExchangeChecks {
  /** AWS SDK for Java 2.x hangs up after this time, and the agent then drops what it fetches. */
  private static final Duration PATIENCE_OF_SDK = Duration.ofSeconds(1);

  private ExchangeChecks() {}

  /** IRSA-03: the role's account lacks the OIDC provider of the cluster. */
  static Finding provider(TokenEvidence token, ExchangeEvidence exchange) {
    ExchangeOutcome outcome = exchange.sts.exchange.get();
    return outcome.judge(
        Cause.PROVIDER,
        () -> providerFix(token),
        "the role's account knows the cluster's OIDC provider");
  }

  private static String providerFix(TokenEvidence token) {
    Lazy<TokenClaims> seen = token.claims;
    if (seen.isMissing()) {
      return "Create the IAM OIDC provider of the cluster in the role's account.";
    }
    TokenClaims claims = seen.get();
    if (TokenChecks.isOfClusterOnly(token)) {
      return TokenChecks.clusterIssuerFix(claims.issuer());
    }
    return ("Account %s needs the provider %s:\naws iam create-open-id-connect-provider --url %s"
            + " --client-id-list %s\nIf it exists, check the account in AWS_ROLE_ARN, %s.")
        .formatted(
            claims.role().account(),
            claims.providerArn(),
            claims.issuer(),
            claims.audience().get(0),
            claims.role().text());
  }

  /** IRSA-11: STS throttles. */
  static Finding throttling(PodEvidence pod, ExchangeEvidence exchange) {
    ExchangeOutcome outcome = exchange.sts.exchange.get();
    return outcome.judge(
        Cause.THROTTLING,
        () ->
            "STS limits the requests of an account and region. Share one credentials provider per"
                + " process (irsa shares one session for all providers with the same settings), and"
                + " look in CloudTrail for the caller that sends the most AssumeRole requests."
                + sessions(pod),
        "not throttled" + sessions(pod));
  }

  private static String sessions(PodEvidence pod) {
    return pod.examined.ownProcess()
        ? "; sessions of irsa in this JVM: " + Sessions.shared().size()
        : "";
  }

  /** IRSA-20: the certificate of a private issuer does not match the provider's thumbprint. */
  static Finding thumbprint(TokenEvidence token, ExchangeEvidence exchange) {
    ExchangeOutcome outcome = exchange.sts.exchange.get();
    return outcome.judge(
        Cause.THUMBPRINT, () -> thumbprintFix(token), "STS accepts the certificate of the issuer");
  }

  private static String thumbprintFix(TokenEvidence token) {
    Lazy<TokenClaims> seen = token.claims;
    String thumbprint = token.publishedKeys.part(PublishedKeys::thumbprint);
    String note =
        thumbprint == null
            ? "The thumbprint is the SHA-1 of the top certificate that the issuer presents; it could"
                + " not be fetched from here."
            : "The top certificate that the issuer presents here has the thumbprint %s."
                .formatted(thumbprint);
    return note
        + "\naws iam update-open-id-connect-provider-thumbprint --open-id-connect-provider-arn "
        + (seen.isMissing() ? "<provider>" : seen.get().providerArn())
        + " --thumbprint-list "
        + (thumbprint == null ? "<thumbprint>" : thumbprint);
  }

  /** IRSA-21: a change in IAM has not arrived everywhere. */
  static Finding propagation(ExchangeEvidence exchange, ExaminationOptions options) {
    StsEvidence.Exchanges exchanges = exchange.sts.exchanges.get();
    if (exchanges.healed()) {
      return Finding.warn(
          "STS first refused, and issued credentials %s later: %s"
              .formatted(TimeText.of(exchanges.waited()), exchanges.first().describe()),
          "A change in IAM was still propagating; nothing is left to do. Applications should retry for"
              + " a minute after such a change.");
    }
    ExchangeOutcome last = exchanges.last();
    if (last.cause() == null) {
      return Finding.pass("the exchange worked at once");
    }
    if (!last.mayHeal()) {
      return Finding.skip(last.elsewhere());
    }
    return options.waits()
        ? Finding.pass("STS still refuses after " + TimeText.of(exchanges.waited()))
        : Finding.skip("after a change in IAM, --wait repeats the exchange for a minute");
  }

  /** POD-02: EKS may not assume the associated role, or not tag its sessions. */
  static Finding trust(
      PodEvidence pod, TokenEvidence token, PolicyEvidence policy, ExchangeEvidence exchange) {
    exchange.agent.requireValidSettings();
    TrustDocument given = policy.document;
    String reasons = given == null ? "" : PolicyJudgement.denialOfPodIdentity(given);
    if (!reasons.isEmpty()) {
      return PolicyChecks.denied(
          exchange, reasons, trustFix(given, token.jwt.part(Jwt::serviceAccount)));
    }
    if (AgentNetworkChecks.isHostNetwork(pod, token) && !exchange.isExchanged()) {
      return Finding.skip("this pod uses the network of its node, see POD-06");
    }
    ExchangeOutcome outcome = exchange.agent.exchange.get();
    return outcome.judge(
        Cause.AGENT_TRUST,
        () -> trustFix(given, token.jwt.part(Jwt::serviceAccount)),
        "EKS may assume the associated role");
  }

  /** Returns how to let EKS assume a role. */
  public static String trustFix(
      @Nullable TrustDocument given, @Nullable ServiceAccountName account) {
    RoleArn role = given == null ? null : given.role();
    return TrustPolicyFix.commands(
        role == null ? "<role of the association>" : role.name(),
        TrustPolicyFix.forPodIdentity(ServiceAccountName.orPlaceholder(account)),
        given);
  }

  /** POD-03: the service account does not have an association. */
  static Finding association(TokenEvidence token, ExchangeEvidence exchange) {
    ExchangeOutcome outcome = exchange.agent.exchange.get();
    return outcome.judge(
        Cause.ASSOCIATION, () -> associationFix(token), "the service account has an association");
  }

  private static String associationFix(TokenEvidence token) {
    ServiceAccountName account =
        ServiceAccountName.orPlaceholder(token.jwt.part(Jwt::serviceAccount));
    return ("aws eks create-pod-identity-association --cluster-name <cluster> --namespace %s"
            + " --service-account %s --role-arn arn:aws:iam::<account>:role/<role>\nA new"
            + " association takes some seconds; a pod that is older than its association must be"
            + " recreated.")
        .formatted(plain(account.namespace()), plain(account.name()));
  }

  /** POD-07: the agent throttles, is cancelled by impatient clients, or gets no response itself. */
  static Finding load(IdentityEvidence identity, ExchangeEvidence exchange) {
    ExchangeOutcome outcome = exchange.agent.exchange.get();
    if (outcome.cause() == Cause.AGENT_LOAD) {
      if (isWithoutEksAuth(outcome)) {
        return Finding.fail(outcome.describe(), eksAuthFix(identity));
      }
      return Finding.fail(
          outcome.describe(),
          (outcome.remedy()
                  + " Share one credentials provider per process: EKS Auth limits the requests of an"
                  + " account, the agent the requests of a node. If a client hangs up, the agent starts"
                  + " again.")
              .strip());
    }
    if (outcome.cause() != null) {
      return Finding.skip(outcome.elsewhere());
    }
    return outcome.took().compareTo(PATIENCE_OF_SDK) > 0
        ? Finding.warn(
            "the agent took "
                + TimeText.of(outcome.took())
                + "; AWS SDK for Java 2.x hangs up after 1 s, and the agent then drops the result",
            "Use the provider of irsa, which waits for the agent.")
        : Finding.pass("credentials in " + TimeText.of(outcome.took()));
  }

  /** The agent hides why EKS Auth did not answer, or says it in the words of its SDK. */
  private static boolean isWithoutEksAuth(ExchangeOutcome outcome) {
    String said = outcome.describe();
    return said.contains("dial tcp")
        || said.contains("StatusCode: 0")
        || said.matches(".*\\bstatus 500( \"\\[]\")?");
  }

  private static String eksAuthFix(IdentityEvidence identity) {
    String region = Objects.requireNonNullElse(identity.settings.region(), "<region>");
    return ("The agent got no response of EKS Auth, eks-auth.%s.api.aws. A cluster without internet"
            + " access needs the interface endpoint com.amazonaws.%s.eks-auth with private DNS, whose"
            + " security group allows the nodes on port 443:\naws ec2 describe-vpc-endpoints --filters"
            + " Name=service-name,Values=com.amazonaws.%s.eks-auth\nWith internet access, look at the"
            + " proxy of the agent's DaemonSet, and try again.")
        .formatted(region, region, region);
  }

  /** POD-08: the agent still serves credentials of the role that the association had before. */
  static Finding cache(
      ExchangeEvidence exchange, CallerEvidence caller, ExaminationOptions options) {
    exchange.agent.requireValidSettings();
    RoleArn expected = options.expectedRole();
    if (expected == null) {
      return Finding.skip("needs the role of the association: --expect-role ARN");
    }
    String arn = caller.caller.get().callerArn();
    if (arn == null) {
      return Finding.skip(CallerChecks.UNKNOWN_CALLER);
    }
    return CallerChecks.belonging(
        arn,
        expected,
        "If the association was changed: the agent keeps credentials for up to 3 h. Recreate the"
            + " pod, or restart the agent of its node (kubectl delete pod -n kube-system of the"
            + " DaemonSet eks-pod-identity-agent). Otherwise: aws eks"
            + " update-pod-identity-association --role-arn "
            + expected.text());
  }
}
