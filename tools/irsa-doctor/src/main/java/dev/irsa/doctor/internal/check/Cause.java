package dev.irsa.doctor.internal.check;

import java.util.function.Function;

/**
 * The known causes, most frequent first. Ids are stable. {@code docs/errors.md} describes how each
 * cause shows, how it is found and how to fix it.
 */
public enum Cause {
  ROLE_IN_USE("IRSA-01", "role in use", Step.USE, CallerChecks::roleInUse),
  SUBJECT("IRSA-02", "trust policy: subject", Step.POLICY, PolicyChecks::subject),
  PROVIDER("IRSA-03", "OIDC provider", Step.VERIFICATION, ExchangeChecks::provider),
  MUTATION("IRSA-04", "injection by the webhook", Step.INJECTION, InjectionChecks::mutation),
  ROLE_ARN("IRSA-05", "role ARN and annotation", Step.SETTINGS, SettingChecks::roleArn),
  SOURCES("IRSA-06", "sources of credentials", Step.SOURCES, InjectionChecks::sources),
  REACHABILITY("IRSA-07", "way to STS", Step.NETWORK, StsNetworkChecks::reachability),
  REGION("IRSA-08", "region", Step.REQUEST, SettingChecks::region),
  AUDIENCE("IRSA-09", "audience", Step.CLAIMS, PolicyChecks::audience),
  PERMISSIONS("IRSA-10", "permissions", Step.USE, CallerChecks::permissions),
  THROTTLING("IRSA-11", "throttling", Step.REQUEST, ExchangeChecks::throttling),
  TOKEN_FILE("IRSA-12", "token file", Step.TOKEN, TokenChecks::file),
  TOKEN_AGE("IRSA-13", "age of the token", Step.TOKEN, TokenChecks::age),
  SIGNING_KEY("IRSA-14", "verification key", Step.VERIFICATION, TokenChecks::signingKey),
  CLOCK("IRSA-15", "clock", Step.CLOCK, StsNetworkChecks::clock),
  ISSUER("IRSA-16", "trust policy: issuer", Step.CLAIMS, PolicyChecks::issuer),
  DURATION("IRSA-17", "session duration", Step.LIMITS, SettingChecks::duration),
  CHAINED_ROLE("IRSA-18", "chained role", Step.USE, CallerChecks::chainedRole),
  REVOKED_SESSION("IRSA-19", "role recreated, revoked", Step.USE, CallerChecks::revokedSession),
  THUMBPRINT("IRSA-20", "thumbprint of the issuer", Step.VERIFICATION, ExchangeChecks::thumbprint),
  PROPAGATION("IRSA-21", "propagation in IAM", Step.POLICY, ExchangeChecks::propagation),
  INSTANCE_METADATA("IRSA-22", "instance metadata", Step.USE, CallerChecks::instanceMetadata),
  SESSION_NAME("IRSA-23", "session name", Step.USE, SettingChecks::sessionName),
  ENDPOINT_VARIANT(
      "IRSA-24", "FIPS and dual-stack", Step.NETWORK, StsNetworkChecks::endpointVariant),
  JVM("IRSA-25", "JVM and class path", Step.APPLICATION, ApplicationChecks::jvm),
  JAVA_AGENT("IRSA-26", "irsa-agent", Step.APPLICATION, ApplicationChecks::javaAgent),
  AGENT_PRESENCE("POD-01", "Pod Identity agent", Step.NETWORK, AgentNetworkChecks::presence),
  AGENT_TRUST("POD-02", "trust policy: Pod Identity", Step.POLICY, ExchangeChecks::trust),
  ASSOCIATION("POD-03", "association", Step.CLAIMS, ExchangeChecks::association),
  POD_IDENTITY_SDK(
      "POD-04", "SDK for Pod Identity", Step.APPLICATION, ApplicationChecks::podIdentitySdk),
  AGENT_PROXY("POD-05", "way to the agent", Step.REQUEST, AgentNetworkChecks::proxy),
  AGENT_PLACE("POD-06", "place of the pod", Step.NETWORK, AgentNetworkChecks::place),
  AGENT_LOAD("POD-07", "load of the agent", Step.REQUEST, ExchangeChecks::load),
  AGENT_CACHE("POD-08", "cache of the agent", Step.USE, ExchangeChecks::cache),
  AGENT_ADDRESS("POD-09", "address of the agent", Step.REQUEST, AgentNetworkChecks::address);

  private final String id;
  private final String title;
  private final Step step;

  @SuppressWarnings("ImmutableEnumChecker") // Checks do not have state.
  private final Function<Evidence, Finding> check;

  Cause(String id, String title, Step step, Function<Evidence, Finding> check) {
    this.id = id;
    this.title = title;
    this.step = step;
    this.check = check;
  }

  /** Returns the stable id. */
  public String id() {
    return id;
  }

  /** Returns the title of the check. */
  public String title() {
    return title;
  }

  /** Returns the step in which an application usually meets the cause. */
  Step step() {
    return step;
  }

  /** Returns the finding. Problems that the library reports about the settings come first. */
  Finding examine(Evidence evidence) {
    boolean isOfChain = this == MUTATION || this == SOURCES;
    boolean isUsed =
        evidence.sources.hasWebIdentity() || this == TOKEN_FILE || this == AGENT_ADDRESS;
    try {
      return isOfChain || !isUsed || !evidence.settings.has(this)
          ? check.apply(evidence)
          : evidence.settings.finding(this);
    } catch (MissingEvidenceException e) {
      return Finding.skip(e.why());
    }
  }
}
