package dev.irsa.doctor;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.policy.IdentityPolicy;
import dev.irsa.policy.OidcProvider;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Carries out a fix in the lab, word by word, as a person at a terminal would. */
final class AppliedFix {
  private static final String URI = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  private static final String NAMES = "([A-Z][A-Z_]+(?:(?:, | and )[A-Z][A-Z_]+)*)";

  private static final String UNKNOWN_ID =
      "\"StringEquals\":{\"sts:ExternalId\":\"<external id>\"}";
  private static final String NO_ID = "\"Null\":{\"sts:ExternalId\":\"true\"}";

  private static final Map<Pattern, BiConsumer<PodWorld, Matcher>> STEPS = new LinkedHashMap<>();

  static {
    on(
        "(?s)If the trust policy of (\\S+) has sts:ExternalId, .*?(\\{\"Effect\".*?\\})\n",
        AppliedFix::chain);
    on(
        "aws iam update-assume-role-policy .*--role-name (\\S+) --policy-document '(.*)'",
        (world, step) -> trust(world, step.group(1), step.group(2).replace("'\\''", "'")));
    on(
        "(\\{\"Effect\".*\\})\naws iam update-assume-role-policy --role-name (\\S+|<.*>) .*trust.json",
        (world, step) ->
            trust(world, step.group(2), with(role(world, step.group(2)), step.group(1))));
    on(
        "aws iam create-open-id-connect-provider --url (\\S+) --client-id-list (\\S+)",
        (world, step) -> provider(world, step.group(2)));
    on(
        "aws iam add-client-id-to-open-id-connect-provider --open-id\\S+ \\S+ --client-id (\\S+)",
        (world, step) -> provider(world, step.group(1)));
    on(
        "The permissions of \\S+:role/(\\S+) need (\\{.*GetWebIdentityToken.*\\})\\. If",
        (world, step) -> {
          String policy = "{\"Statement\": " + step.group(2) + "}";
          world
              .lab
              .iam()
              .putRolePolicy(
                  role(world, step.group(1)).arn(), "more", IdentityPolicy.parse(policy));
        });
    on(
        "aws iam enable-outbound-web-identity-federation",
        (world, step) -> world.lab.iam().enableOutboundWebIdentityFederation());
    on(
        "aws iam update-role --role-name (\\S+) --max-session-duration (\\d+)",
        (world, step) ->
            world
                .lab
                .iam()
                .updateRole(
                    role(world, step.group(1))
                        .withMaxSessionDuration(
                            Duration.ofSeconds(Long.parseLong(step.group(2))))));
    on(
        "kubectl annotate serviceaccount -n shop cart eks.amazonaws.com/role-arn=",
        (world, step) -> world.inject());
    on(
        "aws eks create-pod-identity-association .*--namespace shop --service-account cart",
        (world, step) -> world.lab.associate(world.account));
    on(
        "Remove " + NAMES + " from the container's env .* The webhook injects them",
        (world, step) -> world.recreate());
    on(
        "Remove " + NAMES + " from the container",
        (world, step) ->
            world.environment.keySet().removeAll(List.of(step.group(1).split(", | and "))));
    on(
        "Set (AWS_WEB_IDENTITY_TOKEN_FILE|AWS_ROLE_ARN), the property|Copy the ARN|arn:aws:iam::<12-digit account>",
        (world, step) -> world.inject());
    on(
        "Set AWS_CONTAINER_CREDENTIALS_FULL_URI, which EKS injects|Use loopback, 169.254.170.2 ",
        (world, step) -> world.environment.put(URI, world.lab.agent().uri().toString()));
    on(
        "Set AWS_REGION to the cluster's region|Set a region of the role's partition",
        (world, step) -> world.environment.put("AWS_REGION", world.lab.region()));
    on(
        "Use 2 to 64 of the characters .*, or leave it out",
        (world, step) -> world.environment.remove("AWS_ROLE_SESSION_NAME"));
    on(
        "Use true or false",
        (world, step) -> world.environment.put("AWS_USE_FIPS_ENDPOINT", "false"));
    on(
        "Use 900 to 43200 seconds",
        (world, step) -> world.environment.put("IRSA_SESSION_DURATION_SECONDS", "3600"));
    on(
        "Correct the path, or mount the file: certificates in PEM",
        (world, step) -> world.environment.put("AWS_CA_BUNDLE", "/etc/ca.pem"));
    on(
        "(?i)\\bset (AWS_[A-Z_]+)(?:=| to )((?:/|http|\\w+-)[^\\s;,]*[^\\s;,.])",
        (world, step) -> world.environment.put(step.group(1), inLab(world, step.group(2))));
    on(
        "Set (AWS_ROLE_SESSION_NAME) to a name that stays",
        (world, step) -> world.environment.put(step.group(1), "cart-7c9d8"));
  }

  private AppliedFix() {}

  private static void on(String words, BiConsumer<PodWorld, Matcher> step) {
    STEPS.put(Pattern.compile(words), step);
  }

  /** Applies a fix. Returns whether it contains a step that does not need a person. */
  static boolean apply(PodWorld world, String fix) {
    for (Map.Entry<Pattern, BiConsumer<PodWorld, Matcher>> step : STEPS.entrySet()) {
      Matcher words = step.getKey().matcher(fix);
      if (words.find()) {
        try {
          step.getValue().accept(world, words);
          return true;
        } catch (NoSuchElementException e) {
          // The command names a role that does not exist.
          return false;
        }
      }
    }
    return false;
  }

  /** Gives the doctor the external id that the role demands. Without one, none must be needed. */
  private static void chain(PodWorld world, Matcher step) {
    Role next = role(world, step.group(1));
    Matcher id =
        Pattern.compile("\"sts:ExternalId\": \"([^\"]+)\"").matcher(next.trustPolicy().json());
    if (id.find()) {
      world.chain(next, id.group(1));
    } else {
      trust(world, next.name(), with(next, step.group(2).replace(UNKNOWN_ID, NO_ID)));
    }
  }

  private static Role role(PodWorld world, String name) {
    return name.startsWith("<")
        ? world.roleOfBefore()
        : world.lab.iam().role("arn:aws:iam::111122223333:role/" + name).orElseThrow();
  }

  private static void trust(PodWorld world, String role, String policy) {
    TrustPolicy filled = TrustPolicy.parse(policy.replace("<ARN of the cluster>", world.cluster()));
    world.lab.iam().updateRole(role(world, role).withTrustPolicy(filled));
  }

  private static String with(Role role, String statement) {
    try {
      Map<String, Object> policy = new HashMap<>(JSONObjectUtils.parse(role.trustPolicy().json()));
      Object there = policy.get("Statement");
      List<Object> all = new ArrayList<>(there instanceof List<?> list ? list : List.of(there));
      all.add(JSONObjectUtils.parse(statement));
      policy.put("Statement", all);
      return JSONObjectUtils.toJSONString(policy);
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void provider(PodWorld world, String client) {
    Set<String> clients = new HashSet<>(Set.of(client));
    world
        .lab
        .iam()
        .oidcProvider(world.lab.issuer().issuer())
        .map(OidcProvider::clientIds)
        .ifPresent(clients::addAll);
    world.lab.iam().createOidcProvider(world.lab.issuer().issuer(), clients);
  }

  private static String inLab(PodWorld world, String value) {
    return value.startsWith("http://169.254.170.23/") ? world.lab.agent().uri().toString() : value;
  }
}
