package dev.irsa.doctor;

import static dev.irsa.doctor.Planting.KEYS_IN_A_FILE;
import static dev.irsa.doctor.Planting.TOKEN;
import static dev.irsa.doctor.Planting.annotated;
import static dev.irsa.doctor.Planting.caller;
import static dev.irsa.doctor.Planting.set;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.SigningAlgorithm;
import dev.irsa.doctor.PodWorld.Kind;
import dev.irsa.policy.AccessKey;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The finding of one check in a {@link PodWorld} in which something differs. */
enum PlantedFinding {
  /** Credentials and the name that irsa derives from the pod. */
  NOTHING(
      """
      IRSA-10 | PASS | credentials are right | assumed-role
      IRSA-23 | PASS | irsa-cart-7c9d8
      IRSA-27 | SKIP | IRSA_STS_SPARE is not set
      """,
      world -> {}),

  // Warnings, and findings without one beside them.
  METADATA_IN_REACH(
      "IRSA-22 | WARN | eks-node-role | hop-limit 1",
      world -> world.startInstanceMetadata(world.secret("AQAEAMetadataTokenThatNobodyMaySee=="))),
  TOKEN_COPIED(
      "IRSA-13 | WARN | /app/token | is never replaced | ..data",
      world -> world.useToken(Files.readString(world.token().tokenFile()))),
  TOKEN_IN_THE_LAST_TENTH_OF_ITS_LIFE(
      "IRSA-13 | WARN | should have been replaced",
      world -> {
        world.clock = Clock.offset(world.clock, Duration.ofHours(22));
        world.doctor.offline(true);
      }),
  CLOCK_OFF_BY_A_MINUTE(
      "IRSA-15 | WARN | ahead of the clock of STS",
      world -> world.clock = Clock.offset(world.clock, Duration.ofMinutes(1))),
  ISSUER_OF_A_PRIVATE_CLUSTER("IRSA-14 | WARN | private cluster", PodWorld::reachStsDirectly),
  IRSA_BESIDE_POD_IDENTITY(
      "IRSA-06 | WARN | IRSA, which comes first | <- used", PodWorld::setPodIdentity),
  PROFILE_BESIDE_IRSA("IRSA-06 | WARN | AWS_PROFILE", set("AWS_PROFILE", "legacy")),
  FIPS_OF_A_FILE_ONLY(
      "IRSA-24 | WARN | profile legacy in /app/config | use_fips_endpoint (set AWS_USE_FIPS_ENDPOINT",
      world -> {
        world.environment.put("AWS_PROFILE", "legacy");
        world.environment.put("AWS_CONFIG_FILE", "/app/config");
        world.write(
            "app/config", "[default]\n[profile legacy]\n# of the pod\nUse_Fips_Endpoint = true\n");
      }),
  FILE_WITH_USUAL_SETTINGS(
      "IRSA-24 | PASS",
      world -> {
        world.environment.put("AWS_CONFIG_FILE", "/app/config");
        world.write(
            "app/config",
            "[default]\nuse_fips_endpoint = FALSE\n[profile other]\nuse_dualstack_endpoint = true\n");
      }),
  HALF_OF_IRSA_BESIDE_POD_IDENTITY(
      "IRSA-06 | FAIL | half of IRSA stands beside Pod Identity",
      world -> {
        world.environment.remove("AWS_WEB_IDENTITY_TOKEN_FILE");
        world.setPodIdentity();
      }),
  POLICY_FOR_ALL_ACCOUNTS(
      "IRSA-02 | WARN | every other service account too",
      world -> {
        world.editTrustPolicy("\"StringEquals\"", "\"StringLike\"");
        world.editTrustPolicy("system:serviceaccount:shop:cart", "system:serviceaccount:*");
        world.giveTrustPolicy();
      }),
  POLICY_WITHOUT_AN_AUDIENCE(
      "IRSA-09 | WARN | does not restrict the audience",
      world -> {
        String issuer = world.lab.issuer().issuer().toString().replace("https://", "");
        world.editTrustPolicy("\"" + issuer + ":aud\": \"sts.amazonaws.com\",", "");
        world.giveTrustPolicy();
      }),
  TOKEN_OF_ANOTHER_ACCOUNT(
      "IRSA-04 | WARN | shop/checkout",
      world ->
          world.write(
              "run/secrets/kubernetes.io/serviceaccount/token",
              world.lab.issuer().mint(Map.of("sub", "system:serviceaccount:shop:checkout")))),
  THIN_JAR_BESIDE_THE_BUNDLE(
      "IRSA-25 | WARN | thin jar",
      world -> world.classPath("dev.irsa:irsa-sdk-v2:0.1.0", "dev.irsa:irsa-sdk-v2-bundle:0.1.0")),
  HADOOP_WITHOUT_A_LIST_OF_PROVIDERS(
      "IRSA-01 | WARN | dev.irsa.sdk.v1.IrsaCredentialsProvider",
      world -> {
        Jars.write(world.lib(), "org.apache.hadoop:hadoop-aws:3.3.6");
        world.doctor.classPath(world.lib() + "/*");
      }),
  AGENT_AND_AN_SDK_WITHOUT_STS(
      "IRSA-26 | PASS\n" + "IRSA-01 | PASS",
      world -> {
        world.write("opt/irsa/irsa-agent.jar", "");
        String agent = "-javaagent:/opt/irsa/irsa-agent.jar=instance-metadata=open";
        world.environment.put("JAVA_TOOL_OPTIONS", agent);
        world.classPath("software.amazon.awssdk:auth:2.40.2");
      }),

