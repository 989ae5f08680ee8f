package dev.irsa.doctor.internal.check;

/**
 * The known causes, most frequent first. Ids are stable. {@code docs/doctor.md} shows this table; a
 * test compares them.
 */
public enum Row {
  ROLE_IN_USE(
      "IRSA-01",
      "role in use",
      "the application uses another role, usually that of the node: an SDK without sts or too old,"
          + " a framework's own list of providers, keys from elsewhere",
      "AccessDenied that names assumed-role/<node>/i-…",
      "C, L with --classpath, --expect-role",
      "add the sts module or irsa, name the provider in the framework's settings",
      Step.USE,
      new RoleInUseCheck()),
  SUBJECT(
      "IRSA-02",
      "trust policy: subject",
      "the trust policy does not allow this service account (namespace, name, wildcard under"
          + " StringEquals, action), or the role does not exist",
      "AccessDenied on AssumeRoleWithWebIdentity",
      "S, T",
      "the statement that allows exactly this token",
      Step.EXCHANGE,
      new SubjectCheck()),
  PROVIDER(
      "IRSA-03",
      "OIDC provider",
      "the role's account does not know the cluster's OIDC provider",
      "InvalidIdentityToken: No OpenIDConnect provider found",
      "S",
      "the command that creates it",
      Step.EXCHANGE,
      new ProviderCheck()),
  MUTATION(
      "IRSA-04",
      "injection by the webhook",
      "the pod is older than the annotation, the webhook was down, a label or annotation skips it",
      "no AWS_ROLE_ARN; the SDKs take the node's role",
      "L, K",
      "annotate the service account, recreate the pod",
      Step.INJECTION,
      new MutationCheck()),
  ROLE_ARN(
      "IRSA-05",
      "role ARN and annotation",
      "a misspelt annotation, a malformed ARN, a partition that does not fit the region",
      "no injection, or ValidationError",
      "L, K",
      "the corrected annotation",
      Step.SETTINGS,
      new RoleArnCheck()),
  SOURCES(
      "IRSA-06",
      "sources of credentials",
      "static keys before IRSA, half a configuration, a profile or Pod Identity beside it",
      "another identity than the pod's role",
      "L",
      "the variables to remove",
      Step.SOURCES,
      new SourcesCheck()),
  REACHABILITY(
      "IRSA-07",
      "way to STS",
      "private VPC without endpoint, security group, network policy, proxy, intercepted TLS",
      "time-outs, PKIX path building failed",
      "N",
      "what to open at the stage that fails",
      Step.NETWORK,
      new ReachabilityCheck()),
  REGION(
      "IRSA-08",
      "region",
      "missing, a zone in its place, disabled",
      "RegionDisabledException, or an error of the SDK",
      "L, S",
      "the value of AWS_REGION",
      Step.EXCHANGE,
      new RegionCheck()),
  AUDIENCE(
      "IRSA-09",
      "audience",
      "the token's audience is not a client id of the provider, or not the one in the policy",
      "InvalidIdentityToken: Incorrect token audience",
      "L, S, T",
      "the annotation, or the command that adds the client id",
      Step.EXCHANGE,
      new AudienceCheck()),
  PERMISSIONS(
      "IRSA-10",
      "permissions",
      "the role is right, but lacks a permission",
      "AccessDenied of a service that names the pod's role",
      "C",
      "the permissions of that role, not IRSA",
      Step.USE,
      new PermissionCheck()),
  THROTTLING(
      "IRSA-11",
      "throttling",
      "too many requests of the account; many sessions per process",
      "Throttling, Rate exceeded",
      "S, number of sessions inside a JVM",
      "share one provider per process",
      Step.EXCHANGE,
      new ThrottlingCheck()),
  TOKEN_FILE(
      "IRSA-12",
      "token file",
      "missing, dangling, empty, unreadable (mode, fsGroup, uid), not a JWT",
      "permission denied, no such file",
      "L",
      "fsGroup, the volume, the path",
      Step.TOKEN,
      new TokenFileCheck()),
  TOKEN_AGE(
      "IRSA-13",
      "age of the token",
      "expired, rotation stalled, a copy, a subPath mount",
      "ExpiredTokenException",
      "L, S",
      "mount the whole volume; the node's kubelet",
      Step.EXCHANGE,
      new TokenAgeCheck()),
  SIGNING_KEY(
      "IRSA-14",
      "verification key",
      "STS cannot fetch the issuer's keys, or they do not fit the token",
      "InvalidIdentityToken: Couldn't retrieve verification key",
      "S, N",
      "publish the issuer's documents and keys",
      Step.EXCHANGE,
      new SigningKeyCheck()),
  CLOCK(
      "IRSA-15",
      "clock",
      "the clock of the node or of the API server is wrong",
      "ExpiredToken, RequestTimeTooSkewed",
      "N by the Date of STS: WARN from 30 s, FAIL from 4 min",
      "time synchronisation of the node",
      Step.USE,
      new ClockCheck()),
  ISSUER(
      "IRSA-16",
      "trust policy: issuer",
      "the policy names the issuer of another cluster, or condition keys with https://",
      "AccessDenied on AssumeRoleWithWebIdentity",
      "T",
      "the statement that allows exactly this token",
      Step.EXCHANGE,
      new IssuerCheck()),
  DURATION(
      "IRSA-17",
      "session duration",
      "longer than the role's maximum, or a session policy that is too large",
      "ValidationError, PackedPolicyTooLarge",
      "L, S, T",
      "lower it, or the command that raises the maximum",
      Step.EXCHANGE,
      new DurationCheck()),
  CHAINED_ROLE(
      "IRSA-18",
      "chained role",
      "the pod's role may not assume the next one: permissions, trust policy, external id, TagSession",
      "AccessDenied on AssumeRole",
      "S with --chain",
      "both statements",
      Step.USE,
      new ChainedRoleCheck()),
  REVOKED_SESSION(
      "IRSA-19",
      "role recreated, revoked",
      "the role was deleted and made anew, or its sessions were revoked",
      "InvalidClientTokenId, for hours",
      "C",
      "renew the sessions",
      Step.USE,
      new RevokedSessionCheck()),
  THUMBPRINT(
      "IRSA-20",
      "thumbprint of the issuer",
      "the certificate of a private issuer changed",
      "InvalidIdentityToken: HTTPS certificate doesn't match configured thumbprint",
      "S, N",
      "the command with the new thumbprint",
      Step.EXCHANGE,
      new ThumbprintCheck()),
  PROPAGATION(
      "IRSA-21",
      "propagation in IAM",
      "a change in IAM has not arrived everywhere",
      "AccessDenied that heals",
      "S with --wait",
      "wait; retry for a minute",
      Step.EXCHANGE,
      new PropagationCheck()),
  INSTANCE_METADATA(
      "IRSA-22",
      "instance metadata",
      "the node's role is within reach, so a fall-back is possible",
      "nothing yet",
      "N, 300 ms",
      "hop limit 1",
      Step.USE,
      new InstanceMetadataCheck()),
  SESSION_NAME(
      "IRSA-23",
      "session name",
      "invalid, or different at each refresh",
      "ValidationError; MSK: Cannot change principals",
      "L",
      "AWS_ROLE_SESSION_NAME",
      Step.USE,
      new SessionNameCheck()),
  ENDPOINT_VARIANT(
      "IRSA-24",
      "FIPS and dual-stack",
      "an endpoint that does not exist",
      "UnknownHostException",
      "L, N",
      "remove the variable",
      Step.NETWORK,
      new EndpointVariantCheck()),
  JVM(
      "IRSA-25",
      "JVM and class path",
      "several versions of an SDK, old trust store, addresses cached forever, several class loaders",
      "NoSuchMethodError, PKIX, time-outs after hours",
      "L with --classpath; the rest inside the JVM",
      "align the versions",
      Step.APPLICATION,
      new JvmCheck()),
  JAVA_AGENT(
      "IRSA-26",
      "irsa-agent",
      "the jar of the Java agent is missing, or an SDK is a relocated copy, which the agent cannot reach",
      "the JVM does not start; the SDK takes the node's role",
      "L, with --classpath also relocated copies",
      "the path of the jar; a provider of irsa for the software with the copy",
      Step.APPLICATION,
      new JavaAgentCheck()),
  AGENT_PRESENCE(
      "POD-01",
      "Pod Identity agent",
      "the agent's DaemonSet does not run on the node, or a network policy denies its address",
      "connection refused, time-outs of 169.254.170.23",
      "N",
      "the add-on eks-pod-identity-agent",
      Step.NETWORK,
      new AgentPresenceCheck()),
  AGENT_TRUST(
      "POD-02",
      "trust policy: Pod Identity",
      "the trust policy lacks pods.eks.amazonaws.com, sts:AssumeRole or sts:TagSession",
      "AccessDeniedException: EKS does not have permissions to assume the associated role",
      "S, T",
      "the statement with both actions",
      Step.EXCHANGE,
      new AgentTrustCheck()),
  ASSOCIATION(
      "POD-03",
      "association",
      "the service account does not have an association",
      "ResourceNotFoundException",
      "S",
      "the command that creates it",
      Step.EXCHANGE,
      new AssociationCheck()),
  POD_IDENTITY_SDK(
      "POD-04",
      "SDK for Pod Identity",
      "an SDK that does not know Pod Identity",
      "the SDK takes the node's role, or refuses the agent's address",
      "L with --classpath",
      "a newer version, or the provider of irsa",
      Step.APPLICATION,
      new PodIdentitySdkCheck()),
  AGENT_PROXY(
      "POD-05",
      "way to the agent",
      "a proxy or a service mesh takes requests to the link-local address",
      "403 Called agent through invalid address, HTML",
      "L, S",
      "no_proxy, exclusion in the mesh",
      Step.EXCHANGE,
      new AgentProxyCheck()),
  AGENT_PLACE(
      "POD-06",
      "place of the pod",
      "Fargate, Windows, or the network of the node (hostNetwork), which have no agent",
      "no route to host; AccessDeniedException",
      "L by marks, N",
      "IRSA for this pod",
      Step.NETWORK,
      new AgentPlaceCheck()),
  AGENT_LOAD(
      "POD-07",
      "load of the agent",
      "EKS Auth or the agent throttles; clients that hang up cancel it; EKS Auth does not respond",
      "429, 500, read time-outs of SDK 2.x after 1 s",
      "S",
      "one provider per process, one that waits",
      Step.EXCHANGE,
      new AgentLoadCheck()),
  AGENT_CACHE(
      "POD-08",
      "cache of the agent",
      "the agent keeps credentials of the association's previous role for up to 3 h",
      "AccessDenied that names the old role",
      "C with --expect-role",
      "recreate the pod",
      Step.USE,
      new AgentCacheCheck()),
  AGENT_ADDRESS(
      "POD-09",
      "address of the agent",
      "a name in place of its address, another host, another path",
      "403 Called agent through invalid address, UnknownHostException",
      "L, N, S",
      "the URI that EKS injects",
      Step.EXCHANGE,
      new AgentAddressCheck());

  private final String id;
  private final String title;
  private final String cause;
  private final String seenAs;
  private final String foundBy;
  private final String fix;
  private final Step step;

  @SuppressWarnings("ImmutableEnumChecker") // Checks do not have state.
  private final RowCheck check;

  Row(
      String id,
      String title,
      String cause,
      String seenAs,
      String foundBy,
      String fix,
      Step step,
      RowCheck check) {
    this.id = id;
    this.title = title;
    this.cause = cause;
    this.seenAs = seenAs;
    this.foundBy = foundBy;
    this.fix = fix;
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

  /** Returns the row of the table in {@code docs/doctor.md}. */
  public String markdown() {
    return "| %s | %s | %s | %s | %s | %s |".formatted(id, title, cause, seenAs, foundBy, fix);
  }

  /** Returns the step in which an application usually meets the cause. */
  Step step() {
    return step;
  }

  Finding examine(Evidence evidence) {
    return check.examine(evidence);
  }
}
