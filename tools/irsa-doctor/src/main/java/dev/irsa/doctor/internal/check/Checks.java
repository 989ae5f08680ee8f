package dev.irsa.doctor.internal.check;

/** The check of each cause, and the evidence that it takes. */
final class Checks {

  private Checks() {}

  /** Returns the finding. Problems that the library reports about the settings come first. */
  static Finding examine(Cause cause, Evidence all) {
    IdentityEvidence identity = all.identity;
    boolean isOfChain = cause == Cause.MUTATION || cause == Cause.SOURCES;
    boolean isUsed =
        identity.sources.hasWebIdentity()
            || cause == Cause.TOKEN_FILE
            || cause == Cause.AGENT_ADDRESS;
    try {
      return isOfChain || !isUsed || !identity.settings.has(cause)
          ? check(cause, all)
          : identity.settings.finding(cause);
    } catch (MissingEvidenceException e) {
      return Finding.skip(e.why());
    }
  }

  private static Finding check(Cause cause, Evidence all) {
    return switch (cause) {
      case ROLE_IN_USE -> CallerChecks.roleInUse(all.identity, all.pod, all.caller, all.options);
      case SUBJECT -> PolicyChecks.subject(all.token, all.policy, all.exchange, all.options);
      case PROVIDER -> ExchangeChecks.provider(all.token, all.exchange);
      case MUTATION -> InjectionChecks.mutation(all.identity, all.pod, all.token);
      case ROLE_ARN -> SettingChecks.roleArn(all.identity, all.pod, all.policy, all.exchange);
      case SOURCES -> InjectionChecks.sources(all.identity, all.pod, all.caller);
      case REACHABILITY -> StsNetworkChecks.reachability(all.identity, all.pod, all.exchange);
      case REGION -> SettingChecks.region(all.identity, all.exchange);
      case AUDIENCE ->
          PolicyChecks.audience(all.identity, all.token, all.policy, all.exchange, all.options);
      case PERMISSIONS -> CallerChecks.permissions(all.caller);
      case THROTTLING -> ExchangeChecks.throttling(all.pod, all.exchange);
      case TOKEN_FILE -> TokenChecks.file(all.identity, all.token, all.exchange);
      case TOKEN_AGE -> TokenChecks.age(all.token, all.exchange, all.caller);
      case SIGNING_KEY -> TokenChecks.signingKey(all.identity, all.token, all.exchange);
      case CLOCK -> StsNetworkChecks.clock(all.identity, all.token, all.exchange, all.caller);
      case ISSUER -> PolicyChecks.issuer(all.identity, all.token, all.policy, all.exchange);
      case DURATION -> SettingChecks.duration(all.identity, all.policy, all.exchange);
      case CHAINED_ROLE -> CallerChecks.chainedRole(all.identity, all.caller, all.options);
      case REVOKED_SESSION -> CallerChecks.revokedSession(all.caller);
      case THUMBPRINT -> ExchangeChecks.thumbprint(all.token, all.exchange);
      case PROPAGATION -> ExchangeChecks.propagation(all.exchange, all.options);
      case INSTANCE_METADATA -> CallerChecks.instanceMetadata(all.pod);
      case SESSION_NAME -> SettingChecks.sessionName(all.identity, all.pod, all.exchange);
      case ENDPOINT_VARIANT -> StsNetworkChecks.endpointVariant(all.identity, all.exchange);
      case JVM -> ApplicationChecks.jvm(all.pod, all.exchange);
      case JAVA_AGENT -> ApplicationChecks.javaAgent(all.pod);
      case SPARE -> SpareChecks.spare(all.identity, all.policy, all.exchange);
      case AGENT_PRESENCE ->
          AgentNetworkChecks.presence(all.identity, all.pod, all.token, all.exchange);
      case AGENT_TRUST -> ExchangeChecks.trust(all.pod, all.token, all.policy, all.exchange);
      case ASSOCIATION -> ExchangeChecks.association(all.token, all.exchange);
      case POD_IDENTITY_SDK -> ApplicationChecks.podIdentitySdk(all.identity, all.pod);
      case AGENT_PROXY -> AgentNetworkChecks.proxy(all.identity, all.pod, all.exchange);
      case AGENT_PLACE -> AgentNetworkChecks.place(all.pod, all.token, all.policy, all.exchange);
      case AGENT_LOAD -> ExchangeChecks.load(all.identity, all.exchange);
      case AGENT_CACHE -> ExchangeChecks.cache(all.exchange, all.caller, all.options);
      case AGENT_ADDRESS -> AgentNetworkChecks.address(all.identity, all.exchange);
      case FEDERATION -> OutboundChecks.federation(all.outbound);
      case OUTBOUND_PERMISSION -> OutboundChecks.permission(all.caller, all.outbound);
      case OUTBOUND_LIMITS -> OutboundChecks.limits(all.outbound);
      case OUTBOUND_ENDPOINT -> OutboundChecks.endpoint(all.identity, all.outbound);
      case OUTBOUND_TOKEN -> OutboundChecks.atService(all.outbound);
    };
  }
}