  /** The JVM reads the second variable later. */
  TTL_IN_BOTH_OPTIONS(
      "IRSA-25 | SKIP",
      set(
          "JAVA_TOOL_OPTIONS",
          "-Dsun.net.inetaddr.ttl=-1",
          "JDK_JAVA_OPTIONS",
          "-Dsun.net.inetaddr.ttl=60")),

  // Failures.
  ZONE_AT_AN_ENDPOINT_OF_ONESELF(
      "IRSA-08 | CAUSE | AWS_REGION=ap-northeast-2",
      set("AWS_REGION", "ap-northeast-2a").and(PodWorld::reachStsDirectly)),
  REGION_THAT_DOES_NOT_EXIST(
      "IRSA-08 | WARN | ap-northeast-9",
      world -> {
        world.environment.put("AWS_REGION", "ap-northeast-9");
        world.doctor.offline(true);
      }),
  STS_DOES_NOT_ANSWER_WHO_THE_CALLER_IS(
      "IRSA-10 | CAUSE | status 502",
      caller(Fault.answer(502, "text/html", "<html>Bad gateway</html>"))),
  TOKEN_FOR_OTHERS_BEFORE_A_CLOSED_PORT(
      "IRSA-09 | CAUSE | vault.example.com",
      world -> {
        world.issueTokenFor("vault.example.com");
        world.environment.put("https_proxy", "http://127.0.0.1:" + PodWorld.closedPort());
      }),
  CLOCK_BEFORE_THE_SIGNATURES_THAT_IT_BREAKS(
      "IRSA-15 | CAUSE | ahead of the clock of STS",
      world -> {
        world.clock = Clock.offset(world.clock, Duration.ofMinutes(20));
        caller(Fault.error("SignatureDoesNotMatch", 403, "Signature expired")).plantIn(world);
      }),
  CERTIFICATE_FOR_ANOTHER_HOST(
      "IRSA-07 | CAUSE | (AWS_ENDPOINT_URL_STS) | whose certificate is for other hosts",
      world -> {
        var other = new LoopbackServer(world.lab.serverContext("sts.example.test"), Map.of());
        world.closeAtTheEnd(other);
        world.reachStsDirectly();
        world.environment.put("AWS_ENDPOINT_URL_STS", "https://127.0.0.1:" + other.port());
      }),
  ISSUER_WITHOUT_DOCUMENTS(
      "IRSA-14 | FAIL | /.well-known/openid-configuration | 404",
      world -> world.mintAtLoopback(Map.of())),
  ISSUER_WITH_DOCUMENTS_OF_OTHERS(
      "IRSA-14 | FAIL | names the issuer https://other.example",
      world ->
          world.mintAtLoopback(
              Map.of(
                  "/.well-known/openid-configuration",
                  "{\"issuer\": \"https://other.example\", \"jwks_uri\": \"https://x.example/k\"}"))),
  ISSUER_ON_LOOPBACK(
      "IRSA-16 | FAIL | Statement[0] trusts",
      world -> {
        world.mintAtLoopback(Map.of());
        world.giveTrustPolicy();
        world.doctor.offline(true);
      }),
  KEYS_OF_THE_NODE(
      "IRSA-06 | CAUSE | i-0123456789abcdef0\n"
          + "IRSA-01 | FAIL | i-0123456789abcdef0, the role of the node",
      world -> {
        AccessKey node =
            world
                .lab
                .accessKeys()
                .issueSession(world.role(), "i-0123456789abcdef0", Instant.now().plusSeconds(3600));
        String session = Objects.requireNonNull(node.sessionToken());
        world.environment.put("AWS_ACCESS_KEY_ID", node.accessKeyId());
        world.environment.put("AWS_SECRET_ACCESS_KEY", world.secret(node.secretAccessKey()));
        world.environment.put("AWS_SESSION_TOKEN", world.secret(session));
      }),
  NEITHER_VOLUME_NOR_VARIABLES(
      "IRSA-04 | CAUSE | AWS_CONTAINER_CREDENTIALS_FULL_URI | kubectl annotate serviceaccount -n shop"
          + " cart | aws eks create-pod-identity-association --cluster-name <cluster> --namespace"
          + " shop --service-account cart\n"
          + "IRSA-02 | SKIP beside a failure | IRSA-04",
      world -> deleteIdentity(world, "run/secrets/eks.amazonaws.com")),
  OUTSIDE_A_POD(
      "IRSA-04 | CAUSE | does not run in a pod | --env-file",
      world -> deleteIdentity(world, "run/secrets")),
  NOTHING_BUT_THE_ROLE_OF_THE_NODE(
      "IRSA-04 | CAUSE\n" + "IRSA-01 | FAIL | eks-node-role",
      world -> {
        world.removeIdentity();
        world.startInstanceMetadata("token");
      }),
  MAXIMUM_IN_THE_DOCUMENT(
      "IRSA-17 | FAIL | MaxSessionDuration of 3600 s\n" + "IRSA-02 | PASS beside a failure",
      duration(3600, "7200")),
  MAXIMUM_THAT_ALLOWS_MORE(
      "IRSA-17 | PASS | 3600 s | the role allows 12 h | IRSA_SESSION_DURATION_SECONDS=14400",
      duration(43_200, "3600")),
  MAXIMUM_THAT_ALLOWS_A_LITTLE_MORE(
      "IRSA-17 | PASS | 3600 s | the role allows 2 h | IRSA_SESSION_DURATION_SECONDS=7200",
      duration(7_200, "3600")),
  MAXIMUM_THAT_IS_USED("IRSA-17 | PASS | 7200 s | !the role allows", duration(7_200, "7200")),
  CHAINED_ROLE_WITHOUT_ITS_EXTERNAL_ID(
      "IRSA-18 | FAIL | sts:ExternalId | --external-id | sts:TagSession", chain(null)),
  CHAINED_ROLE_WITH_ITS_EXTERNAL_ID("IRSA-18 | PASS | role/next", chain("cart-77")),

