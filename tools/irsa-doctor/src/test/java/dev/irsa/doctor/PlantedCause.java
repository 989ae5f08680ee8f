package dev.irsa.doctor;

import static dev.irsa.doctor.Planting.EKS_MAY_NOT_ASSUME;
import static dev.irsa.doctor.Planting.KEYS_IN_A_FILE;
import static dev.irsa.doctor.Planting.TOKEN;
import static dev.irsa.doctor.Planting.agent;
import static dev.irsa.doctor.Planting.annotated;
import static dev.irsa.doctor.Planting.caller;
import static dev.irsa.doctor.Planting.exchange;
import static dev.irsa.doctor.Planting.set;

import dev.irsa.doctor.PodWorld.Kind;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A cause that can be planted in a {@link PodWorld}. The phase says when a pod meets it. A cause of
 * a later phase shows only after those of earlier ones are fixed.
 */
enum PlantedCause {
  SDK_WITHOUT_STS(
      "IRSA-01 | APPLICATION | class path | person",
      world -> world.classPath("software.amazon.awssdk:sdk-core:2.30.0")),
  SDK_TOO_OLD(
      "IRSA-01 | APPLICATION | class path | person",
      world ->
          world.classPath(
              "com.amazonaws:aws-java-sdk-core:1.11.600",
              "com.amazonaws:aws-java-sdk-sts:1.11.600")),
  FRAMEWORK_LIST_WITHOUT_WEB_IDENTITY(
      "IRSA-01 | APPLICATION | class path | person",
      world -> {
        world.write(
            "../conf/core-site.xml",
            """
            <configuration><property><name>fs.s3a.aws.credentials.provider</name>
            <value>org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider</value>
            </property></configuration>""");
        Path jar = Jars.write(world.lib(), "org.apache.hadoop:hadoop-aws:3.4.1");
        world.doctor.classPath(world.root.resolveSibling("conf") + ":" + jar);
      }),
  OTHER_ROLE_EXPECTED(
      "IRSA-01 | SETTINGS | role ARN | person",
      world -> world.doctor.expectRole("arn:aws:iam::111122223333:role/other")),
  OTHER_NAMESPACE_TRUSTED(
      "IRSA-02 | STS_POLICY | policy",
      world -> world.editTrustPolicy(":shop:cart", ":default:cart")),
  WILDCARD_UNDER_STRING_EQUALS("IRSA-02 | STS_POLICY | policy", policy(":shop:cart", ":shop:*")),
  ACTION_WRONG(
      "IRSA-02 | STS_POLICY | policy", policy("sts:AssumeRoleWithWebIdentity", "sts:AssumeRole")),
  ROLE_MISSING(
      "IRSA-02 | STS_POLICY | policy | person",
      world -> world.lab.iam().deleteRole(world.role().arn())),
  PROVIDER_MISSING(
      "IRSA-03 | STS_TOKEN | provider",
      world -> world.lab.iam().deleteOidcProvider(world.lab.issuer().issuer())),
  NOT_INJECTED("IRSA-04 | INJECTION | identity | person", PodWorld::removeIdentity),
  ARN_MALFORMED(
      "IRSA-05 | SETTINGS | identity, role ARN",
      set("AWS_ROLE_ARN", "arn:aws:iam::<account>:role/cart-role")),
  PARTITION_DIFFERS("IRSA-05 | SETTINGS | region", set("AWS_REGION", "cn-north-1")),
  STATIC_KEYS(
      "IRSA-06 | SOURCES | static keys",
      world -> {
        world.environment.put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
        world.environment.put(
            "AWS_SECRET_ACCESS_KEY", world.secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
      }),
  TOKEN_FILE_UNSET(
      "IRSA-06 | SOURCES | identity",
      world -> world.environment.remove("AWS_WEB_IDENTITY_TOKEN_FILE")),
  PROXY_REFUSES(
      "IRSA-07 | NETWORK | network | person | 127.0.0.1: | (from https_proxy)",
      set("https_proxy", "http://127.0.0.1:" + PodWorld.closedPort())),
  PROXY_FORBIDS(
      "IRSA-07 | NETWORK | network, region | person",
      set("AWS_ENDPOINT_URL_STS", "https://sts.example.test")),
  STS_REFUSES(
      "IRSA-07 | NETWORK | network, region | person | 127.0.0.1: | (AWS_ENDPOINT_URL_STS)",
      set("AWS_ENDPOINT_URL_STS", "https://127.0.0.1:" + PodWorld.closedPort())),
  TLS_INTERCEPTED(
      "IRSA-07 | NETWORK | network, region | person",
      world -> {
        world.lab.sts().presentUnknownCertificate(true);
        world.environment.put("AWS_ENDPOINT_URL_STS", world.lab.sts().secureUri().toString());
      }),
  CA_BUNDLE_MISSING("IRSA-07 | NETWORK | network", set("AWS_CA_BUNDLE", "/etc/missing.pem")),
  REGION_UNSET(
      "IRSA-08 | SETTINGS | region",
      world -> world.environment.keySet().removeAll(List.of("AWS_REGION", "AWS_DEFAULT_REGION"))),
  ZONE_AS_REGION(
      "IRSA-08 | SETTINGS | region",
      world -> world.environment.put("AWS_REGION", world.lab.region() + "a")),
  REGION_DISABLED(
      "IRSA-08 | STS_GATE | exchange | person",
      exchange(Fault.error("RegionDisabledException", 403, "STS is not activated in this region"))),
  AUDIENCE_OF_OTHERS("IRSA-09 | TOKEN | token", world -> world.issueTokenFor("vault.example.com")),
  CALLER_DENIED(
      "IRSA-10 | AFTER | caller | person",
      caller(Fault.error("AccessDenied", 403, "explicit deny in a VPC endpoint policy"))),
  THROTTLED("IRSA-11 | STS_GATE | exchange | person", exchange(Fault.throttle())),
  TOKEN_MISSING("IRSA-12 | TOKEN | token | person", world -> world.token().removeToken()),
  TOKEN_EMPTY("IRSA-12 | TOKEN | token | person", world -> world.token().corrupt(new byte[0])),
  TOKEN_NOT_A_JWT(
      "IRSA-12 | TOKEN | token | person | /var/run/secrets/eks.amazonaws.com/serviceaccount/token",
      world -> world.token().corrupt("a.b.c".getBytes(StandardCharsets.US_ASCII))),
  TOKEN_UNREADABLE(
      "IRSA-12 | TOKEN | token | person",
      world -> close(world, world.token().tokenFile(), "rw-------")),
  TOKEN_PATH_WRONG(
      "IRSA-12 | TOKEN | identity",
      set("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/secrets/eks.amazonaws.com/token")),
  TOKEN_EXPIRED(
      "IRSA-13 | TOKEN | token | person", world -> world.token().expire(Duration.ofHours(3))),
  SIGNING_KEY_UNPUBLISHED(
      "IRSA-14 | STS_TOKEN | issuer | person | kid ",
      world -> {
        world.lab.issuer().rotateSigningKey();
        world.lab.issuer().retireOldKeys();
      }),
  ISSUER_OUT_OF_REACH_OF_STS(
      "IRSA-14 | STS_GATE | exchange | person",
      exchange(
          Fault.error(
              "InvalidIdentityToken",
              400,
              "Couldn't retrieve verification key from your identity provider,  please reference"
                  + " AssumeRoleWithWebIdentity documentation for requirements"))),
  CLOCK_AHEAD(
      "IRSA-15 | AFTER | clock | person",
      world -> world.clock = Clock.offset(world.clock, Duration.ofMinutes(20))),
  CLOCK_BEHIND(
      "IRSA-15 | AFTER | clock | person",
      world -> world.clock = Clock.offset(world.clock, Duration.ofDays(-2))),
  OTHER_CLUSTER_TRUSTED(
      "IRSA-16 | STS_POLICY | policy",
      world -> {
        String issuer = world.lab.issuer().issuer().getPath();
        world.editTrustPolicy(issuer, "/id/0123456789ABCDEF0123456789ABCDEF");
        world.giveTrustPolicy();
      }),
  SCHEME_IN_CONDITION_KEYS(
      "IRSA-16 | STS_POLICY | policy", policy("\"oidc.eks.", "\"https://oidc.eks.")),
  DURATION_ABOVE_MAXIMUM(
      "IRSA-17 | STS_PARAMETER | duration", set("IRSA_SESSION_DURATION_SECONDS", "43200")),
  DURATION_INVALID("IRSA-17 | SETTINGS | duration", set("IRSA_SESSION_DURATION_SECONDS", "12h")),
  CHAINED_ROLE_DENIED(
      "IRSA-18 | AFTER | chain",
      world ->
          world.chain(
              """
              {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
               "Principal": {"AWS": "arn:aws:iam::999999999999:root"},
               "Action": "sts:AssumeRole"}]}""",
              null)),
  CHAINED_ROLE_WANTS_AN_EXTERNAL_ID(
      "IRSA-18 | AFTER | chain",
      world -> world.chain(PlantedFinding.wantingAnExternalId(world), null)),
  CHAINED_ROLE_WANTS_ANOTHER_EXTERNAL_ID(
      "IRSA-18 | AFTER | chain",
      world -> world.chain(PlantedFinding.wantingAnExternalId(world), "wrong-1")),
  SESSION_REJECTED(
      "IRSA-19 | AFTER | caller | person",
      caller(
          Fault.error(
              "InvalidClientTokenId",
              403,
              "The security token included in the request is invalid."))),
  THUMBPRINT_CHANGED(
      "IRSA-20 | STS_GATE | exchange | person",
      exchange(
          Fault.error(
              "InvalidIdentityToken",
              400,
              "OpenIDConnect provider's HTTPS certificate doesn't match configured"
                  + " thumbprint"))),
  SPARE_OF_ANOTHER_PARTITION(
      "IRSA-27 | SETTINGS | spare | person", set("IRSA_STS_SPARE", "cn-north-1")),
  SESSION_NAME_INVALID(
      "IRSA-23 | SETTINGS | session name", set("AWS_ROLE_SESSION_NAME", "$(POD_NAME)")),
  SESSION_NAME_CHANGES(
      "IRSA-23 | AFTER | class path, session name",
      world -> world.classPath("software.amazon.msk:aws-msk-iam-auth:2.3.0")),
  FIPS_HOST_UNKNOWN(
      "IRSA-24 | NETWORK | network | person",
      world -> {
        world.environment.put("AWS_USE_FIPS_ENDPOINT", "true");
        world.environment.remove("https_proxy");
      }),
  FIPS_NOT_A_BOOLEAN("IRSA-24 | SETTINGS | network", set("AWS_USE_FIPS_ENDPOINT", "yes")),
  SDK_VERSIONS_MIXED(
      "IRSA-25 | APPLICATION | class path | person",
      world ->
          world.classPath(
              "software.amazon.awssdk:sdk-core:2.24.6", "software.amazon.awssdk:sts:2.40.2")),
  ACCOUNT_WITHOUT_A_DIGIT(
      "IRSA-05 | SETTINGS | identity, role ARN",
      set("AWS_ROLE_ARN", "arn:aws:iam::11112222333:role/cart")),
  ARN_INVALID_FOR_STS(
      "IRSA-05 | STS_GATE | exchange | person",
      exchange(Fault.error("ValidationError", 400, "Request ARN is invalid"))),
  SUBJECT_IN_OTHER_CASE(
      "IRSA-02 | STS_POLICY | policy", world -> world.editTrustPolicy(":shop:cart", ":shop:Cart")),
  SESSION_NAME_RESTRICTED(
      "IRSA-02 | STS_POLICY | policy, session name | person | sts:RoleSessionName | change the request",
      policy(
          "\"StringEquals\"",
          "\"StringLike\": {\"sts:RoleSessionName\": \"ci-*\"}, \"StringEquals\"")),
  OTHERS_RESTRICTED_BY_SESSION_NAME(
      "IRSA-02 | STS_POLICY | policy, session name | - | :{\"sts:RoleSessionName\":\"irsa-*\"}}}]}'",
      world -> {
        world.editTrustPolicy(
            "\"StringEquals\"",
            "\"StringLike\": {\"sts:RoleSessionName\": \"irsa-*\"}, \"StringEquals\"");
        world.editTrustPolicy(":shop:cart", ":default:cart");
        world.giveTrustPolicy();
      }),
  DENIED_EXPLICITLY("IRSA-02 | STS_POLICY | policy | person", policy("\"Allow\"", "\"Deny\"")),
  AUDIENCE_OF_POLICY(
      "IRSA-09 | STS_POLICY | policy", policy("\"sts.amazonaws.com\"", "\"sts.amazon.com\"")),
  REGION_UNKNOWN(
      "IRSA-08 | SETTINGS | region, network | person | us-east-7 | sts.us-east-7.amazonaws.com",
      world -> {
        world.environment.put("AWS_REGION", "us-east-7");
        world.environment.remove("https_proxy");
      }),
  TOKEN_OF_API_SERVER(
      "IRSA-09 | TOKEN | identity, token | person",
      set("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/secrets/kubernetes.io/serviceaccount/token")),
  TOKEN_COPIED(
      "IRSA-13 | TOKEN | identity, token | person",
      world -> {
        world.token().expire(Duration.ofHours(3));
        world.useToken(Files.readString(world.token().tokenFile()));
      }),
  STS_IS_ANOTHER_SERVER(
      "IRSA-07 | STS_GATE | exchange | person",
      exchange(Fault.answer(200, "text/html", "<html>Log in to the network</html>"))),
  STS_BREAKS_OFF("IRSA-07 | STS_GATE | exchange | person", exchange(Fault.reset())),
  SIGNATURE_CHANGED(
      "IRSA-10 | AFTER | caller | person",
      caller(Fault.error("SignatureDoesNotMatch", 403, "does not match"))),
  AGENT_STOPPED("POD-01 | NETWORK | agent | person", world -> world.lab.agent().stop()),
  TAG_SESSION_MISSING(
      "POD-02 | STS_POLICY | policy",
      world -> {
        world.setTrustPolicy(PodWorld.ASSUME_ONLY);
        world.giveTrustPolicy();
      }),
  EKS_NOT_TRUSTED(
      "POD-02 | STS_POLICY | policy",
      world -> world.setTrustPolicy(PodWorld.ASSUME_ONLY.replace("pods.eks", "ec2"))),
  ASSOCIATION_MISSING(
      "POD-03 | STS_TOKEN | association", world -> world.lab.disassociate(world.account)),
  SDK_WITHOUT_POD_IDENTITY(
      "POD-04 | APPLICATION | class path | person",
      world -> world.classPath("software.amazon.awssdk:auth:2.20.144")),
  MESH_RESPONDS(
      "POD-05 | STS_GATE | agent | person",
      agent(Fault.answer(502, "text/html", "<html>upstream connect error</html>"))),
  ON_FARGATE(
      "POD-06 | NETWORK | agent, node, token | person",
      world -> {
        world.node = "fargate-ip-10-0-3-9.ec2.internal";
        world.token().rotate();
        world.lab.agent().stop();
      }),
  HOST_NETWORK(
      "POD-06 | STS_GATE | agent, node | person",
      set("HOSTNAME", "ip-10-0-1-7").and(EKS_MAY_NOT_ASSUME)),
  AGENT_THROTTLES("POD-07 | STS_GATE | agent | person", agent(Fault.throttle())),
  OLD_ROLE_CACHED(
      "POD-08 | AFTER | expected role | person",
      world -> world.doctor.expectRole("arn:aws:iam::111122223333:role/new-role")),
  AGENT_BY_NAME(
      "POD-09 | STS_GATE | agent, uri",
      world ->
          world.environment.computeIfPresent(
              "AWS_CONTAINER_CREDENTIALS_FULL_URI",
              (name, uri) -> uri.replace("127.0.0.1", "localhost"))),
  AGENT_BY_UNKNOWN_NAME(
      "POD-09 | NETWORK | agent, uri",
      set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://agent.internal/v1/credentials")),
  AGENT_ELSEWHERE(
      "POD-09 | SETTINGS | agent, uri",
      set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://10.0.0.1/v1/credentials")),
  POD_STATIC_KEYS("IRSA-06 | SOURCES | static keys", STATIC_KEYS.planting),
  POD_URI_UNSET(
      "IRSA-06 | SOURCES | agent, uri",
      world -> world.environment.remove("AWS_CONTAINER_CREDENTIALS_FULL_URI")),
  POD_TOKEN_MISSING("IRSA-12 | TOKEN | token | person", TOKEN_MISSING.planting),
  POD_TOKEN_UNREADABLE("IRSA-12 | TOKEN | token | person", TOKEN_UNREADABLE.planting),
  POD_TOKEN_EXPIRED("IRSA-13 | TOKEN | token | person", TOKEN_EXPIRED.planting),
  POD_TOKEN_FOR_STS(
      "IRSA-09 | STS_TOKEN | token | person", world -> world.issueTokenFor("sts.amazonaws.com")),
  POD_TOKEN_OF_OTHER_KEY("IRSA-14 | STS_TOKEN | issuer | person", SIGNING_KEY_UNPUBLISHED.planting),
  POD_CALLER_DENIED("IRSA-10 | AFTER | caller | person", CALLER_DENIED.planting),
  POD_CLOCK_AHEAD("IRSA-15 | AFTER | clock, caller | person", CLOCK_AHEAD.planting),
  POD_CHAINED_ROLE_DENIED("IRSA-18 | AFTER | chain", CHAINED_ROLE_DENIED.planting),
  POD_CHAINED_ROLE_WANTS_AN_EXTERNAL_ID(
      "IRSA-18 | AFTER | chain", CHAINED_ROLE_WANTS_AN_EXTERNAL_ID.planting),
  TOKEN_FOR_POD_IDENTITY(
      "IRSA-09 | TOKEN | token | person", world -> world.issueTokenFor("pods.eks.amazonaws.com")),
  TOKEN_IN_A_CLOSED_DIRECTORY(
      "IRSA-12 | TOKEN | token | person",
      world -> close(world, world.tokenDirectory(), "rwx------")),
  SUBJECT_IN_OTHER_CASE_BESIDE_ANOTHER_CLUSTER(
      "IRSA-02 | STS_POLICY | policy",
      world -> {
        String issuer = world.lab.issuer().issuer().getPath();
        String right = world.role().trustPolicy().json();
        world.editTrustPolicy(":shop:cart", ":shop:Cart");
        world.shareRole(right, statement -> statement.replace(issuer, "/id/0123456789ABCDEF"));
        world.giveTrustPolicy();
      }),
  ROLE_ARN_EMPTY(
      "IRSA-04 | INJECTION | identity | - | AWS_ROLE_ARN is set, but empty | names of variables alone | Remove AWS_ROLE_ARN",
      NOT_INJECTED.planting.and(set("AWS_ROLE_ARN", ""))),
  TOKEN_FILE_EMPTY(
      "IRSA-04 | INJECTION | identity",
      NOT_INJECTED.planting.and(set("AWS_WEB_IDENTITY_TOKEN_FILE", " "))),
  PATH_OF_ROLE_FORGOTTEN(
      "IRSA-05 | SETTINGS | identity, role ARN, policy | person",
      world -> {
        world.giveTrustPolicyOf(world.roleArn.replace(":role/", ":role/team/"));
        world.lab.iam().deleteRole(world.roleArn);
      }),
  ANNOTATION_CHANGED(
      "IRSA-05 | STS_POLICY | identity, policy | person | role/cart-new | AccessDenied | Recreate the pod",
      world -> {
        world.lab.iam().deleteRole(world.roleArn);
        annotated("eks.amazonaws.com/role-arn", "arn:aws:iam::111122223333:role/cart-new")
            .plantIn(world);
      }),
  PROXY_WANTS_A_PASSWORD(
      "IRSA-07 | NETWORK | network | person | status 407 | wants a user and a password | from a secret",
      world -> world.environment.put("https_proxy", world.startProxyThatWantsAPassword())),
  STS_HIDDEN_BY_NO_PROXY(
      "IRSA-07 | NETWORK | network, issuer | person | no_proxy contains .amazonaws.com | proxy in https_proxy is not used | Take",
      set("no_proxy", "10.0.0.0/8,.amazonaws.com")),
  QUOTED_TRUST_STORE_MISSING(
      "IRSA-25 | APPLICATION | class path | person",
      set("JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStore=\"/etc/our certificates/none.p12\"")),
  QUOTED_JAVA_AGENT_MISSING(
      "IRSA-26 | APPLICATION | class path | person",
      set("JAVA_TOOL_OPTIONS", "-Xmx1g '-javaagent:/opt/our agents/irsa-agent.jar'")),
  POD_KEYS_IN_A_FILE(
      "IRSA-06 | SOURCES | profile | person | SDKs without irsa use the profile default"
          + " (aws_access_key_id in /root/.aws/credentials) | the chains of irsa use the pod's role"
          + " | <- used by SDKs",
      KEYS_IN_A_FILE),
  POD_TOKEN_NOT_A_JWT(
      "IRSA-12 | STS_TOKEN | token | person",
      world -> world.token().corrupt("garbage".getBytes(StandardCharsets.US_ASCII))),
  POD_TOKEN_WITH_BEARER_IN_ITS_FILE(
      "IRSA-12 | TOKEN | token | person",
      world ->
          world
              .token()
              .corrupt(
                  ("Bearer " + world.token().token().value()).getBytes(StandardCharsets.US_ASCII))),
  POD_TOKEN_WITH_BEARER_IN_ITS_VARIABLE(
      "IRSA-12 | STS_TOKEN | token, identity | person",
      world -> {
        world.environment.remove("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
        world.environment.put(
            "AWS_CONTAINER_AUTHORIZATION_TOKEN", "Bearer " + world.token().token().value());
      }),
  POD_TOKEN_FROM_THE_FUTURE(
      "IRSA-15 | STS_TOKEN | agent | person",
      agent(
          Fault.answer(
              400,
              "text/plain",
              "Service account token failed claim validations: token has invalid claims: token used"
                  + " before issued"))),
  NODE_ROLE_WITHOUT_EKS_AUTH(
      "POD-01 | STS_GATE | agent | person | --role-name eks-node --policy-arn arn:aws-cn:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      agent(
          Fault.error(
              "AccessDeniedException",
              400,
              "User: arn:aws-cn:sts::111122223333:assumed-role/eks-node/i-0123456789abcdef0 is not"
                  + " authorized to perform: eks-auth:AssumeRoleForPodIdentity on resource:"
                  + " arn:aws:eks:us-east-1:111122223333:cluster/demo"))),
  AGENT_PATH_WRONG(
      "POD-09 | STS_GATE | agent, uri | person",
      world ->
          world.environment.computeIfPresent(
              "AWS_CONTAINER_CREDENTIALS_FULL_URI",
              (name, uri) -> uri.replace("/v1/credentials", "/v2/credentials"))),
  TRUST_DENIES_A_POD_OF_THE_HOST_NETWORK(
      "POD-02 | STS_POLICY | policy, node | person | sts:TagSession",
      world -> {
        world.environment.put("HOSTNAME", "ip-10-0-1-7.ec2.internal");
        world.setTrustPolicy(PodWorld.ASSUME_ONLY);
        world.giveTrustPolicy();
      }),
  HOST_NETWORK_BY_ITS_FILE(
      "POD-06 | STS_GATE | agent, node | person",
      world -> {
        world.environment.remove("HOSTNAME");
        world.write("etc/hostname", "ip-10-0-1-7.ec2.internal\n");
        EKS_MAY_NOT_ASSUME.plantIn(world);
      }),
  PROPERTY_WITH_AN_UNKNOWN_REGION(
      "IRSA-08 | SETTINGS | region, network, class path | person",
      world -> {
        world.environment.put("JAVA_TOOL_OPTIONS", "-Xmx1g -Daws.region=\"us-east-7\"");
        world.environment.remove("https_proxy");
      }),
  PROPERTY_WITH_A_WRONG_TOKEN_FILE(
      "IRSA-12 | TOKEN | identity, class path | person",
      set("JDK_JAVA_OPTIONS", "\"-Daws.webIdentityTokenFile=/none/our token\"")),
  NON_PROXY_HOSTS_OF_THE_JDK(
      "IRSA-07 | NETWORK | network, issuer, class path | person",
      world -> {
        URI proxy = world.lab.proxy().uri();
        world.environment.put(
            "JAVA_TOOL_OPTIONS",
            "-Dhttps.proxyHost=%s -Dhttps.proxyPort=%s '-Dhttp.nonProxyHosts=localhost|*.amazonaws.com'"
                .formatted(proxy.getHost(), proxy.getPort()));
      }),
  BOTH_VARIABLES_EMPTY(
      "IRSA-04 | INJECTION | identity", set("AWS_ROLE_ARN", "", "AWS_WEB_IDENTITY_TOKEN_FILE", "")),
  EMPTY_ALTHOUGH_ANNOTATED(
      "IRSA-04 | INJECTION | identity",
      world -> {
        annotated("eks.amazonaws.com/role-arn", world.roleArn).plantIn(world);
        world.removeIdentity();
        world.environment.put("AWS_ROLE_ARN", "");
      }),
  AUDIENCE_BESIDE_THE_POLICY_OF_ANOTHER_ROLE(
      "IRSA-09 | TOKEN | token, policy | person",
      world -> {
        world.giveTrustPolicyOf("arn:aws:iam::111122223333:role/other");
        world.issueTokenFor("vault.example.com");
      }),
  PROVIDER_MISSING_BESIDE_THE_POLICY_OF_ANOTHER_ROLE(
      "IRSA-03 | STS_TOKEN | provider, policy",
      world -> {
        world.giveTrustPolicyOf("arn:aws:iam::444455556666:role/other");
        world.lab.iam().deleteOidcProvider(world.lab.issuer().issuer());
      }),
  ANNOTATION_WITH_A_PATH(
      "IRSA-05 | STS_POLICY | identity, policy | person",
      world -> {
        world.lab.iam().deleteRole(world.roleArn);
        String withPath = world.roleArn.replace(":role/", ":role/team/");
        annotated("eks.amazonaws.com/role-arn", withPath).plantIn(world);
      }),
  SDK_1_WITHOUT_POD_IDENTITY(
      "POD-04 | APPLICATION | class path | person | 1.12.745 is older than 1.12.746",
      world -> world.classPath("com.amazonaws:aws-java-sdk-core:1.12.745")),
  AGENT_REDIRECTED(
      "POD-05 | STS_GATE | agent | person",
      agent(Fault.redirect(URI.create("http://127.0.0.1/login")))),
  AGENT_PORT_WRONG(
      "POD-01 | NETWORK | agent, uri | person",
      set(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "http://127.0.0.1:" + PodWorld.closedPort() + "/v1/credentials")),
  ENDPOINT_OF_ECS_BEFORE_THE_AGENT(
      "POD-01 | NETWORK | agent, uri | - | AWS_CONTAINER_CREDENTIALS_RELATIVE_URI names the endpoint of ECS",
      set(
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "/v2/credentials/5b1",
          "AWS_CONTAINER_SERVICE_ENDPOINT",
          "http://127.0.0.1:" + PodWorld.closedPort())),
  POD_CREDENTIALS_URI_EMPTY(
      "IRSA-04 | INJECTION | agent, uri",
      world -> {
        world.environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "");
        world.environment.remove("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
      }),
  FEDERATION_DISABLED(
      "OUT-01 | OUTBOUND | outbound",
      token("").and(world -> world.lab.iam().disableOutboundWebIdentityFederation())),
  TOKENS_NOT_ALLOWED("OUT-02 | OUTBOUND | outbound", world -> world.requestToken(TOKEN)),
  POD_TOKENS_NOT_ALLOWED("OUT-02 | OUTBOUND | outbound", TOKENS_NOT_ALLOWED.planting),
  TOKENS_FOR_ANOTHER_AUDIENCE(
      "OUT-02 | OUTBOUND | outbound | - | has other audiences | letter by letter",
      token("\"StringEquals\": {\"sts:IdentityTokenAudience\": \"https://api.example.com/\"}")),
  TOKENS_OF_TEN_MINUTES_FORBIDDEN(
      "OUT-02 | OUTBOUND | outbound | person | sts:DurationSeconds forbids 600 s"
          + " | !sts:SigningAlgorithm | !letter by letter",
      token("\"NumericLessThanEquals\": {\"sts:DurationSeconds\": \"300\"}")),
  TOKENS_WITH_RSA_FORBIDDEN(
      "OUT-02 | OUTBOUND | outbound | person | sts:SigningAlgorithm forbids RS256"
          + " | !sts:DurationSeconds | !letter by letter",
      token("\"StringEquals\": {\"sts:SigningAlgorithm\": \"ES384\"}")),
  TOKENS_DENIED_BY_THE_ORGANIZATION(
      "OUT-02 | OUTBOUND | outbound | person | SERVICE_CONTROL_POLICY | !\"Effect\"",
      token(
          Fault.error(
              "AccessDenied",
              403,
              "User: x is not authorized to perform: sts:GetWebIdentityToken on resource: y with an"
                  + " explicit deny in a service control policy"))),
  TOKEN_OUTLIVES_ITS_SESSION(
      "OUT-03 | OUTBOUND | outbound | person | IRSA_SESSION_DURATION_SECONDS=1200",
      token(
          Fault.error(
              "SessionDurationEscalationException",
              403,
              "The requested token duration would extend the session"))),
  TOKEN_WITHOUT_A_REGION_OF_ITS_OWN(
      "OUT-04 | OUTBOUND | outbound, region", token("").and(set("AWS_REGION", "aws-global"))),
  POD_TOKEN_WITHOUT_A_REGION(
      "OUT-04 | OUTBOUND | outbound, region", token("").and(REGION_UNSET.planting)),
  ENDPOINT_THAT_DOES_NOT_KNOW_TOKENS(
      "OUT-04 | OUTBOUND | outbound, network, region, issuer | person"
          + " | Remove AWS_ENDPOINT_URL_STS from the container",
      world -> {
        world.reachStsDirectly();
        token(Fault.error("InvalidAction", 400, "Could not find operation GetWebIdentityToken"))
            .plantIn(world);
      }),
  TOKENS_THROTTLED(
      "OUT-04 | OUTBOUND | outbound | person | Try again | !Remove", token(Fault.throttle()));

  /** When a pod meets a cause, from the injection of its settings to the use of its session. */
  enum Phase {
    /** The webhook injects role and token. */
    INJECTION,
    /** The SDK's chain looks for the first source. */
    SOURCES,
    /** The application chooses SDK and provider. */
    APPLICATION,
    /** The provider reads its settings. */
    SETTINGS,
    /** It reads the token. */
    TOKEN,
    /** It connects to STS. */
    NETWORK,
    /** STS looks at the request before everything else. */
    STS_GATE,
    /** STS verifies the token. */
    STS_TOKEN,
    /** STS evaluates the trust policy. */
    STS_POLICY,
    /** STS checks what the role limits. */
    STS_PARAMETER,
    /** The session signs requests and is refreshed. */
    AFTER,
    /** It signs for a token, which a service outside of AWS accepts. */
    OUTBOUND
  }

  private final String id;
  private final Phase phase;
  private final boolean isMendedByPersons;

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<String> words;

  @SuppressWarnings("ImmutableEnumChecker") // Made by Set.of.
  private final Set<String> changes;

  @SuppressWarnings("ImmutableEnumChecker") // Without state.
  final Planting planting;

  /**
   * Creates a cause.
   *
   * @param row the id of the check, the phase, what it changes, "person" (or a dash) if the fix is
   *     about builds, networks, nodes, clusters or accounts, which the doctor has no hand in, and
   *     parts of what the check says
   */
  PlantedCause(String row, Planting planting) {
    String[] cells = row.split(" \\| ", -1);
    this.id = cells[0];
    this.phase = Phase.valueOf(cells[1]);
    this.changes = Set.of(cells[2].split(", ", -1));
    this.isMendedByPersons = cells.length > 3 && cells[3].equals("person");
    this.words = Stream.of(cells).skip(4).toList();
    this.planting = planting;
  }

  String id() {
    return id;
  }

  /** Returns the kind of pod in which it is planted. */
  Kind kind() {
    boolean isOfPodIdentity = id.startsWith("POD") || name().startsWith("POD_");
    return isOfPodIdentity ? Kind.POD_IDENTITY : Kind.IRSA;
  }

  Phase phase() {
    return phase;
  }

  /** Returns whether it leaves these parts of a world unchanged. */
  boolean leaves(Set<String> others) {
    return Collections.disjoint(changes, others);
  }

  /** Returns parts of what the check says. */
  List<String> words() {
    return words;
  }

  /** Returns whether its fix is not a command, or names what the lab does not have. */
  boolean isMendedByPersons() {
    return isMendedByPersons;
  }

  /** Returns whether both can be planted in one world: they change different things. */
  boolean isCompatibleWith(PlantedCause other) {
    return kind() == other.kind() && Collections.disjoint(changes, other.changes);
  }

  void plantIn(PodWorld world) {
    try {
      planting.plantIn(world);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Requests a token that the role may have under conditions in JSON. */
  private static Planting token(String conditions) {
    return world -> {
      world.requestToken(TOKEN);
      world.allowTokens(conditions);
    };
  }

  /** Requests a token, which STS refuses. */
  private static Planting token(Fault fault) {
    return token("").and(world -> world.lab.sts().faults().on("GetWebIdentityToken").always(fault));
  }

  /** Changes a trust policy, and gives it to the doctor. */
  private static Planting policy(String part, String replacement) {
    return world -> {
      world.editTrustPolicy(part, replacement);
      world.giveTrustPolicy();
    };
  }

  /** Closes a file or directory to all but its owner, and runs the process as another user. */
  private static void close(PodWorld world, Path file, String permissions) throws IOException {
    Path real = file.toRealPath();
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString(permissions));
    world.writeProcess(1 + (Integer) Files.getAttribute(real, "unix:uid"), 60_000);
  }
}
