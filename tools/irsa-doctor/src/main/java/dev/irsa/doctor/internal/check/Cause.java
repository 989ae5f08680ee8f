package dev.irsa.doctor.internal.check;

/**
 * The known causes, most frequent first. Ids are stable. {@code docs/errors.md} describes how each
 * cause shows, how it is found and how to fix it.
 */
public enum Cause {
  ROLE_IN_USE("IRSA-01", "role in use", Step.USE),
  SUBJECT("IRSA-02", "trust policy: subject", Step.POLICY),
  PROVIDER("IRSA-03", "OIDC provider", Step.VERIFICATION),
  MUTATION("IRSA-04", "injection by the webhook", Step.INJECTION),
  ROLE_ARN("IRSA-05", "role ARN and annotation", Step.SETTINGS),
  SOURCES("IRSA-06", "sources of credentials", Step.SOURCES),
  REACHABILITY("IRSA-07", "way to STS", Step.NETWORK),
  REGION("IRSA-08", "region", Step.REQUEST),
  AUDIENCE("IRSA-09", "audience", Step.CLAIMS),
  PERMISSIONS("IRSA-10", "permissions", Step.USE),
  THROTTLING("IRSA-11", "throttling", Step.REQUEST),
  TOKEN_FILE("IRSA-12", "token file", Step.TOKEN),
  TOKEN_AGE("IRSA-13", "age of the token", Step.TOKEN),
  SIGNING_KEY("IRSA-14", "verification key", Step.VERIFICATION),
  CLOCK("IRSA-15", "clock", Step.CLOCK),
  ISSUER("IRSA-16", "trust policy: issuer", Step.CLAIMS),
  DURATION("IRSA-17", "session duration", Step.LIMITS),
  CHAINED_ROLE("IRSA-18", "chained role", Step.USE),
  REVOKED_SESSION("IRSA-19", "role recreated, revoked", Step.USE),
  THUMBPRINT("IRSA-20", "thumbprint of the issuer", Step.VERIFICATION),
  PROPAGATION("IRSA-21", "propagation in IAM", Step.POLICY),
  INSTANCE_METADATA("IRSA-22", "instance metadata", Step.USE),
  SESSION_NAME("IRSA-23", "session name", Step.USE),
  ENDPOINT_VARIANT("IRSA-24", "FIPS and dual-stack", Step.NETWORK),
  JVM("IRSA-25", "JVM and class path", Step.APPLICATION),
  JAVA_AGENT("IRSA-26", "irsa-agent", Step.APPLICATION),
  SPARE("IRSA-27", "spare endpoint of STS", Step.USE),
  AGENT_PRESENCE("POD-01", "Pod Identity agent", Step.NETWORK),
  AGENT_TRUST("POD-02", "trust policy: Pod Identity", Step.POLICY),
  ASSOCIATION("POD-03", "association", Step.CLAIMS),
  POD_IDENTITY_SDK("POD-04", "SDK for Pod Identity", Step.APPLICATION),
  AGENT_PROXY("POD-05", "way to the agent", Step.REQUEST),
  AGENT_PLACE("POD-06", "place of the pod", Step.NETWORK),
  AGENT_LOAD("POD-07", "load of the agent", Step.REQUEST),
  AGENT_CACHE("POD-08", "cache of the agent", Step.USE),
  AGENT_ADDRESS("POD-09", "address of the agent", Step.REQUEST),
  FEDERATION("OUT-01", "outbound federation", Step.OUTBOUND),
  OUTBOUND_PERMISSION("OUT-02", "permission for the token", Step.OUTBOUND),
  OUTBOUND_LIMITS("OUT-03", "limits of the token", Step.OUTBOUND),
  OUTBOUND_ENDPOINT("OUT-04", "endpoint for the token", Step.OUTBOUND),
  OUTBOUND_TOKEN("OUT-05", "token at the service", Step.OUTBOUND);

  private final String id;
  private final String title;
  private final Step step;

  Cause(String id, String title, Step step) {
    this.id = id;
    this.title = title;
    this.step = step;
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
}