  // The annotations of the service account, as the API server shows them.
  POD_OLDER_THAN_THE_ANNOTATION(
      "IRSA-04 | CAUSE | older than the annotation | recreate it",
      uninjected("eks.amazonaws.com/role-arn")),
  ACCOUNT_WITHOUT_AN_ANNOTATION(
      "IRSA-04 | FAIL | is not annotated | kubectl annotate",
      world -> {
        world.removeIdentity();
        world.startApiServer("{\"metadata\": {}}");
      }),
  DOMAIN_MISSPELT(
      "IRSA-05 | CAUSE | eks.amazon.com/role-arn | eks.amazonaws.com/role-arn=",
      uninjected("eks.amazon.com/role-arn")),
  ANNOTATION_MISSPELT(
      "IRSA-05 | CAUSE | eks.amazonaws.com/role_arn | eks.amazonaws.com/role-arn=",
      uninjected("eks.amazonaws.com/role_arn")),
  ANNOTATION_OF_ANOTHER_TOOL(
      "IRSA-05 | CAUSE | iam.amazonaws.com/role | eks.amazonaws.com/role-arn=",
      uninjected("iam.amazonaws.com/role")),
  ANOTHER_ROLE_IN_THE_ANNOTATION(
      "IRSA-05 | WARN | Recreate the pod",
      annotated("eks.amazonaws.com/role-arn", "arn:aws:iam::111122223333:role/cart")),
  API_SERVER_THAT_DOES_NOT_KNOW_THE_ACCOUNT(
      "IRSA-04 | FAIL | status 404",
      world -> {
        world.removeIdentity();
        world.startApiServer(null);
      }),

  PASSWORD_OF_THE_PROXY_WRONG(
      "IRSA-07 | CAUSE | status 407 | does not accept the user and the password",
      world ->
          world.environment.put(
              "https_proxy",
              world.startProxyThatWantsAPassword().replace("//", "//user:Pa55wordPa55word@"))),
  POLICY_OF_ANOTHER_ROLE_THAT_WOULD_DENY(
      "IRSA-02 | WARN | belongs to arn:aws:iam::111122223333:role/other",
      world -> {
        String right = world.role().trustPolicy().json();
        world.editTrustPolicy(":shop:cart", ":default:cart");
        world.giveTrustPolicyOf("arn:aws:iam::111122223333:role/other");
        world.setTrustPolicy(right);
      }),
  DENIED_BESIDE_THE_POLICY_OF_ANOTHER_ROLE(
      "IRSA-02 | CAUSE | AccessDenied | belongs to arn:aws:iam::111122223333:role/other | update-assume",
      world -> {
        world.giveTrustPolicyOf("arn:aws:iam::111122223333:role/other");
        world.editTrustPolicy(":shop:cart", ":default:cart");
      }),
  ROLE_IN_QUOTES(
      "IRSA-05 | CAUSE | (from aws.roleArn) | role/our cart",
      set("JAVA_TOOL_OPTIONS", "'-Daws.roleArn=role/our cart'")),
  TTL_IN_QUOTES(
      "IRSA-25 | WARN | sun.net.inetaddr.ttl (JAVA_TOOL_OPTIONS)",
      set("JAVA_TOOL_OPTIONS", "-Da='b c' \"-Dsun.net.inetaddr.ttl=-1\"")),
  KEYS_IN_A_FILE_BESIDE_IRSA("IRSA-06 | PASS", KEYS_IN_A_FILE),
  KEYS_IN_A_FILE_WITHOUT_AN_IDENTITY(
      "IRSA-04 | CAUSE | SDKs take the profile", KEYS_IN_A_FILE.and(PodWorld::removeIdentity)),

