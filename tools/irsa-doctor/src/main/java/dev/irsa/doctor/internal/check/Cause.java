package dev.irsa.doctor.internal.check;

/**
 * The known causes, most frequent first. Ids are stable. {@code docs/errors.md} says of each how it
 * shows, how it is found and how to fix it.
 */
public enum Cause {
  ROLE_IN_USE("IRSA-01", "role in use", Step.USE, new RoleInUseCheck()),
  SUBJECT("IRSA-02", "trust policy: subject", Step.EXCHANGE, new SubjectCheck()),
  PROVIDER("IRSA-03", "OIDC provider", Step.EXCHANGE, new ProviderCheck()),
  MUTATION("IRSA-04", "injection by the webhook", Step.INJECTION, new MutationCheck()),
  ROLE_ARN("IRSA-05", "role ARN and annotation", Step.SETTINGS, new RoleArnCheck()),
  SOURCES("IRSA-06", "sources of credentials", Step.SOURCES, new SourcesCheck()),
  REACHABILITY("IRSA-07", "way to STS", Step.NETWORK, new ReachabilityCheck()),
  REGION("IRSA-08", "region", Step.EXCHANGE, new RegionCheck()),
  AUDIENCE("IRSA-09", "audience", Step.EXCHANGE, new AudienceCheck()),
  PERMISSIONS("IRSA-10", "permissions", Step.USE, new PermissionCheck()),
  THROTTLING("IRSA-11", "throttling", Step.EXCHANGE, new ThrottlingCheck()),
  TOKEN_FILE("IRSA-12", "token file", Step.TOKEN, new TokenFileCheck()),
  TOKEN_AGE("IRSA-13", "age of the token", Step.EXCHANGE, new TokenAgeCheck()),
  SIGNING_KEY("IRSA-14", "verification key", Step.EXCHANGE, new SigningKeyCheck()),
  CLOCK("IRSA-15", "clock", Step.USE, new ClockCheck()),
  ISSUER("IRSA-16", "trust policy: issuer", Step.EXCHANGE, new IssuerCheck()),
  DURATION("IRSA-17", "session duration", Step.EXCHANGE, new DurationCheck()),
  CHAINED_ROLE("IRSA-18", "chained role", Step.USE, new ChainedRoleCheck()),
  REVOKED_SESSION("IRSA-19", "role recreated, revoked", Step.USE, new RevokedSessionCheck()),
  THUMBPRINT("IRSA-20", "thumbprint of the issuer", Step.EXCHANGE, new ThumbprintCheck()),
  PROPAGATION("IRSA-21", "propagation in IAM", Step.EXCHANGE, new PropagationCheck()),
  INSTANCE_METADATA("IRSA-22", "instance metadata", Step.USE, new InstanceMetadataCheck()),
  SESSION_NAME("IRSA-23", "session name", Step.USE, new SessionNameCheck()),
  ENDPOINT_VARIANT("IRSA-24", "FIPS and dual-stack", Step.NETWORK, new EndpointVariantCheck()),
  JVM("IRSA-25", "JVM and class path", Step.APPLICATION, new JvmCheck()),
  JAVA_AGENT("IRSA-26", "irsa-agent", Step.APPLICATION, new JavaAgentCheck()),
  AGENT_PRESENCE("POD-01", "Pod Identity agent", Step.NETWORK, new AgentPresenceCheck()),
  AGENT_TRUST("POD-02", "trust policy: Pod Identity", Step.EXCHANGE, new AgentTrustCheck()),
  ASSOCIATION("POD-03", "association", Step.EXCHANGE, new AssociationCheck()),
  POD_IDENTITY_SDK("POD-04", "SDK for Pod Identity", Step.APPLICATION, new PodIdentitySdkCheck()),
  AGENT_PROXY("POD-05", "way to the agent", Step.EXCHANGE, new AgentProxyCheck()),
  AGENT_PLACE("POD-06", "place of the pod", Step.NETWORK, new AgentPlaceCheck()),
  AGENT_LOAD("POD-07", "load of the agent", Step.EXCHANGE, new AgentLoadCheck()),
  AGENT_CACHE("POD-08", "cache of the agent", Step.USE, new AgentCacheCheck()),
  AGENT_ADDRESS("POD-09", "address of the agent", Step.EXCHANGE, new AgentAddressCheck());

  private final String id;
  private final String title;
  private final Step step;

  @SuppressWarnings("ImmutableEnumChecker") // Checks do not have state.
  private final CauseCheck check;

  Cause(String id, String title, Step step, CauseCheck check) {
    this.id = id;
    this.title = title;
    this.step = step;
    this.check = check;
  }

  /** Returns the stable id. */
  public String id() {
    return id;
  }

  /** Returns what is checked, in a few words. */
  public String title() {
    return title;
  }

  /** Returns the step in which an application usually meets the cause. */
  Step step() {
    return step;
  }

  Finding examine(Evidence evidence) {
    return check.examine(evidence);
  }
}
