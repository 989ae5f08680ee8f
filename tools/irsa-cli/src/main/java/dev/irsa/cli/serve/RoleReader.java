package dev.irsa.cli.serve;

import dev.irsa.testkit.iam.MalformedPolicyException;
import dev.irsa.testkit.iam.TrustPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the roles of a world, and how other entries refer to roles. */
final class RoleReader {
  private static final String POLICY_ARN = "arn:aws[a-z-]*:iam::aws:policy/(.*/)?";
  private static final Pattern POLICY_NAME = Pattern.compile("[\\w+=,.@-]{1,128}");
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");
  private static final Duration DEFAULT_SESSION = Duration.ofHours(1);

  private RoleReader() {}

  static List<World.RoleEntry> roles(Node root) {
    Set<String> names = new HashSet<>();
    List<World.RoleEntry> roles = new ArrayList<>();
    for (Node node : root.items("roles")) {
      node.onlyKnown(Set.of("name", "trustPolicy", "maxSessionDuration", "policies"));
      Node name = node.required("name");
      if (!name.text().matches("[\\w+=,.@-]{1,64}")) {
        throw name.invalid("expected a name that IAM allows, found " + name.text());
      }
      name.requireNew(names, name.text());
      Node duration = node.member("maxSessionDuration");
      roles.add(
          new World.RoleEntry(
              node,
              name.text(),
              trustPolicy(node.required("trustPolicy")),
              duration == null ? DEFAULT_SESSION : duration.seconds(3_600, 43_200),
              policies(node.items("policies"))));
    }
    return roles;
  }

  /** Reads a policy with the evaluator's own parser, whose paths continue those of the document. */
  private static TrustPolicy trustPolicy(Node node) {
    try {
      return TrustPolicy.parse(node.document());
    } catch (MalformedPolicyException e) {
      String inner = e.path().substring(1);
      Node found = node.find(node.place().path() + inner);
      Place place =
          found == null ? node.place().member(inner.replaceFirst("^\\.", "")) : found.place();
      throw place.invalid(String.valueOf(e.getMessage()).substring(e.path().length() + 2), e);
    }
  }

  /** Returns the role that an entry refers to by name or ARN; null if it does not. */
  static @Nullable Node existingRole(Node node) {
    Node role = node.member("role");
    if (role != null && node.member("policies") != null) {
      throw role.invalid("expected either role or policies");
    }
    requireNameOrArn(role);
    return role;
  }

  static void requireNameOrArn(@Nullable Node role) {
    if (role != null && role.text().contains(":") && !ARN.matcher(role.text()).matches()) {
      throw role.invalid("expected the name or ARN of a role, found " + role.text());
    }
  }

  /** Returns the policies of the role that an entry asks for; null if it does not. */
  static @Nullable List<String> newRole(Node node) {
    Node policies = node.member("policies");
    return policies == null ? null : policies(policies.items());
  }

  /** Returns the names of managed policies that are given by name or ARN. */
  private static List<String> policies(List<Node> nodes) {
    List<String> names = new ArrayList<>();
    for (Node node : nodes) {
      String name = node.text().replaceFirst("^" + POLICY_ARN, "");
      if (!POLICY_NAME.matcher(name).matches()) {
        throw node.invalid("expected the name or ARN of a managed policy, found " + node.text());
      }
      names.add(name);
    }
    return names;
  }
}