  // The only source that irsa may use.
  CONTAINER_AS_THE_ONLY_SOURCE(
      "IRSA-06 | PASS | (Pod Identity): AWS_CONTAINER_CREDENTIALS_FULL_URI, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE <- used"
          + " | because of IRSA_IDENTITY_SOURCE irsa ignores web identity (IRSA): AWS_ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE\n"
          + "IRSA-12 | PASS | pods.eks.amazonaws.com\n"
          + "POD-03 | PASS",
      Kind.POD_IDENTITY,
      world -> {
        world.environment.put("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/unused");
        world.environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere/token");
        world.environment.put("IRSA_IDENTITY_SOURCE", "container");
      }),
  WEB_IDENTITY_AS_THE_ONLY_SOURCE(
      "IRSA-06 | PASS | AWS_WEB_IDENTITY_TOKEN_FILE <- used | because of irsa.identitySource irsa ignores container endpoint",
      set("JAVA_TOOL_OPTIONS", "-Dirsa.identitySource=web-identity").and(PodWorld::setPodIdentity)),
  ONLY_SOURCE_MISSPELT(
      "IRSA-06 | CAUSE | IRSA_IDENTITY_SOURCE | irsa-web | web-identity or container",
      set("IRSA_IDENTITY_SOURCE", "irsa-web")),
  ONLY_SOURCE_MISSPELT_BESIDE_POD_IDENTITY(
      "IRSA-06 | CAUSE | IRSA_IDENTITY_SOURCE | web-identity or container",
      Kind.POD_IDENTITY,
      set("IRSA_IDENTITY_SOURCE", "pod-identity")),
  ONLY_SOURCE_IS_NOT_POD_IDENTITY(
      "IRSA-06 | CAUSE | irsa ignores container endpoint | Remove IRSA_IDENTITY_SOURCE to use Pod Identity",
      Kind.POD_IDENTITY,
      set("IRSA_IDENTITY_SOURCE", "web-identity")),
  ONLY_SOURCE_IS_NOT_IRSA(
      "IRSA-06 | CAUSE | AWS_CONTAINER_CREDENTIALS_FULL_URI | Remove IRSA_IDENTITY_SOURCE to use IRSA",
      set("IRSA_IDENTITY_SOURCE", "container")),

  GLOBAL_ENDPOINT_IN_A_PRIVATE_NETWORK(
      "IRSA-07 | CAUSE | sts.amazonaws.com:443 (AWS_STS_REGIONAL_ENDPOINTS) |"
          + " AWS_STS_REGIONAL_ENDPOINTS=regional | !with private DNS",
      world -> {
        world.environment.put("AWS_STS_REGIONAL_ENDPOINTS", "legacy");
        world.environment.put("AWS_REGION", "us-east-1");
        world.environment.remove("https_proxy");
      }),
  ENDPOINT_OF_LOCALSTACK(
      "IRSA-07 | CAUSE | localstack | Remove AWS_ENDPOINT_URL from | !IRSA_ALLOW_PLAIN_HTTP",
      set("AWS_ENDPOINT_URL", "http://localstack:4566")),
  ENDPOINT_OF_LOCALSTACK_OUT_OF_REACH(
      "IRSA-07 | CAUSE | localstack | Remove AWS_ENDPOINT_URL from | !security groups",
      world -> {
        world.environment.put("AWS_ENDPOINT_URL", "https://localstack:4566");
        world.environment.remove("https_proxy");
      }),
  ENDPOINT_OF_ALL_SERVICES(
      "IRSA-07 | WARN | AWS_ENDPOINT_URL names another server than AWS | Remove AWS_ENDPOINT_URL from",
      world -> {
        world.reachStsDirectly();
        String url = world.environment.remove("AWS_ENDPOINT_URL_STS");
        world.environment.put("AWS_ENDPOINT_URL", url);
      }),
  PROXY_THAT_FORBIDS_A_PORT(
      "IRSA-07 | CAUSE | let it tunnel to sts.example.test:8443",
      set("AWS_ENDPOINT_URL_STS", "https://sts.example.test:8443")),
  ROLE_MISSPELT(
      "IRSA-02 | CAUSE | If aws iam get-role --role-name cart-rol finds no role",
      set("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/cart-rol")),
  HALF_MIGRATED(
      "IRSA-02 | CAUSE | The role trusts EKS Pod Identity | recreate the pod | update-assume",
      world -> {
        world.setTrustPolicy(
            PodWorld.ASSUME_ONLY.replace(
                "\"sts:AssumeRole\"", "[\"sts:AssumeRole\", \"sts:TagSession\"]"));
        world.giveTrustPolicy();
      }),
  ISSUER_OF_THE_CLUSTER_ONLY(
      "IRSA-03 | CAUSE | --service-account-issuer=https:// | !create-open-id-connect-provider\n"
          + "IRSA-14 | WARN beside a failure | --service-account-issuer=https:// | !Harmless",
      world ->
          world.useToken(
              world
                  .lab
                  .issuer()
                  .mint(
                      Map.of(
                          "iss",
                          "https://kubernetes.default.svc.cluster.local",
                          "sub",
                          "system:serviceaccount:shop:cart",
                          "aud",
                          "sts.amazonaws.com")))),
  EXPIRED_IN_A_SECRET(
      "IRSA-13 | CAUSE | /app/secret/token | Nobody renews a token in a secret",
      world -> {
        world.token().expire(Duration.ofHours(3));
        world.write(
            "app/secret/..2026_12_01/token",
            world.secret(Files.readString(world.token().tokenFile())));
        Path secret = world.root.resolve("app/secret");
        Files.createSymbolicLink(secret.resolve("..data"), Path.of("..2026_12_01"));
        Files.createSymbolicLink(secret.resolve("token"), Path.of("..data/token"));
        world.environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", "/app/secret/token");
      }),

  // The spare endpoint.
  SPARE_THAT_ISSUES_CREDENTIALS(
      "IRSA-27 | PASS | sts.eu-west-3.amazonaws.com issues credentials: | !runs on it",
      set("IRSA_STS_SPARE", PodWorld.SPARE)),
  SPARE_IN_USE(
      "IRSA-07 | CAUSE\n"
          + "IRSA-27 | PASS beside a failure | this pod runs on it while the first endpoint is unavailable",
      set("IRSA_STS_SPARE", PodWorld.SPARE).and(world -> world.lab.sts().stop())),
  SPARE_THAT_REFUSES(
      "IRSA-27 | WARN | the spare endpoint, 127.0.0.1: | (IRSA_STS_SPARE) | refuses the connection"
          + " | whose only way to STS is an interface endpoint",
      set("IRSA_STS_SPARE", "https://127.0.0.1:" + PodWorld.closedPort())),
  SPARE_WHOSE_NAME_IS_NOT_FOUND(
      "IRSA-27 | WARN | sts.eu-west-3.amazonaws.com:443 (IRSA_STS_SPARE), cannot be resolved | Check"
          + " IRSA_STS_SPARE, DNS",
      set("IRSA_STS_SPARE", PodWorld.SPARE).and(PodWorld::reachStsDirectly)),
  SPARE_WITH_ANOTHER_CERTIFICATE(
      "IRSA-27 | WARN | fails in the TLS handshake | AWS_CA_BUNDLE",
      world -> {
        world.lab.sts(PodWorld.SPARE).presentUnknownCertificate(true);
        String url = world.lab.sts(PodWorld.SPARE).secureUri().toString();
        world.environment.put("IRSA_STS_SPARE", url);
      }),
  SPARE_BEHIND_A_PROXY_THAT_FORBIDS_IT(
      "IRSA-27 | WARN | refused a tunnel to sts.example.test (IRSA_STS_SPARE) | let it tunnel to",
      set("IRSA_STS_SPARE", "https://sts.example.test")),
  SPARE_THAT_DENIES(
      "IRSA-27 | WARN | sts.eu-west-3.amazonaws.com: STS: AccessDenied | aws iam get-role --role-name"
          + " | aws:RequestedRegion must allow eu-west-3\n"
          + "IRSA-02 | PASS",
      Planting.onlyIn("ap-northeast-2")),
  SPARE_THAT_THE_GIVEN_POLICY_DENIES(
      "IRSA-27 | WARN | sts.eu-west-3.amazonaws.com: in its region, the given trust policy denies"
          + " | Statement[1]: StringEquals aws:RequestedRegion expects [ap-northeast-2], the request"
          + " has [eu-west-3] | aws:RequestedRegion must allow eu-west-3\n"
          + "IRSA-02 | PASS",
      world -> {
        Planting.onlyIn("ap-northeast-2").plantIn(world);
        world.addStatement(
            """
            {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
             "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/other.example"}}""");
        world.giveTrustPolicy();
      }),
  SPARE_THAT_A_STATEMENT_OF_THE_GIVEN_POLICY_DENIES(
      "IRSA-27 | WARN | Statement[0] denies the request explicitly | aws:RequestedRegion must allow"
          + " eu-west-3\n"
          + "IRSA-02 | PASS",
      world -> {
        set("IRSA_STS_SPARE", PodWorld.SPARE).plantIn(world);
        world.addStatement(
            """
            {"Effect": "Deny", "Principal": "*", "Action": "sts:*",
             "Condition": {"StringNotEquals": {"aws:RequestedRegion": "ap-northeast-2"}}}""");
        world.giveTrustPolicy();
        world.doctor.offline(true);
      }),
  SPARE_THAT_AN_OLDER_POLICY_DENIED(
      "IRSA-27 | WARN | sts.eu-west-3.amazonaws.com issues credentials, but in its region",
      world -> {
        String now = world.role().trustPolicy().json();
        Planting.onlyIn("ap-northeast-2").plantIn(world);
        world.giveTrustPolicy();
        world.setTrustPolicy(now);
      }),
  FIRST_ENDPOINT_DENIED_BY_ITS_REGION(
      "IRSA-02 | CAUSE | aws:RequestedRegion expects [eu-west-3], the request has [ap-northeast-2]"
          + " | aws:RequestedRegion is the region of STS",
      Planting.onlyIn("eu-west-3").and(PodWorld::giveTrustPolicy)),
  POLICY_BY_REGION_AT_AN_ENDPOINT_WHOSE_REGION_IS_NOT_KNOWN(
      "IRSA-02 | PASS",
      world -> {
        Planting.onlyIn("ap-northeast-2").plantIn(world);
        world.environment.remove("IRSA_STS_SPARE");
        world.giveTrustPolicy();
        world.reachStsDirectly();
        world.environment.remove("AWS_REGION");
        world.environment.remove("AWS_DEFAULT_REGION");
        world.doctor.offline(true);
      }),
  POLICY_BY_REGION_AT_AN_ENDPOINT_OF_ANOTHER_REGION(
      "IRSA-02 | FAIL | expects [ap-northeast-2], the request has [us-west-2]",
      world -> {
        Planting.onlyIn("ap-northeast-2").plantIn(world);
        world.giveTrustPolicy();
        world.environment.put("AWS_ENDPOINT_URL_STS", "https://sts.us-west-2.amazonaws.com");
        world.doctor.offline(true);
      }),
  SPARE_THAT_THE_ORGANIZATION_DENIES(
      "IRSA-27 | WARN | SERVICE_CONTROL_POLICY | aws:RequestedRegion must allow eu-west-3 | !get-role",
      Planting.spare(
          Fault.error(
              "AccessDenied",
              403,
              "Not authorized to perform sts:AssumeRoleWithWebIdentity with an explicit deny in a"
                  + " service control policy"))),
  SPARE_IN_A_REGION_THAT_IS_NOT_ENABLED(
      "IRSA-27 | WARN | RegionDisabledException | choose another spare | !aws:RequestedRegion",
      Planting.spare(
          Fault.error("RegionDisabledException", 403, "STS is not activated in this region"))),
  SPARE_THAT_CANNOT_REACH_THE_ISSUER(
      "IRSA-27 | WARN | InvalidIdentityToken", Planting.spare(Fault.issuerUnavailable())),
  SPARE_THAT_THROTTLES("IRSA-27 | WARN | Throttling", Planting.spare(Fault.throttle())),
  SPARE_THAT_IS_DOWN(
      "IRSA-27 | WARN | ServiceUnavailable",
      Planting.spare(Fault.error("ServiceUnavailable", 503, "down"))),
  DENIED_BY_BOTH_ENDPOINTS(
      "IRSA-02 | CAUSE\n" + "IRSA-27 | SKIP beside a failure | see IRSA-02",
      set("IRSA_STS_SPARE", PodWorld.SPARE)
          .and(world -> world.editTrustPolicy(":shop:cart", ":default:cart"))),
  SPARE_IS_THE_FIRST_ENDPOINT(
      "IRSA-27 | CAUSE | IRSA_STS_SPARE | is the first endpoint again",
      set("IRSA_STS_SPARE", "https://sts.ap-northeast-2.amazonaws.com")),
  SPARE_BESIDE_POD_IDENTITY(
      "IRSA-27 | WARN | is ignored for the pod's own role | Remove IRSA_STS_SPARE",
      Kind.POD_IDENTITY,
      set("IRSA_STS_SPARE", PodWorld.SPARE)),

  // Pods of Pod Identity.
  PROFILE_THAT_THE_CHAINS_OF_IRSA_REFUSE(
      "IRSA-06 | CAUSE | the chains of irsa refuse to choose | Remove AWS_PROFILE",
      Kind.POD_IDENTITY,
      world -> {
        world.environment.put("AWS_PROFILE", "legacy");
        world.classPath("dev.irsa:irsa-sdk-v2:0.1.0", "software.amazon.awssdk:auth:2.40.2");
      }),
  TWO_TOKENS(
      "IRSA-06 | CAUSE | the SDKs send the text in AWS_CONTAINER_AUTHORIZATION_TOKEN | Remove"
          + " AWS_CONTAINER_AUTHORIZATION_TOKEN from",
      Kind.POD_IDENTITY,
      world ->
          set("AWS_CONTAINER_AUTHORIZATION_TOKEN", world.secret("old-text-of-a-token"))
              .plantIn(world)),
  TWO_TOKENS_FOR_IRSA(
      "IRSA-06 | WARN | Remove AWS_CONTAINER_AUTHORIZATION_TOKEN from",
      Kind.POD_IDENTITY,
      TWO_TOKENS.planting.and(
          world ->
              world.classPath("dev.irsa:irsa-sdk-v2:0.1.0", "software.amazon.awssdk:auth:2.40.2"))),
  KEYS_IN_A_FILE_BESIDE_IRSA_ON_THE_CLASS_PATH(
      "IRSA-06 | WARN | SDKs without irsa use the profile default | the chains of irsa use the pod's role",
      Kind.POD_IDENTITY,
      world -> {
        KEYS_IN_A_FILE.plantIn(world);
        world.classPath("dev.irsa:irsa-sdk-v2:0.1.0", "software.amazon.awssdk:auth:2.40.2");
      }),
  KEYS_IN_A_FILE_OF_AN_APPLICATION_WITHOUT_IRSA(
      "IRSA-06 | CAUSE | SDKs without irsa use the profile default",
      Kind.POD_IDENTITY,
      world -> {
        KEYS_IN_A_FILE.plantIn(world);
        world.classPath("software.amazon.awssdk:auth:2.40.2");
      }),
  KEYS_OF_A_PROFILE_THAT_IS_NAMED(
      "IRSA-06 | CAUSE | the chains of irsa refuse to choose | Remove AWS_PROFILE",
      Kind.POD_IDENTITY,
      KEYS_IN_A_FILE_BESIDE_IRSA_ON_THE_CLASS_PATH.planting.and(set("AWS_PROFILE", "default"))),
  KEYS_IN_A_PIPE(
      "IRSA-06 | PASS | container endpoint",
      Kind.POD_IDENTITY,
      world -> {
        world.write("root/.aws/config", "");
        makePipe(world.root.resolve("root/.aws/credentials"));
      }),
  SDK_1_WITH_POD_IDENTITY(
      "POD-04 | PASS", world -> world.classPath("com.amazonaws:aws-java-sdk-core:1.12.746")),
  SERVER_BESIDE_THE_CONTAINER(
      "POD-01 | CAUSE | the container endpoint | runs beside the container",
      set(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "http://127.0.0.1:" + PodWorld.closedPort() + "/creds")),
  IN_EKS_WITHOUT_A_REGION(
      "IRSA-10 | SKIP | AWS_REGION\n" + "POD-03 | PASS",
      Kind.POD_IDENTITY,
      world -> world.environment.keySet().removeAll(List.of("AWS_REGION", "AWS_DEFAULT_REGION"))),
  SDK_THAT_IS_NEW_ENOUGH(
      "POD-04 | PASS", world -> world.classPath("software.amazon.awssdk:auth:2.21.30")),
  PROXY_BEFORE_THE_AGENT("POD-05 | WARN | http_proxy | no_proxy=169.254.170.23", proxy("")),
  PROXY_THAT_EXEMPTS_THE_AGENT("POD-05 | SKIP | --offline", proxy("169.254.0.0/16")),
  HOST_NETWORK_THAT_WORKS(
      "POD-06 | WARN | hostNetwork", set("HOSTNAME", "ip-10-0-1-7.ec2.internal")),
  AGENT_SLOWER_THAN_THE_SDK_WAITS(
      "POD-07 | WARN | hangs up after 1 s",
      world -> {
        world.nanoTime = System::nanoTime;
        world.lab.agent().faults().on("GetCredentials").next(Fault.delay(Duration.ofMillis(1_500)));
      }),
  PROFILE_BEFORE_POD_IDENTITY(
      "IRSA-06 | WARN | before Pod Identity | Remove AWS_PROFILE",
      Kind.POD_IDENTITY,
      set("AWS_PROFILE", "legacy")),
  TOKEN_IN_THE_ENVIRONMENT(
      "IRSA-12 | SKIP | not in a file",
      Kind.POD_IDENTITY,
      world -> {
        world.environment.remove("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
        world.environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", world.token().token().value());
      }),

  // Tokens for services outside of AWS.
  TOKEN_FOR_A_SERVICE(
      "OUT-01 | PASS | enabled\n"
          + "OUT-02 | PASS | https://api.example.com/v1\n"
          + "OUT-03 | PASS | lasts 10 min\n"
          + "OUT-04 | PASS | sts.ap-northeast-2.amazonaws.com\n"
          + "OUT-05 | PASS | iss https://"
          + " | .tokens.sts.global.api.aws, sub arn:aws:iam::111122223333:role/"
          + " | aud [https://api.example.com/v1], RS256: documents and keys",
      token(TOKEN)),
  TOKEN_OF_POD_IDENTITY("OUT-05 | PASS | documents and keys", Kind.POD_IDENTITY, token(TOKEN)),
  TOKEN_OF_ANOTHER_ALGORITHM(
      "OUT-05 | PASS | ES384: documents and keys",
      token(TOKEN.withSigningAlgorithm(SigningAlgorithm.ES384))),
  TOKEN_THAT_NOBODY_ASKS_FOR("OUT-01 | SKIP | --audience\n" + "OUT-05 | SKIP", world -> {}),
  TOKEN_BEYOND_ITS_SESSION(
      "OUT-03 | WARN | 1 h were requested | IRSA_SESSION_DURATION_SECONDS=7200 | IRSA-17",
      token(TOKEN.withDuration(Duration.ofHours(1)))
          .and(set("IRSA_SESSION_DURATION_SECONDS", "1800"))),
  TOKEN_BESIDE_THE_GLOBAL_ENDPOINT(
      "OUT-04 | PASS | sts.us-east-1.amazonaws.com, as the global endpoint"
          + " (AWS_STS_REGIONAL_ENDPOINTS)",
      token(TOKEN).and(set("AWS_STS_REGIONAL_ENDPOINTS", "legacy", "AWS_REGION", "us-east-1"))),
  TOKEN_FOR_TWO_SERVICES(
      "OUT-05 | WARN | aud is a list",
      token(OutboundTokenRequest.audiences(List.of("https://a.example", "https://b.example")))),
  TOKEN_FOR_A_PLACE_TO_FILL_IN(
      "OUT-05 | WARN | place to fill in | letter by letter",
      token(OutboundTokenRequest.audience("https://<account>.example.com"))),
  TOKEN_WHOSE_ISSUER_IS_OUT_OF_REACH(
      "OUT-05 | WARN | services read them from the internet",
      token(TOKEN).and(PodWorld::reachStsDirectly)),
  TOKEN_OF_ANOTHER_AUDIENCE(
      "OUT-05 | CAUSE | aud [https://other.example] | was requested | proxies",
      returned((world, claims) -> world.lab.issuer().mint(claims), "https://other.example")),
  TOKEN_OF_AN_UNKNOWN_KEY(
      "OUT-05 | CAUSE | is not among the published ones | cannot verify",
      returned(
          (world, claims) -> OidcIssuer.at(world.lab.issuer().issuer()).mint(claims),
          "https://api.example.com/v1"));

  private final String row;
  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // Without state.
  private final Planting planting;

  PlantedFinding(String row, Planting planting) {
    this(row, row.startsWith("POD") ? Kind.POD_IDENTITY : Kind.IRSA, planting);
  }

  /**
   * Creates a finding.
   *
   * @param row a line for each check: its id, its verdict, or CAUSE if it is the most likely cause,
   *     and parts of what it says; beside a failure: another check finds that the pod is not
   *     healthy
   */
  PlantedFinding(String row, Kind kind, Planting planting) {
    this.row = row;
    this.kind = kind;
    this.planting = planting;
  }

  Kind kind() {
    return kind;
  }

  /** Returns the cells of its rows. */
  List<List<String>> rows() {
    return row.lines().map(line -> List.of(line.split(" \\| ", -1))).toList();
  }

  void plantIn(PodWorld world) throws IOException {
    planting.plantIn(world);
  }

  private static void makePipe(Path path) throws IOException {
    try {
      assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  private static Planting proxy(String exempt) {
    return world -> {
      world.setPodIdentity();
      world.environment.put("http_proxy", "http://10.0.0.9:3128");
      world.environment.put("no_proxy", exempt);
      world.doctor.offline(true);
    };
  }

  private static Planting uninjected(String annotation) {
    return annotated(annotation, "arn:aws:iam::111122223333:role/cart")
        .and(PodWorld::removeIdentity);
  }

  private static Planting duration(int maximum, String seconds) {
    return world -> {
      String role =
          """
          {"Role": {"Arn": "%s", "MaxSessionDuration": %s, "AssumeRolePolicyDocument": %s}}"""
              .formatted(world.role().arn(), maximum, world.role().trustPolicy().json());
      world.doctor.trustPolicy(world.write("../role.json", role));
      world.environment.put("IRSA_SESSION_DURATION_SECONDS", seconds);
      world.doctor.offline(true);
    };
  }

  private static Planting token(OutboundTokenRequest request) {
    return world -> {
      world.requestToken(request);
      world.allowTokens("");
    };
  }

  /** Requests a token, and gets one of another issuer. */
  private static Planting returned(
      BiFunction<PodWorld, Map<String, String>, String> minting, String audience) {
    return world -> {
      token(TOKEN).plantIn(world);
      String issuer = world.lab.issuer().issuer().toString();
      String jwt = minting.apply(world, Map.of("iss", issuer, "sub", "x", "aud", audience));
      world
          .lab
          .sts()
          .faults()
          .on("GetWebIdentityToken")
          .always(
              Fault.answer(
                  200,
                  "text/xml",
                  "<R><GetWebIdentityTokenResult><WebIdentityToken>"
                      + world.secret(jwt)
                      + "</WebIdentityToken></GetWebIdentityTokenResult></R>"));
    };
  }

  private static Planting chain(String externalId) {
    return world -> world.chain(wantingAnExternalId(world), externalId);
  }

  /** Returns the policy of a role that the pod's role may assume with the external id cart-77. */
  static String wantingAnExternalId(PodWorld world) {
    return """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
         "Principal": {"AWS": "%s"}, "Action": "sts:AssumeRole",
         "Condition": {"StringEquals": {"sts:ExternalId": "cart-77"}}}]}"""
        .formatted(world.role().arn());
  }

  private static void deleteIdentity(PodWorld world, String tree) throws IOException {
    world.removeIdentity();
    world.token().stall();
    try (Stream<Path> files = Files.walk(world.root.resolve(tree))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
